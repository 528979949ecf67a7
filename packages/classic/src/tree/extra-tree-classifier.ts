import type { Label } from '../base/labels.ts';
import { DecisionTreeClassifier, type DecisionTreeClassifierParams } from './decision-tree-classifier.ts';

export type ExtraTreeClassifierParams = DecisionTreeClassifierParams;

/**
 * A decision tree that cuts each of √F drawn features at a random place, and takes the best of these cuts: made for ensembles.
 *
 * @reference Geurts, Ernst & Wehenkel, Extremely randomized trees (2006); as sklearn.tree.ExtraTreeClassifier
 * @example
 * new ExtraTreeClassifier({ randomState: 0 }).fit([[0], [1], [4], [5]], [7, 7, 9, 9]).predict([[0], [5]]).toArray() // => [7, 9]
 */
export class ExtraTreeClassifier<L extends Label = number> extends DecisionTreeClassifier<L> {
  static override readonly estimatorName: string = 'ExtraTreeClassifier';
  static override readonly defaults: ExtraTreeClassifierParams = /* @__PURE__ */ (() => ({
    ...DecisionTreeClassifier.defaults,
    splitter: 'random',
    maxFeatures: 'sqrt',
  }))();
}
