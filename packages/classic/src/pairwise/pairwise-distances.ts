import { isTensor, ShapeError, type Tensor, tidy } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { values } from '../base/values.ts';
import { cosineDistances } from './cosine-distances.ts';
import { largestTerm } from './distance-terms.ts';
import { euclideanDistances } from './euclidean-distances.ts';
import { manhattanDistances } from './manhattan-distances.ts';
import { betweenColumns, betweenRows, matrixPair } from './matrix-pair.ts';
import { nanEuclideanDistances } from './nan-euclidean-distances.ts';
import { rowBraycurtis, rowCanberra, rowHamming, rowJaccard, rowMinkowski } from './row-distances.ts';

/** Distances by name, as scikit-learn calls them. */
export const distanceNames = [
  'braycurtis',
  'canberra',
  'chebyshev',
  'cityblock',
  'cosine',
  'euclidean',
  'hamming',
  'jaccard',
  'l1',
  'l2',
  'manhattan',
  'minkowski',
  'nan_euclidean',
  'precomputed',
  'sqeuclidean',
] as const;

export type DistanceName = (typeof distanceNames)[number];

/** A distance of your own between two samples; must be symmetric. */
export type DistanceFunction = (x: Float64Array, y: Float64Array) => number;

export interface PairwiseDistancesOptions {
  /** Default 'euclidean'; 'precomputed': X already holds distances. */
  readonly metric?: DistanceName | DistanceFunction | undefined;
  /** The power of 'minkowski', ≥ 1; default 2. */
  readonly p?: number | undefined;
}

const rows = {
  braycurtis: rowBraycurtis,
  canberra: rowCanberra,
  hamming: rowHamming,
  jaccard: rowJaccard,
} as const;

/**
 * Distances between every row of X and every row of Y.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself
 * @throws {ParameterError} when there is no such metric
 * @complexity O(N·M·F)
 * @reference agrees with sklearn.metrics.pairwise_distances
 * @example
 * pairwiseDistances([[0, 0]], [[3, 4], [1, 0]], { metric: 'chebyshev' }).toArray() // => [[4, 1]]
 */
export function pairwiseDistances(
  X: MatrixLike,
  Y: MatrixLike | null = null,
  { metric = 'euclidean', p = 2 }: PairwiseDistancesOptions = {},
): Tensor<[number, number]> {
  const name = 'pairwiseDistances';
  if (typeof metric === 'function') return byFunction(X, Y, metric);
  requireOneOf(name, 'metric', metric, distanceNames);
  requireParameter(name, 'p', p, typeof p === 'number' && p >= 1, '≥ 1');
  switch (metric) {
    case 'euclidean':
    case 'l2':
      return euclideanDistances(X, Y);
    case 'cityblock':
    case 'l1':
    case 'manhattan':
      return manhattanDistances(X, Y);
    case 'chebyshev':
      return tidy(() => betweenColumns(matrixPair(name, X, Y), largestTerm));
    case 'sqeuclidean':
      return euclideanDistances(X, Y, { squared: true });
    case 'nan_euclidean':
      return nanEuclideanDistances(X, Y);
    case 'cosine':
      return cosineDistances(X, Y);
    case 'precomputed':
      return precomputed(name, X);
    case 'minkowski':
      return minkowski(X, Y, p);
    default:
      return tidy(() => betweenRows(matrixPair(name, X, Y), rows[metric]));
  }
}

function minkowski(X: MatrixLike, Y: MatrixLike | null, p: number): Tensor<[number, number]> {
  if (p === 1) return manhattanDistances(X, Y);
  if (p === 2) return euclideanDistances(X, Y);
  if (p === Infinity) return pairwiseDistances(X, Y, { metric: 'chebyshev' });
  return tidy(() => betweenRows(matrixPair('pairwiseDistances', X, Y), rowMinkowski(p)));
}

function byFunction(X: MatrixLike, Y: MatrixLike | null, distance: DistanceFunction): Tensor<[number, number]> {
  return tidy(() =>
    betweenRows(matrixPair('pairwiseDistances', X, Y), (A, a, B, b, f) =>
      distance(A.slice(a, a + f), B.slice(b, b + f)),
    ),
  );
}

/**
 * A matrix that already holds distances between samples.
 *
 * @throws {ShapeError} when it is not square
 * @throws {DataError} when a distance is negative
 */
export function precomputed(op: string, X: MatrixLike): Tensor<[number, number]> {
  const distances = checkMatrix(op, X).X;
  const [n, m] = distances.shape;
  if (n !== m)
    throw new ShapeError({ op, problem: 'precomputed distances must be a square matrix', shapes: [distances.shape] });
  const at = values(distances).findIndex((distance) => distance < 0);
  if (at >= 0)
    throw new DataError(`${op}: the distance ${values(distances)[at]} at row ${Math.floor(at / n)} is negative`);
  return isTensor(X) && distances === X ? distances.copy() : distances;
}
