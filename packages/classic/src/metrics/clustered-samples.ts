import type { Tensor } from '@ml/tensor';
import { checkMatrix, checkSameLength } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';
import { countCodes } from '../model-selection/splitter.ts';

/** Samples with the group of each. */
export interface ClusteredSamples {
  readonly X: Tensor<[number, number]>;
  /** Group of each sample, 0 … K − 1. */
  readonly codes: Int32Array;
  /** Samples of each group. */
  readonly sizes: Int32Array;
}

/** @throws {DataError} when there are not 2 … N − 1 groups */
export function clusteredSamples(op: string, X: MatrixLike, labels: Labels): ClusteredSamples {
  const samples = checkMatrix(op, X).X;
  const { classes, codes } = encodeLabels<Label>(op, labels);
  checkSameLength(op, samples, codes.length, 'labels');
  const n = samples.shape[0];
  if (classes.length < 2 || classes.length > n - 1)
    throw new DataError(`${op}: there are ${classes.length} groups of ${n} samples; 2 … ${n - 1} are needed`);
  return { X: samples, codes, sizes: countCodes(codes, classes.length) };
}

/** Mean of each group. @shape → [K, F] */
export function groupMeans({ X, codes, sizes }: ClusteredSamples): Float64Array {
  const f = X.shape[1];
  const data = values(X);
  const means = new Float64Array(sizes.length * f);
  for (let i = 0, at = 0; i < codes.length; i++) for (let j = 0; j < f; j++, at++) means[codes[i] * f + j] += data[at];
  return means.map((sum, at) => sum / sizes[Math.floor(at / f)]);
}
