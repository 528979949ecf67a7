import { kernels } from './kernels.ts';

/** The packed matrix product of each float type, and the scratch it asks for. */
export const gemm = {
  float32: { product: kernels.gemm_f32, scratchBytes: kernels.gemmScratch_f32 },
  float64: { product: kernels.gemm_f64, scratchBytes: kernels.gemmScratch_f64 },
};
