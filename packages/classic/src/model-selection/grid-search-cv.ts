import type { AnyEstimator } from '../base/estimator.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { type Candidate, ParameterGrid, type ParameterLists } from './parameter-grid.ts';
import { SearchCV, type SearchParams, searchDefaults } from './search-cv.ts';

export interface GridSearchCVParams<E extends AnyEstimator = AnyEstimator> extends SearchParams<E> {
  /** Values to try of each parameter, in every combination; several grids are tried one after the other. */
  readonly paramGrid: ParameterLists | readonly ParameterLists[];
}

/**
 * Tries every combination of parameters in cross-validation and becomes the estimator with the best.
 *
 * `part__name` is a parameter of a part (`svc__C` of a pipeline). Of equal mean scores the first combination wins. Fits run on worker
 * threads where they can; see `crossValidate`.
 *
 * @throws {DataError} when all fits fail
 * @complexity combinations × splits fits, and one
 * @reference agrees with sklearn.model_selection.GridSearchCV, without times
 * @example
 * const search = new GridSearchCV({ estimator: new Ridge(), paramGrid: { alpha: [0.1, 1000] }, cv: 2 });
 * search.fit([[0], [1], [2], [3]], [0, 2, 4, 6]).bestParams_ // => { alpha: 0.1 }
 */
export class GridSearchCV<E extends AnyEstimator = AnyEstimator> extends SearchCV<E, GridSearchCVParams<E>> {
  static readonly estimatorName = 'GridSearchCV';
  static readonly defaults: GridSearchCVParams<never> = /* @__PURE__ */ withDefaults(searchDefaults, { paramGrid: {} });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    orderInvariant: false,
    fitsOneSample: false,
  });

  protected candidates(): Iterable<Candidate> {
    return new ParameterGrid(this.params.paramGrid);
  }
}
