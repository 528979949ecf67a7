import type { Label } from '../base/labels.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { ForestClassifier, type ForestClassifierParams } from './forest-classifier.ts';
import { forestDefaults } from './forest-params.ts';

export type RandomForestClassifierParams = ForestClassifierParams;

/**
 * The mean of many decision trees, each on a sample drawn with repeats, each node on √F features drawn anew.
 *
 * Every tree has a seed of its own, drawn from `randomState`: the forest has the same bits on any number of threads. X is sorted once
 * for all trees.
 *
 * @shape X [N, F], y [N]
 * @complexity O(nEstimators · maxFeatures · N) for each level of the trees
 * @reference Breiman, Random forests (2001); as sklearn.ensemble.RandomForestClassifier
 * @example
 * const X = [[0], [1], [2], [7], [8], [9]];
 * const forest = new RandomForestClassifier({ nEstimators: 30, randomState: 0 }).fit(X, [4, 4, 4, 6, 6, 6]);
 * forest.predict([[-1], [10]]).toArray() // => [4, 6]
 */
export class RandomForestClassifier<L extends Label = number> extends ForestClassifier<L> {
  static readonly estimatorName = 'RandomForestClassifier';
  static readonly defaults: RandomForestClassifierParams = /* @__PURE__ */ withDefaults(forestDefaults, {
    criterion: 'gini',
    maxFeatures: 'sqrt',
    classWeight: null,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, orderInvariant: false });
  protected readonly splitter = 'best';
}
