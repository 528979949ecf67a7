import { DecisionTreeRegressor, type DecisionTreeRegressorParams } from './decision-tree-regressor.ts';

export type ExtraTreeRegressorParams = DecisionTreeRegressorParams;

/**
 * A regression tree that cuts each feature at a random place, and takes the best of these cuts: made for ensembles.
 *
 * @reference Geurts, Ernst & Wehenkel, Extremely randomized trees (2006); as sklearn.tree.ExtraTreeRegressor
 * @example
 * new ExtraTreeRegressor({ randomState: 0 }).fit([[0], [1], [4]], [1, 3, 10]).predict([[0], [4]]).toArray() // => [1, 10]
 */
export class ExtraTreeRegressor extends DecisionTreeRegressor {
  static override readonly estimatorName: string = 'ExtraTreeRegressor';
  static override readonly defaults: ExtraTreeRegressorParams = /* @__PURE__ */ (() => ({
    ...DecisionTreeRegressor.defaults,
    splitter: 'random',
  }))();
}
