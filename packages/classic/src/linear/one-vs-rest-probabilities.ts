import type { Tensor } from '@ml/tensor';
import { matrix } from '../base/values.ts';

/** σ of each score, made to sum to 1; of one score, those of both classes. */
export function oneVsRestProbabilities(
  scores: Float64Array,
  shape: readonly [number, number],
): Tensor<[number, number]> {
  const [n, rows] = shape;
  const columns = rows === 1 ? 2 : rows;
  const out = new Float64Array(n * columns);
  for (let i = 0; i < n; i++) {
    if (rows === 1) {
      out[2 * i] = 1 / (1 + Math.exp(scores[i]));
      out[2 * i + 1] = 1 / (1 + Math.exp(-scores[i]));
      continue;
    }
    let sum = 0;
    for (let k = i * rows; k < (i + 1) * rows; k++) {
      out[k] = 1 / (1 + Math.exp(-scores[k]));
      sum += out[k];
    }
    for (let k = i * rows; k < (i + 1) * rows; k++) out[k] /= sum;
  }
  return matrix(out, n, columns);
}
