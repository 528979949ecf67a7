import { type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { AnyEstimator } from '../base/estimator.ts';
import { ParameterError, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { integers, matrix } from '../base/values.ts';
import { isMultimetric } from '../metrics/check-scoring.ts';
import { type CrossValScoreOptions, prepare, runFits } from './cross-validate.ts';
import type { FitResult } from './fit-and-score.ts';
import type { Samples } from './samples.ts';

export interface LearningCurveOptions extends CrossValScoreOptions {
  /** Shares of the samples to fit on (up to 1) or their numbers; default 0.1, 0.325, 0.55, 0.775, 1. */
  readonly trainSizes?: readonly number[] | undefined;
  /** Shuffle the samples to fit on before the first of them are taken; default false. */
  readonly shuffle?: boolean | undefined;
  readonly randomState?: RandomState | undefined;
}

export interface LearningCurve {
  /** Numbers of samples fitted on, each once. */
  readonly trainSizes: Tensor<[number]>;
  /** [sizes, splits] */
  readonly trainScores: Tensor<[number, number]>;
  /** [sizes, splits] */
  readonly testScores: Tensor<[number, number]>;
}

/**
 * Scores of an estimator that is fitted on more and more samples.
 *
 * @throws {DataError} when a size is none or more than there are
 * @reference agrees with sklearn.model_selection.learning_curve
 */
export function learningCurve(
  estimator: AnyEstimator,
  X: Samples,
  y: Samples | null = null,
  options: LearningCurveOptions = {},
): LearningCurve {
  const op = 'learningCurve';
  const { trainSizes = [0.1, 0.325, 0.55, 0.775, 1], shuffle = false, randomState = null, scoring = null } = options;
  if (isMultimetric(scoring)) throw new ParameterError(`${op}: one scorer is needed`);
  const { sizes, results, nSplits } = tidy(() => {
    const { splits, setting } = prepare(op, estimator, { X, y }, { ...options, returnTrainScore: true });
    const sizes = wholeSizes(op, trainSizes, Math.min(...splits.map(({ train }) => train.length)));
    const rng = shuffle ? generatorOf(op, randomState) : null;
    const ordered = splits.map(({ train, test }) => ({
      train: rng === null ? train : rng.shuffle(train.slice()),
      test,
    }));
    const jobs = sizes.flatMap((size) =>
      ordered.map(({ train, test }) => ({
        estimator: estimator.clone(),
        split: { train: train.slice(0, size), test },
      })),
    );
    return { sizes, results: runFits(op, jobs, setting, options), nSplits: splits.length };
  });
  return {
    trainSizes: integers(sizes),
    trainScores: scoreTable(results, 'train', nSplits),
    testScores: scoreTable(results, 'test', nSplits),
  };
}

/** [candidates, splits] */
export function scoreTable(
  results: readonly FitResult[],
  side: 'test' | 'train',
  nSplits: number,
): Tensor<[number, number]> {
  const scores = results.map((each) => each[side]?.score ?? Number.NaN);
  return matrix(scores, results.length / nSplits, nSplits);
}

function wholeSizes(op: string, trainSizes: readonly number[], most: number): number[] {
  requireParameter(
    op,
    'trainSizes',
    trainSizes,
    trainSizes.length > 0 && trainSizes.every((size) => size > 0),
    'numbers > 0',
  );
  const areShares = Math.max(...trainSizes) <= 1;
  const sizes = trainSizes.map((size) => (areShares ? Math.max(1, Math.floor(size * most)) : size));
  const odd = sizes.find((size) => !(Number.isInteger(size) && size <= most));
  if (odd !== undefined) throw new DataError(`${op}: a training size of ${odd}, splits have ${most} samples to fit on`);
  return [...new Set(sizes)].sort((a, b) => a - b);
}
