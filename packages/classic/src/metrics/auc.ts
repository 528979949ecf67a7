import { checkVector } from '../base/check-vector.ts';
import { DataError } from '../base/data-error.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { checkCount } from './metric-weights.ts';

/**
 * Area under the line through the points (x, y), by trapezoids.
 *
 * @throws {DataError} when there are fewer than two points, or x goes both up and down
 * @reference agrees with sklearn.metrics.auc
 * @example
 * auc([0, 0.5, 1], [0, 1, 1]) // => 0.75
 */
export function auc(x: VectorLike, y: VectorLike): number {
  const across = checkVector('auc', x, null, 'x');
  const up = checkVector('auc', y, null, 'y');
  checkCount('auc', across.length, up.length, 'y', 'x');
  if (across.length < 2) throw new DataError(`auc: at least two points are needed, there is ${across.length}`);
  let isRising = true;
  let isFalling = true;
  for (let i = 1; i < across.length; i++) {
    if (across[i] < across[i - 1]) isRising = false;
    if (across[i] > across[i - 1]) isFalling = false;
  }
  if (!isRising && !isFalling) throw new DataError('auc: x neither rises nor falls throughout');
  return (isRising ? 1 : -1) * trapezoids(across, up);
}

/** Σ(x₊ − x)(y₊ + y)/2 */
export function trapezoids(x: Float64Array, y: Float64Array): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}
