// The linear functions of linear discriminant analysis, by three ways.
import { DataError } from '../base/data-error.ts';
import { cholesky } from '../linalg/cholesky.ts';
import { eigh } from '../linalg/eigh.ts';
import { multiply } from '../linalg/multiply.ts';
import { svd } from '../linalg/svd.ts';
import { transposed } from '../linalg/transposed.ts';
import { solveLower, solveLowerTransposed } from '../linalg/triangular.ts';
import { centredInClasses, centredRowsOf } from './centred-rows.ts';
import { rightSingular, turnColumns } from './right-singular.ts';
import { type Shrinkage, shrunkCovariance } from './shrunk-covariance.ts';

/** Samples and what is known of their classes. */
export interface DiscriminantSamples {
  readonly op: string;
  /** [N, F] */
  readonly data: Float64Array;
  readonly features: number;
  /** [N] */
  readonly codes: Int32Array;
  /** [K, F] */
  readonly means: Float64Array;
  /** [K] */
  readonly priors: Float64Array;
}

export interface DiscriminantOptions {
  readonly solver: 'svd' | 'lsqr' | 'eigen';
  readonly shrinkage: Shrinkage;
  readonly storeCovariance: boolean;
  readonly tol: number;
}

export interface Discriminants {
  /** One function for each class. [K, F] */
  readonly coef: Float64Array;
  /** [K] */
  readonly intercept: Float64Array;
  /** [F, directions] */
  readonly scalings: Float64Array | null;
  /** [F] */
  readonly origin: Float64Array;
  /** Shares of the variance between classes, descending. */
  readonly ratio: Float64Array | null;
  /** [F, F] */
  readonly covariance: Float64Array | null;
}

export function discriminantsOf(samples: DiscriminantSamples, options: DiscriminantOptions): Discriminants {
  if (options.solver === 'svd') return bySamples(samples, options);
  const covariance = withinCovariance(samples, options.shrinkage);
  return options.solver === 'lsqr' ? byLeastSquares(samples, covariance) : byEigenvectors(samples, covariance, options);
}

/** Covariances of the classes, summed by their priors. @shape → [F, F] */
function withinCovariance(
  { data, features, codes, means, priors }: DiscriminantSamples,
  shrinkage: Shrinkage,
): Float64Array {
  const sum = new Float64Array(features * features);
  for (let k = 0; k < priors.length; k++) {
    const own = shrunkCovariance(centredRowsOf(data, codes, k, means), features, shrinkage);
    for (let i = 0; i < sum.length; i++) sum[i] += priors[k] * own[i];
  }
  return sum;
}

/**
 * Two decompositions: that of the samples, centred in their class, gives coordinates in which the covariance within classes is the
 * identity; that of the class means in these coordinates gives the directions in which they differ.
 */
function bySamples(samples: DiscriminantSamples, { tol, storeCovariance }: DiscriminantOptions): Discriminants {
  const { data, features, codes, means, priors } = samples;
  const n = codes.length;
  const classes = priors.length;
  const centred = centredInClasses(data, codes, means);
  const spread = columnDeviations(centred, features);
  divideColumns(
    centred,
    spread.map((value) => value * Math.sqrt(n - classes)),
  );
  const within = rightSingular(centred, n, features);
  const rank = countAbove(within.s, tol);
  if (rank === 0) throw new DataError(`${samples.op}: no feature varies within a class`);
  const white = leftColumns(within.V, within.s.length, rank);
  for (let i = 0; i < white.length; i++) white[i] /= spread[Math.floor(i / rank)] * within.s[i % rank];

  const origin = multiply(priors, means, { size: [1, classes, features] });
  const offsets = means.map((value, i) => value - origin[i % features]);
  const whiteOffsets = multiply(offsets, white, { size: [classes, features, rank] });
  const weighted = whiteOffsets.map(
    (value, i) => value * Math.sqrt((n * priors[Math.floor(i / rank)]) / (classes - 1)),
  );
  const between = svd(weighted, classes, rank);
  const directions = countAbove(between.s, tol * between.s[0]);
  const V = transposed(between.Vt, between.s.length, rank);
  const scalings = multiply(white, leftColumns(V, between.s.length, directions), {
    size: [features, rank, directions],
  });
  turnColumns(scalings, directions);

  const projected = multiply(offsets, scalings, { size: [classes, features, directions] });
  const coef = multiply(projected, scalings, { size: [classes, directions, features], transposeB: true });
  const shift = multiply(coef, origin, { size: [classes, features, 1] });
  const intercept = priors.map((prior, k) => {
    let square = 0;
    for (let i = k * directions; i < (k + 1) * directions; i++) square += projected[i] * projected[i];
    return -0.5 * square + Math.log(prior) - shift[k];
  });
  const variance = between.s.map((value) => value * value);
  const covariance = storeCovariance ? withinCovariance(samples, null) : null;
  return { coef, intercept, scalings, origin, ratio: shares(variance), covariance };
}

