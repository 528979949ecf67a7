import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { forestDefaults } from './forest-params.ts';
import { ForestRegressor, type ForestRegressorParams } from './forest-regressor.ts';

export type ExtraTreesRegressorParams = ForestRegressorParams;

/**
 * The mean of many regression trees that cut each feature at a random place, and take the best of these cuts. All trees see all samples.
 *
 * @shape X [N, F], y [N]
 * @complexity O(nEstimators · maxFeatures · N) for each level of the trees
 * @reference Geurts, Ernst & Wehenkel, Extremely randomized trees (2006); as sklearn.ensemble.ExtraTreesRegressor
 * @example
 * const forest = new ExtraTreesRegressor({ nEstimators: 10, randomState: 0 });
 * forest.fit([[0], [1], [4]], [1, 3, 10]).predict([[0], [9]]).toArray() // => [1, 10]
 */
export class ExtraTreesRegressor extends ForestRegressor {
  static readonly estimatorName = 'ExtraTreesRegressor';
  static readonly defaults: ExtraTreesRegressorParams = /* @__PURE__ */ withDefaults(forestDefaults, {
    bootstrap: false,
    criterion: 'squared_error',
  });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });
  protected readonly splitter = 'random';
}
