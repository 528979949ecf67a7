import type { AnyEstimator } from '../base/estimator.ts';
import { requireCount } from '../base/parameter-error.ts';
import type { RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import type { Candidate } from './parameter-grid.ts';
import { type ParameterDistributions, ParameterSampler } from './parameter-sampler.ts';
import { SearchCV, type SearchParams, searchDefaults } from './search-cv.ts';

export interface RandomizedSearchCVParams<E extends AnyEstimator = AnyEstimator> extends SearchParams<E> {
  /** For each parameter a list of values or a distribution: `uniform`, `logUniform`, `randint`. */
  readonly paramDistributions: ParameterDistributions | readonly ParameterDistributions[];
  /** How many combinations to draw. */
  readonly nIter: number;
  readonly randomState: RandomState;
}

/**
 * Tries combinations of parameters that are drawn at random in cross-validation and becomes the estimator with the best.
 *
 * Where all parameters have lists no combination is drawn twice.
 *
 * @throws {DataError} when all fits fail
 * @complexity nIter × splits fits, and one
 * @reference sklearn.model_selection.RandomizedSearchCV, without times
 * @example
 * const paramDistributions = { alpha: logUniform(1e-3, 1e3) };
 * const search = new RandomizedSearchCV({ estimator: new Ridge(), paramDistributions, nIter: 4, cv: 2, randomState: 0 });
 * search.fit([[0], [1], [2], [3]], [0, 2, 4, 6]).cvResults_.params.length // => 4
 */
export class RandomizedSearchCV<E extends AnyEstimator = AnyEstimator> extends SearchCV<
  E,
  RandomizedSearchCVParams<E>
> {
  static readonly estimatorName = 'RandomizedSearchCV';
  static readonly defaults: RandomizedSearchCVParams<never> = /* @__PURE__ */ withDefaults(searchDefaults, {
    paramDistributions: {},
    nIter: 10,
    randomState: null,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    orderInvariant: false,
    fitsOneSample: false,
  });

  protected candidates(): Iterable<Candidate> {
    const { paramDistributions, nIter, randomState } = this.params;
    requireCount('RandomizedSearchCV', 'nIter', nIter);
    return new ParameterSampler(paramDistributions, { nIter, randomState });
  }
}
