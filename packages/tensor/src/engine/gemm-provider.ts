import type { FloatDType } from '../dtype.ts';
import type { Product } from './gemm.ts';

/**
 * Computes matrix products in place of the WebAssembly kernels. It gets byte addresses in `engine.memory` and strides in
 * elements, and writes C before it returns.
 *
 * @returns whether it has done the product; false, with C untouched, leaves it to the kernels: strides it cannot express,
 *   sizes at which it is no faster
 */
export type GemmProvider = (dtype: FloatDType, product: Product) => boolean;

let current: GemmProvider | null = null;

/**
 * Hands matrix products to somebody else from now on, such as the system's BLAS (`@ml/blas`); `null` takes them back. Products
 * are offered whole: a provider may have threads of its own, or cut them over ours with `engine.forRanges`. Its results agree
 * with the kernels' to rounding, not to the bit.
 *
 * @example
 * const seen: number[] = [];
 * setGemmProvider((dtype, { m, n, k }) => {
 *   seen.push(m, n, k);
 *   return false; // the kernels do it
 * });
 * matmul(ones([2, 3]), ones([3, 4])).shape // => [2, 4]
 * setGemmProvider(null);
 * seen // => [2, 4, 3]
 */
export function setGemmProvider(provider: GemmProvider | null): void {
  current = provider;
}

/** Whether a provider has done this product. */
export function doneByProvider(dtype: FloatDType, product: Product): boolean {
  return current?.(dtype, product) ?? false;
}
