// The table of contents of the kernel binary: one line per kernel family.
export { axpy_f32, axpy_f64, scale_f32, scale_f64 } from './axpy';
export {
  add_f32, add_f64, add_i32, div_f32, div_f64, maximum_f32, maximum_f64, maximum_i32, minimum_f32, minimum_f64, minimum_i32,
  mul_f32, mul_f64, mul_i32, sub_f32, sub_f64, sub_i32,
} from './binary';
export { copy_32, copy_64, copy_8 } from './copy';
export { fill_32, fill_64, fill_8 } from './fill';
export { gemm_f32, gemm_f64, gemmScratch_f32, gemmScratch_f64 } from './gemm';
export { roof_f32 } from './gemm-roof';
export { heapBase } from './heap-base';
export { max_f32, max_f64, min_f32, min_f64, prod_f32, prod_f64, sum_f32, sum_f64 } from './reduce';
