import { defaultRng, ShapeError, type Tensor } from '@ml/tensor';
import { written } from './written.ts';
import type { XavierOptions } from './xavier.ts';

/**
 * Writes a matrix with orthonormal rows, or columns where there are fewer of them, times gain; axes behind the first count as
 * one. It is drawn evenly from all such matrices: the Q of a random normal matrix, with the signs of R's diagonal.
 *
 * @shape x [rows, ...] → [rows, ...]
 * @throws {ShapeError} when x has fewer than two axes
 * @reference Saxe et al., arXiv:1312.6120; torch.nn.init.orthogonal_
 */
export function initOrthogonal<T extends Tensor>(x: T, { gain = 1, rng = defaultRng() }: XavierOptions = {}): T {
  if (x.rank < 2) {
    throw new ShapeError({ op: 'initOrthogonal', problem: 'a matrix needs at least two axes', shapes: [x.shape] });
  }
  const rows = x.shape[0];
  const columns = rows === 0 ? 0 : x.size / rows;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const basis = orthonormal(count, length, (values) => rng.fillNormal(values));
  return written(x, (values) => {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) values[i * columns + j] = gain * (rows < columns ? basis[i][j] : basis[j][i]);
    }
  });
}

/**
 * `count` orthonormal vectors from normal ones, by Gram and Schmidt. Each is made orthogonal twice, which is enough for full
 * accuracy; R's diagonal is positive, so no signs need to be mended.
 */
function orthonormal(count: number, length: number, draw: (values: Float64Array) => void): Float64Array[] {
  const basis: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const v = new Float64Array(length);
    draw(v);
    for (const u of [...basis, ...basis]) {
      const along = dot(u, v);
      for (let k = 0; k < length; k++) v[k] -= along * u[k];
    }
    const norm = Math.sqrt(dot(v, v));
    for (let k = 0; k < length; k++) v[k] /= norm;
    basis.push(v);
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}
