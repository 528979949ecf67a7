import { ParameterError } from '../base/parameter-error.ts';
import { DecisionTreeClassifier } from './decision-tree-classifier.ts';
import type { DecisionTreeRegressor } from './decision-tree-regressor.ts';

/** A decision tree, or an extra tree, that was fitted. */
export type DrawnTree = DecisionTreeClassifier<number> | DecisionTreeClassifier<string> | DecisionTreeRegressor;

/** What the classes are called; null for a regression tree. @throws {ParameterError} when there are more or fewer names given */
export function classNamesOf(op: string, estimator: DrawnTree, given?: readonly string[]): readonly string[] | null {
  if (!(estimator instanceof DecisionTreeClassifier)) return null;
  const names = given ?? Array.from<string | number, string>(estimator.classes_, String);
  if (names.length !== estimator.classes_.length)
    throw new ParameterError(`${op}: ${names.length} classNames for ${estimator.classes_.length} classes`);
  return names;
}

/**
 * What the features are called: as given, as `fit` saw them, or `stem` and their numbers.
 *
 * @throws {ParameterError} when there are more or fewer names given
 */
export function featureNamesOf(
  op: string,
  estimator: DrawnTree,
  given: readonly string[] | undefined,
  stem: string,
): readonly string[] {
  const count = estimator.nFeaturesIn_;
  const names = given ?? estimator.featureNamesIn_ ?? Array.from({ length: count }, (_, f) => `${stem}${f}`);
  if (names.length !== count) throw new ParameterError(`${op}: ${names.length} featureNames for ${count} features`);
  return names;
}
