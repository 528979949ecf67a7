import { matmul, type Rng, type Tensor, tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { orthonormal } from '../linalg/orthonormal.ts';
import { type SVD, svd } from '../linalg/svd.ts';
import { svdFlip } from '../linalg/svd-flip.ts';

export interface RandomizedOptions {
  /** Singular values wanted. */
  readonly count: number;
  /** Random directions beyond that. */
  readonly oversamples: number;
  /** Passes that turn the directions towards the large singular vectors; null takes as many as scientific practice has shown to do. */
  readonly iterations: number | null;
  readonly rng: Rng;
}

/**
 * The largest singular values and their vectors, approximately, from the image of random directions under A·(AᵀA)^iterations.
 *
 * @shape X [N, F] → U [N, K], s [K], Vt [K, F]; signs as of `svdFlip` by U
 * @complexity O(iterations · N · F · (K + oversamples))
 * @reference Halko, Martinsson & Tropp 2009, algorithm 4.4; agrees with sklearn.utils.extmath.randomized_svd but for the draws
 */
export function randomizedSVD(X: Tensor<[number, number]>, options: RandomizedOptions): SVD {
  const [n, f] = X.shape;
  const { count, oversamples, rng } = options;
  const iterations = options.iterations ?? (count < 0.1 * Math.min(n, f) ? 7 : 4);
  return tidy(() => {
    const wide = n < f;
    const A = (wide ? X.transpose() : X) as Tensor<[number, number]>;
    const [rows, columns] = A.shape;
    const size = Math.min(count + oversamples, columns);
    let directions: Tensor = matrix(rng.fillNormal(new Float64Array(columns * size)), columns, size);
    for (let i = 0; i < iterations; i++) {
      const image = orthonormal(matmul(A, directions as never) as Tensor);
      directions = orthonormal(matmul(A.transpose(), image as never) as Tensor);
    }
    const basis = orthonormal(matmul(A, directions as never) as Tensor);
    // A ≈ basis·(basisᵀ·A): the small factor's decomposition, turned back.
    const small = values(matmul(A.transpose(), basis as never) as Tensor); // [columns, size]
    const { U: right, s, Vt: turn } = svd(small, columns, size);
    const left = values(matmul(basis, matrix(turn, size, size).transpose() as never) as Tensor);
    const found = wide
      ? { U: firstColumns(right, columns, size, count), Vt: firstRows(left, rows, size, count) }
      : { U: firstColumns(left, rows, size, count), Vt: firstRows(right, columns, size, count) };
    svdFlip(found.U, found.Vt, count);
    return { ...found, s: s.slice(0, count) };
  });
}

function firstColumns(a: Float64Array, rows: number, columns: number, count: number): Float64Array {
  const out = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) out.set(a.subarray(i * columns, i * columns + count), i * count);
  return out;
}

/** The first columns of [length, columns] as rows. */
function firstRows(a: Float64Array, length: number, columns: number, count: number): Float64Array {
  const out = new Float64Array(count * length);
  for (let j = 0; j < count; j++) for (let i = 0; i < length; i++) out[j * length + i] = a[i * columns + j];
  return out;
}
