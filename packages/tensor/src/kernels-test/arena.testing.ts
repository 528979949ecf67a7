import { type KernelBinary, type KernelBuild, kernelBytes } from '../engine/kernel-binary.ts';
import { type CoreExports, coreBinary } from '../generated/core-kernels.ts';

export type ArrayOf<T> = {
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};
export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** One kernel build over a memory of its own, with a bump allocator for test operands. */
export class Arena<E extends { heapBase(): number } = CoreExports> {
  readonly kernels: E;
  readonly memory = new WebAssembly.Memory({ initial: 512, maximum: 65536, shared: true });
  #top: number;

  constructor(build: KernelBuild, binary: KernelBinary = coreBinary) {
    const module = new WebAssembly.Module(kernelBytes(binary, build));
    const instance = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.kernels = instance.exports as unknown as E;
    this.#top = this.kernels.heapBase();
  }

  /** Forgets every allocation. */
  reset(): void {
    this.#top = this.kernels.heapBase();
  }

  /** An uninitialised array that starts `offset` elements after a 64-byte boundary; a guard of 64 bytes follows it. */
  empty<T extends NumberArray>(type: ArrayOf<T>, length: number, offset = 0): T {
    const start = ((this.#top + 63) & ~63) + offset * type.BYTES_PER_ELEMENT;
    this.#top = start + length * type.BYTES_PER_ELEMENT + 64;
    if (this.#top > this.memory.buffer.byteLength) throw new RangeError('test arena is full');
    new Uint8Array(this.memory.buffer, start, this.#top - start).fill(0xa5);
    return new type(this.memory.buffer, start, length);
  }

  from<T extends NumberArray>(type: ArrayOf<T>, values: ArrayLike<number>, offset = 0): T {
    const array = this.empty(type, values.length, offset);
    array.set(values);
    return array;
  }

  /** Whether the guard behind an array is untouched. */
  guarded(array: NumberArray): boolean {
    const end = array.byteOffset + array.byteLength;
    return new Uint8Array(this.memory.buffer, end, 64).every((byte) => byte === 0xa5);
  }
}

/** Both builds of a binary, for describe.each. */
export function buildsOf<E extends { heapBase(): number }>(binary: KernelBinary): [string, Arena<E>][] {
  return (['simd', 'relaxed'] as const).map((build) => [build, new Arena<E>(build, binary)]);
}

/** Those of the core. */
export const builds = buildsOf<CoreExports>(coreBinary);

/** xorshift32 in (-1, 1): test data that is the same on every run. */
export function randomSource(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state | 0) / 2 ** 31;
  };
}

/** Object.is on every element (a fast path: expect(…).toEqual walks arrays slowly, and then says where they differ). */
export function sameValues(a: NumberArray, b: NumberArray): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

const bits = new DataView(new ArrayBuffer(4));

/** Distance of a float32 from the exact value, in units in the last place of the exact value; infinity counts as 2¹²⁸. */
export function ulpError(got: number, exact: number): number {
  if (Number.isNaN(exact) || Number.isNaN(got)) return Object.is(got, exact) ? 0 : Infinity;
  const rounded = Math.fround(exact);
  if (got === rounded && (got === 0 || !Number.isFinite(got))) return 0;
  const reached = Number.isFinite(got) ? got : Math.sign(got) * 2 ** 128;
  const wanted = Number.isFinite(exact) ? exact : Math.sign(exact) * 2 ** 128;
  return Math.abs(reached - wanted) / ulp(Number.isFinite(rounded) ? rounded : 3.4028234e38);
}

/** Spacing of float32 numbers at x. */
function ulp(x: number): number {
  bits.setFloat32(0, Math.abs(x));
  const exponent = Math.max(bits.getUint32(0) >>> 23, 1);
  return 2 ** (exponent - 150);
}
