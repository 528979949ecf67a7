import { defaultRng, ShapeError, type Tensor } from '@ml/tensor';
import type { InitOptions } from './fill.ts';
import { written } from './written.ts';

export interface SparseOptions extends InitOptions {
  /** Share of each column that is 0. */
  readonly sparsity: number;
  /** Standard deviation of the others; default 0.01. */
  readonly std?: number;
}

/**
 * Writes normal numbers N(0, std²), and zeros over a share of each column, rounded up, at random rows.
 *
 * @shape x [rows, columns] → [rows, columns]
 * @throws {ShapeError} when x is not a matrix
 * @throws {RangeError} when sparsity is not in 0 … 1
 * @reference Martens, Deep Learning via Hessian-Free Optimization, ICML 2010; torch.nn.init.sparse_
 * @example
 * const zerosOf = (x: Tensor) => x.toTypedArray().filter((value) => value === 0).length;
 * zerosOf(initSparse(parameter(zeros([10, 3])), { sparsity: 0.25, rng: new Rng(0) })) // => 9
 */
export function initSparse<T extends Tensor>(x: T, { sparsity, std = 0.01, rng = defaultRng() }: SparseOptions): T {
  if (x.rank !== 2) throw new ShapeError({ op: 'initSparse', problem: 'only a matrix has columns', shapes: [x.shape] });
  if (!(sparsity >= 0 && sparsity <= 1)) throw new RangeError(`initSparse: sparsity must be in 0 … 1, not ${sparsity}`);
  const [rows, columns] = x.shape;
  const empty = Math.ceil(sparsity * rows);
  return written(x, (values) => {
    rng.fillNormal(values, 0, std);
    for (let j = 0; j < columns; j++)
      for (const i of rng.permutation(rows).subarray(0, empty)) values[i * columns + j] = 0;
  });
}
