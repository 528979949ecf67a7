import { type KernelExports, relaxedKernels, simdKernels } from '../generated/kernels.ts';
import { memory } from './wasm-memory.ts';

/** Which of the two kernel builds runs: fused multiply–add needs relaxed SIMD (Node ≥ 22, current browsers). */
export type KernelBuild = 'relaxed' | 'simd';

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

function load(): { build: KernelBuild; exports: KernelExports } {
  const relaxed = decode(relaxedKernels);
  const build = WebAssembly.validate(relaxed) ? 'relaxed' : 'simd';
  const module = new WebAssembly.Module(build === 'relaxed' ? relaxed : decode(simdKernels));
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return { build, exports: instance.exports as unknown as KernelExports };
}

const loaded = load();

/** The WebAssembly kernels. Arguments are byte addresses in the heap, sizes and strides in elements. */
export const kernels: KernelExports = loaded.exports;
export const kernelBuild: KernelBuild = loaded.build;
/** First free byte behind the kernels' constant tables. */
export const heapBase: number = kernels.heapBase();
