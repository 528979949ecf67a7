import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { forestDefaults } from './forest-params.ts';
import { ForestRegressor, type ForestRegressorParams } from './forest-regressor.ts';

export type RandomForestRegressorParams = ForestRegressorParams;

/**
 * The mean of many regression trees, each on a sample drawn with repeats.
 *
 * All features are looked at in every node unless `maxFeatures` says otherwise; in random order, so that equally good ones have equal
 * chances. Every tree has a seed of its own, drawn from `randomState`: the forest has the same bits on any number of threads.
 *
 * @shape X [N, F], y [N]
 * @complexity O(nEstimators · maxFeatures · N) for each level of the trees
 * @reference Breiman, Random forests (2001); as sklearn.ensemble.RandomForestRegressor
 * @example
 * const forest = new RandomForestRegressor({ nEstimators: 10, bootstrap: false, randomState: 0 });
 * forest.fit([[0], [1], [4]], [1, 3, 10]).predict([[0.4], [9]]).toArray() // => [1, 10]
 */
export class RandomForestRegressor extends ForestRegressor {
  static readonly estimatorName = 'RandomForestRegressor';
  static readonly defaults: RandomForestRegressorParams = /* @__PURE__ */ withDefaults(forestDefaults, {
    criterion: 'squared_error',
  });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, orderInvariant: false });
  protected readonly splitter = 'best';
}
