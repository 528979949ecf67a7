import { type KernelLibrary, loadKernels } from '@ml/tensor';
import { type ClassicExports, classicBinary } from '../generated/classic-kernels.ts';

/** The kernels of this package (kernels/*.ts), over the memory and threads of tensors. */
export const classicKernels: KernelLibrary<ClassicExports> = /* @__PURE__ */ loadKernels<ClassicExports>(classicBinary);
