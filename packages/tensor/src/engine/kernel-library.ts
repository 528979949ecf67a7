// Kernels of other binaries than the core's, over the same memory and threads.
import { type KernelBinary, kernelBytes } from './kernel-binary.ts';
import { kernelBuild } from './kernels.ts';
import type { ThreadKernel } from './threads/thread-kernel.ts';
import { memory } from './wasm-memory.ts';

/** Constants of the binaries lie below this, each in its area (kernels/compile.mjs); then the binaries themselves, for workers. */
const binariesStart = 65_536;
/** Where the heap begins. */
export const heapStart = 1_048_576;

let top = binariesStart;

/** Kernels of one binary. */
export interface KernelLibrary<E> {
  /** To be called on this thread. */
  readonly exports: E;
  /** One of them for `forRanges`: every thread can run it. */
  threaded(name: keyof E & string): ThreadKernel;
}

/**
 * Loads a binary that kernels/compile.mjs wrote.
 *
 * A worker may have started long before, and sleeps in `Atomics.wait`, where no message reaches it: so it finds the binary in memory,
 * and compiles it when it has the first task of one of its kernels.
 *
 * @throws {RangeError} when there is no room left for another one
 */
export function loadKernels<E extends object>(binary: KernelBinary): KernelLibrary<E> {
  const bytes = kernelBytes(binary, kernelBuild);
  const address = top;
  if (address + bytes.length > heapStart) throw new RangeError('loadKernels: no room for another binary of kernels');
  top += Math.ceil(bytes.length / 64) * 64;
  new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const exports = instance.exports as unknown as E & Record<string, ThreadKernel['call']>;
  const instanceInWorker = `((globalThis.mlKernels ??= {})[${address}] ??= new WebAssembly.Instance(
    new WebAssembly.Module(new Uint8Array(memory.buffer, ${address}, ${bytes.length}).slice()), { env: { memory } }))`;
  const threaded = new Map<string, ThreadKernel>();
  return {
    exports,
    threaded(name) {
      let kernel = threaded.get(name);
      if (kernel === undefined) {
        kernel = { name, call: exports[name], source: `/* ${name} */ (memory) => ${instanceInWorker}.exports.${name}` };
        threaded.set(name, kernel);
      }
      return kernel;
    },
  };
}
