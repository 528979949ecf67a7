import { isTensor, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { AnyEstimator } from '../base/estimator.ts';
import type { Label } from '../base/labels.ts';
import { ParameterError, requireCount } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { vector } from '../base/values.ts';
import { isMultimetric } from '../metrics/check-scoring.ts';
import { type CrossValScoreOptions, prepare, runFits } from './cross-validate.ts';
import { toPortable } from './portable-samples.ts';
import { type Samples, takeSamples } from './samples.ts';

export interface PermutationTestOptions extends CrossValScoreOptions {
  /** How many times y is shuffled; default 100. */
  readonly nPermutations?: number | undefined;
  readonly randomState?: RandomState | undefined;
}

export interface PermutationTest {
  /** Mean score over the splits. */
  readonly score: number;
  /** The same for each shuffled y. */
  readonly permutationScores: Tensor<[number]>;
  /** (1 + shuffled scores that are as good) / (1 + number of them). */
  readonly pvalue: number;
}

/**
 * How likely a score as good would be if y had nothing to do with X: the cross-validated score against those of shuffled y.
 *
 * @reference Ojala & Garriga (2010); sklearn.model_selection.permutation_test_score without groups
 */
export function permutationTestScore(
  estimator: AnyEstimator,
  X: Samples,
  y: Samples,
  options: PermutationTestOptions = {},
): PermutationTest {
  const op = 'permutationTestScore';
  const { nPermutations = 100, randomState = null, scoring = null } = options;
  requireCount(op, 'nPermutations', nPermutations);
  if (isMultimetric(scoring)) throw new ParameterError(`${op}: one scorer is needed`);
  const rng = generatorOf(op, randomState);
  const scores = tidy(() => {
    const { splits, setting } = prepare(op, estimator, { X, y }, options);
    const labels = (isTensor(y) ? toTypedArray(y) : y) as ArrayLike<Label>;
    const n = labels.length;
    const judge = (shuffled: Samples): number => {
      const jobs = splits.map((split) => ({ estimator: estimator.clone(), split }));
      const results = runFits(op, jobs, { ...setting, y: toPortable(shuffled) }, { ...options, onProgress: undefined });
      return results.reduce((sum, { test }) => sum + test.score, 0) / results.length;
    };
    const own = judge(labels);
    const others = Float64Array.from({ length: nPermutations }, (_, i) => {
      options.onProgress?.({ done: i, total: nPermutations });
      return judge(takeSamples(labels, rng.permutation(n)) as Samples);
    });
    return { own, others };
  });
  if (Number.isNaN(scores.own)) throw new DataError(`${op}: the score of y itself is NaN`);
  const asGood = scores.others.reduce((count, score) => count + Number(score >= scores.own), 0);
  return {
    score: scores.own,
    permutationScores: vector(scores.others),
    pvalue: (asGood + 1) / (nPermutations + 1),
  };
}