/** Σ⁻¹μₖ, the shortest solution where Σ is singular. */
function byLeastSquares({ means, priors, features }: DiscriminantSamples, covariance: Float64Array): Discriminants {
  const classes = priors.length;
  const { values, vectors } = eigh(covariance, features);
  const least = features * Number.EPSILON * values[features - 1];
  const coordinates = multiply(means, vectors, { size: [classes, features, features] });
  for (let i = 0; i < coordinates.length; i++) {
    const value = values[i % features];
    coordinates[i] = value > least ? coordinates[i] / value : 0;
  }
  const coef = multiply(coordinates, vectors, { size: [classes, features, features], transposeB: true });
  const intercept = interceptsOf(coef, means, priors);
  return { coef, intercept, scalings: null, origin: new Float64Array(features), ratio: null, covariance };
}

/**
 * The directions v with (Σ_total − Σ_within)·v = λ·Σ_within·v, by way of the Cholesky factor of Σ_within.
 *
 * @throws {DataError} when that is singular
 */
function byEigenvectors(
  { op, data, features, means, priors, codes }: DiscriminantSamples,
  within: Float64Array,
  { shrinkage }: DiscriminantOptions,
): Discriminants {
  const classes = priors.length;
  const all = new Int32Array(codes.length);
  const total = shrunkCovariance(centredRowsOf(data, all, 0, columnMeans(data, features)), features, shrinkage);
  const L = cholesky(within, features);
  if (L === null)
    throw new DataError(`${op}: the covariance within classes is singular; use solver 'svd', or shrinkage`);
  const between = total.map((value, i) => value - within[i]);
  solveLower(L, features, between, features); // L⁻¹·B
  const whitened = transposed(between, features, features);
  solveLower(L, features, whitened, features); // L⁻¹·B·L⁻ᵀ
  const symmetric = whitened.map(
    (value, i) => (value + whitened[(i % features) * features + Math.floor(i / features)]) / 2,
  );
  const { values, vectors } = eigh(symmetric, features);
  for (let i = 0; i < features; i++) vectors.subarray(i * features, (i + 1) * features).reverse();
  solveLowerTransposed(L, features, vectors, features);
  turnColumns(vectors, features);
  const projected = multiply(means, vectors, { size: [classes, features, features] });
  const coef = multiply(projected, vectors, { size: [classes, features, features], transposeB: true });
  return {
    coef,
    intercept: interceptsOf(coef, means, priors),
    scalings: vectors,
    origin: new Float64Array(features),
    ratio: shares(values.slice().reverse()),
    covariance: within,
  };
}

/** −½ μₖᵀΣ⁻¹μₖ + log πₖ */
function interceptsOf(coef: Float64Array, means: Float64Array, priors: Float64Array): Float64Array {
  const features = means.length / priors.length;
  return priors.map((prior, k) => {
    let product = 0;
    for (let i = k * features; i < (k + 1) * features; i++) product += coef[i] * means[i];
    return -0.5 * product + Math.log(prior);
  });
}

function columnMeans(data: Float64Array, columns: number): Float64Array {
  const means = new Float64Array(columns);
  for (let at = 0; at < data.length; ) for (let j = 0; j < columns; j++, at++) means[j] += data[at];
  return means.map((sum) => (sum * columns) / data.length);
}

/** Standard deviations, 1 where a column does not vary. */
function columnDeviations(data: Float64Array, columns: number): Float64Array {
  const means = columnMeans(data, columns);
  const squares = new Float64Array(columns);
  for (let at = 0; at < data.length; ) for (let j = 0; j < columns; j++, at++) squares[j] += (data[at] - means[j]) ** 2;
  return squares.map((sum) => Math.sqrt((sum * columns) / data.length) || 1);
}

function divideColumns(data: Float64Array, divisors: Float64Array): void {
  for (let at = 0; at < data.length; ) for (let j = 0; j < divisors.length; j++, at++) data[at] /= divisors[j];
}

function countAbove(descending: Float64Array, limit: number): number {
  const end = descending.findIndex((value) => !(value > limit));
  return end < 0 ? descending.length : end;
}

/** The first columns of a matrix. */
function leftColumns(a: Float64Array, columns: number, count: number): Float64Array {
  const rows = a.length / columns;
  const left = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) left.set(a.subarray(i * columns, i * columns + count), i * count);
  return left;
}

function shares(parts: Float64Array): Float64Array {
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}
