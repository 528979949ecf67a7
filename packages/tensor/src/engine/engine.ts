import { type KernelBuild, kernelBuild, kernels } from './kernels.ts';

/** Multiplies and adds in one iteration of the roof kernel. */
const operationsPerIteration = 96;

/** The engine under the operations: which kernels run here, and how fast this machine can multiply and add. */
export const engine = {
  /** 'relaxed' has fused multiply–add (Node ≥ 22, current browsers), 'simd' runs everywhere else. */
  get kernelBuild(): KernelBuild {
    return kernelBuild;
  },
  /**
   * Peak rate of float32 multiply–adds on one core with 128-bit vectors, from a kernel that touches registers only: the roof
   * that matrix products are measured against.
   *
   * @units floating-point operations per second
   */
  multiplyAddRoof(iterations = 200_000): number {
    const start = performance.now();
    kernels.roof_f32(iterations);
    return (iterations * operationsPerIteration * 1000) / (performance.now() - start);
  },
};
