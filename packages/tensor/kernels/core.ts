// The table of contents of the binary that every program needs: one line per kernel family.
export { argmax_f32, argmax_f64, argmin_f32, argmin_f64 } from './argreduce';
export { attention_f32, attentionScratch_f32 } from './attention';
export { attentionBackward_f32 } from './attention-backward';
export {
  add_f32, add_f64, add_i32, div_f32, div_f64, maximum_f32, maximum_f64, maximum_i32, minimum_f32, minimum_f64,
  minimum_i32, mul_f32, mul_f64, mul_i32, sub_f32, sub_f64, sub_i32,
} from './binary';
export {
  equal_f32, equal_f64, equal_i32, lessEqual_f32, lessEqual_f64, lessEqual_i32, less_f32, less_f64, less_i32,
} from './binary-compare';
export {
  cast_f32_bool, cast_f32_f64, cast_f32_i32, cast_f64_bool, cast_f64_f32, cast_f64_i32, cast_i32_bool, cast_i32_f32,
  cast_i32_f64, cast_u8_bool, cast_u8_f32, cast_u8_f64, cast_u8_i32,
} from './cast';
export { copy_32, copy_64, copy_8 } from './copy';
export { crossEntropy_f32, crossEntropyBackward_f32 } from './cross-entropy';
export { dropout_f32 } from './dropout';
export { embedding_f32, embeddingBackward_f32 } from './embedding';
export { fill_32, fill_64, fill_8 } from './fill';
export { geluErf_f32, geluTanh_f32 } from './gelu';
export { gemm_f32, gemm_f64, gemmScratch_f32, gemmScratch_f64 } from './gemm';
export { roof_f32 } from './gemm-roof';
export { heapBase } from './heap-base';
export { layerNorm_f32, layerNormBackward_f32, layerNormTotals_f32 } from './layer-norm';
export { adam_f32, rmsprop_f32, sgd_f32 } from './optimizer-steps';
export { pow_f32 } from './pow';
export { max_f32, max_f64, min_f32, min_f64, prod_f32, prod_f64, reduceScratch, sum_f32, sum_f64 } from './reduce';
export { logsumexp_f32 } from './reduce-logsumexp';
export { sumSquares_f32 } from './reduce-squares';
export { scale_f32, scale_f64 } from './scale';
export { cumsum_f32, cumsum_f64 } from './scan';
export { logSoftmax_f32, logSoftmaxBackward_f32, softmax_f32, softmaxBackward_f32 } from './softmax';
export {
  abs_f32, abs_f64, ceil_f32, ceil_f64, floor_f32, floor_f64, neg_f32, neg_f64, reciprocal_f32, reciprocal_f64,
  relu_f32, relu_f64, round_f32, round_f64, rsqrt_f32, rsqrt_f64, sign_f32, sign_f64, sqrt_f32, sqrt_f64, square_f32,
  square_f64,
} from './unary';
export { exp_f64, log2_f64, log_f64 } from './unary-double';
export {
  cos_f32, erf_f32, exp_f32, expm1_f32, log1p_f32, log2_f32, log_f32, sigmoid_f32, silu_f32, sin_f32, softplus_f32,
  tan_f32, tanh_f32,
} from './unary-transcendental';
export { where_32, where_64, where_8 } from './where';
