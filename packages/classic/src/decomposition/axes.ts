import { matmul, type Tensor } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { gramSVD } from '../linalg/gram-svd.ts';
import { svd } from '../linalg/svd.ts';
import { svdFlip } from '../linalg/svd-flip.ts';
import { transposed } from '../linalg/transposed.ts';

/** Right singular vectors of samples, those of large singular values first, with the samples' projections on them. */
export interface Axes {
  /** Singular values. [K] */
  readonly s: Float64Array;
  /** Orthonormal rows. [K, F] */
  readonly Vt: Float64Array;
  /** X·V. [N, K] */
  readonly scores: Tensor<[number, number]>;
}

/** All K = min(N, F) axes, each pointing where the sample that lies farthest out on it lies. @shape X [N, F] */
export function exactAxes(X: Tensor<[number, number]>): Axes {
  const [n, f] = X.shape;
  if (n < f) {
    const { U, s, Vt } = svd(values(X), n, f);
    svdFlip(U, Vt, n);
    return { s, Vt, scores: matmul(X, matrix(Vt, n, f).transpose() as never) as Tensor<[number, number]> };
  }
  const { s, V, scores } = gramSVD(X);
  const Vt = transposed(V, f, f);
  svdFlip(values(scores), Vt, f);
  return { s, Vt, scores };
}
