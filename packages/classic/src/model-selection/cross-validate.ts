import { ShapeError, type Tensor, tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import type { FitProgress } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { AnyEstimator } from '../base/estimator.ts';
import type { Labels } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { ParameterError, requireCount, requireParameter } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import { vector } from '../base/values.ts';
import { namedScorers, type Scoring } from '../metrics/check-scoring.ts';
import { type CrossValidation, checkCv } from './check-cv.ts';
import { type FitJob, type FitResult, type FitSetting, fitAndScore, type Scores } from './fit-and-score.ts';
import { toPortable } from './portable-samples.ts';
import { type Samples, sampleCount } from './samples.ts';
import type { Split } from './splitter.ts';

/** What every cross-validation takes. */
export interface CrossValidationOptions {
  /** How to divide the samples; default: five folds. */
  readonly cv?: CrossValidation | undefined;
  /** Group of each sample, for splitters that keep groups together. */
  readonly groups?: Labels | null | undefined;
  /** Weight of each sample in `fit`. */
  readonly sampleWeight?: VectorLike | null | undefined;
  /** Most fits at the same time; null: as many as `setThreads` says. */
  readonly nJobs?: number | null | undefined;
  /** Told how many fits are done. */
  readonly onProgress?: ((progress: FitProgress) => void) | undefined;
}

export interface CrossValScoreOptions extends CrossValidationOptions {
  /** A scorer or its name; default: the estimator's own `score`. */
  readonly scoring?: Scoring | undefined;
  /** The score where a fit fails, or 'raise' to have the failure thrown; default NaN. */
  readonly errorScore?: number | 'raise' | undefined;
}

export interface CrossValidateOptions extends CrossValScoreOptions {
  /** Scores on the samples fitted on, too. */
  readonly returnTrainScore?: boolean | undefined;
  /** The fitted estimators, too. */
  readonly returnEstimator?: boolean | undefined;
}

export interface CrossValidated<E extends AnyEstimator = AnyEstimator> {
  /** One score for each split, by name of the scorer; 'score' where there is one. */
  readonly testScores: Readonly<Record<string, Tensor<[number]>>>;
  readonly trainScores: Readonly<Record<string, Tensor<[number]>>> | null;
  readonly estimators: readonly E[] | null;
}

/**
 * Fits clones of an estimator on parts of the samples and judges each on the rest.
 *
 * Fits run on worker threads where they can (see `setParallelBackend`): estimators of this package without functions among their
 * parameters, judged by scorers given by name. Everything else is fitted on the calling thread. The bits are the same.
 *
 * @param X, y the samples; y null for estimators that take none
 * @throws {DataError} when all fits fail
 * @reference sklearn.model_selection.cross_validate, without times
 * @example
 * const { testScores } = crossValidate(new LinearRegression(), [[0], [1], [2], [3]], [0, 1, 2, 3], { cv: 2, scoring: ['max_error'] });
 * testScores.max_error.shape // => [2]
 */
export function crossValidate<E extends AnyEstimator>(
  estimator: E,
  X: Samples,
  y: Samples | null = null,
  options: CrossValidateOptions = {},
): CrossValidated<E> {
  return crossValidateAs('crossValidate', estimator, { X, y }, options);
}

/** As `crossValidate`, for whoever asks under another name. */
export function crossValidateAs<E extends AnyEstimator>(
  op: string,
  estimator: E,
  data: { readonly X: Samples; readonly y: Samples | null },
  options: CrossValidateOptions,
): CrossValidated<E> {
  const { results } = tidy(() => {
    const prepared = prepare(op, estimator, data, options);
    const jobs = prepared.splits.map((split) => ({ estimator: estimator.clone(), split }));
    return { results: runFits(op, jobs, prepared.setting, options) };
  });
  const columns = (side: 'test' | 'train'): Record<string, Tensor<[number]>> =>
    Object.fromEntries(
      Object.keys(results[0].test).map((name) => [name, vector(results.map((each) => (each[side] as Scores)[name]))]),
    );
  return {
    testScores: columns('test'),
    trainScores: options.returnTrainScore ? columns('train') : null,
    estimators: options.returnEstimator ? results.map((each) => each.estimator as E) : null,
  };
}

export interface Prepared {
  readonly splits: readonly Split[];
  readonly setting: FitSetting;
}

/** Checks what cross-validation is given, and divides the samples; to be called and used within `tidy`. */
export function prepare(
  op: string,
  estimator: AnyEstimator,
  { X, y }: { readonly X: Samples; readonly y: Samples | null },
  options: CrossValidateOptions,
): Prepared {
  if (!isEstimator(estimator)) throw new ParameterError(`${op}: estimator must be an estimator`);
  const { cv = null, groups = null, sampleWeight = null, errorScore = Number.NaN } = options;
  if (options.nJobs !== null && options.nJobs !== undefined) requireCount(op, 'nJobs', options.nJobs);
  requireParameter(
    op,
    'errorScore',
    errorScore,
    errorScore === 'raise' || typeof errorScore === 'number',
    "'raise' or a number",
  );
  const n = sampleCount(op, X);
  if (y !== null) checkLength(op, n, sampleCount(op, y, 'y'), 'y');
  const weights = sampleWeight === null ? null : checkVector(op, sampleWeight, null, 'sampleWeight');
  if (weights !== null) checkLength(op, n, weights.length, 'sampleWeight');
  const splits = [...checkCv(cv, y, estimator.tags.kind === 'classifier').split(X, y, groups)];
  const setting = {
    X: toPortable(X),
    y: y === null ? null : toPortable(y),
    sampleWeight: weights,
    returnTrainScore: options.returnTrainScore ?? false,
    returnEstimator: options.returnEstimator ?? false,
    errorScore,
  };
  return { splits, setting };
}

/** @throws {ShapeError} when there is not one for each sample; names both numbers */
function checkLength(op: string, n: number, length: number, what: string): void {
  if (length === n) return;
  const problem = `X has ${n} samples, ${what} has ${length}`;
  throw new ShapeError({ op, problem, shapes: [[n], [length]], axis: 0 });
}

/** Does the fits. @throws {DataError} when all fail; tells why the first did */
export function runFits(
  op: string,
  jobs: readonly FitJob[],
  setting: FitSetting,
  { scoring = null, nJobs, onProgress }: CrossValScoreOptions,
): FitResult[] {
  const results = fitAndScore(jobs, namedScorers(op, scoring), setting, { limit: nJobs ?? undefined, onProgress });
  if (results.length > 0 && results.every(({ failure }) => failure !== null))
    throw new DataError(`${op}: all ${results.length} fits failed; the first: ${results[0].failure}`);
  return results;
}
