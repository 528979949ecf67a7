import { type CoreExports, coreBinary } from '../generated/core-kernels.ts';
import { type KernelBuild, kernelBytes } from './kernel-binary.ts';
import { memory } from './wasm-memory.ts';

export type { KernelBuild };

function load(): { build: KernelBuild; module: WebAssembly.Module; exports: CoreExports } {
  const relaxed = kernelBytes(coreBinary, 'relaxed');
  const build = WebAssembly.validate(relaxed) ? 'relaxed' : 'simd';
  const module = new WebAssembly.Module(build === 'relaxed' ? relaxed : kernelBytes(coreBinary, 'simd'));
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return { build, module, exports: instance.exports as unknown as CoreExports };
}

const loaded = load();

/** The WebAssembly kernels. Arguments are byte addresses in the heap, sizes and strides in elements. */
export const kernels: CoreExports = loaded.exports;
/** The compiled kernels, for worker threads to instantiate. */
export const kernelModule: WebAssembly.Module = loaded.module;
export const kernelBuild: KernelBuild = loaded.build;
