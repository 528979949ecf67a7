import type { KernelExports } from '../generated/kernels.ts';
import { type KernelBuild, kernelBinary } from './kernel-binary.ts';
import { memory } from './wasm-memory.ts';

export type { KernelBuild };

function load(): { build: KernelBuild; module: WebAssembly.Module; exports: KernelExports } {
  const relaxed = kernelBinary('relaxed');
  const build = WebAssembly.validate(relaxed) ? 'relaxed' : 'simd';
  const module = new WebAssembly.Module(build === 'relaxed' ? relaxed : kernelBinary('simd'));
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return { build, module, exports: instance.exports as unknown as KernelExports };
}

const loaded = load();

/** The WebAssembly kernels. Arguments are byte addresses in the heap, sizes and strides in elements. */
export const kernels: KernelExports = loaded.exports;
/** The compiled kernels, for worker threads to instantiate. */
export const kernelModule: WebAssembly.Module = loaded.module;
export const kernelBuild: KernelBuild = loaded.build;
/** First free byte behind the kernels' constant tables. */
export const heapBase: number = kernels.heapBase();
