import type { Label } from '../base/labels.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { ForestClassifier, type ForestClassifierParams } from './forest-classifier.ts';
import { forestDefaults } from './forest-params.ts';

export type ExtraTreesClassifierParams = ForestClassifierParams;

/**
 * The mean of many decision trees that cut each of √F drawn features at a random place, and take the best of these cuts. All trees see
 * all samples.
 *
 * @shape X [N, F], y [N]
 * @complexity O(nEstimators · maxFeatures · N) for each level of the trees
 * @reference Geurts, Ernst & Wehenkel, Extremely randomized trees (2006); as sklearn.ensemble.ExtraTreesClassifier
 * @example
 * const X = [[0], [1], [2], [7], [8], [9]];
 * const forest = new ExtraTreesClassifier({ nEstimators: 30, randomState: 0 }).fit(X, [4, 4, 4, 6, 6, 6]);
 * forest.predict([[-1], [10]]).toArray() // => [4, 6]
 */
export class ExtraTreesClassifier<L extends Label = number> extends ForestClassifier<L> {
  static readonly estimatorName = 'ExtraTreesClassifier';
  static readonly defaults: ExtraTreesClassifierParams = /* @__PURE__ */ withDefaults(forestDefaults, {
    bootstrap: false,
    criterion: 'gini',
    maxFeatures: 'sqrt',
    classWeight: null,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, weightsRepeat: true });
  protected readonly splitter = 'random';
}
