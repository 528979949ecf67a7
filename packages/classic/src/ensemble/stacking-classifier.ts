import { type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, encodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireOneOf } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { LogisticRegression } from '../linear/logistic-regression.ts';
import { hasMethod } from '../model-selection/has-method.ts';
import { featuresOf } from '../model-selection/search-cv.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { partsOf } from '../pipeline/named-steps.ts';
import { replaceMember, tagsOfMembers } from './named-members.ts';
import {
  readStacked,
  type Stacked,
  type StackingParams,
  type StackMethod,
  stack,
  stackedColumns,
  stackedNames,
  stackingDefaults,
} from './stacking.ts';
import { member } from './weak-learners.ts';

export interface StackingClassifierParams extends StackingParams {
  /** What members are asked for; 'auto': probabilities, or else decisions, or else classes. */
  readonly stackMethod: StackMethod | 'auto';
}

interface StackingClassifierState<L extends Label> extends Stacked {
  readonly classes: readonly L[];
}

const name = 'StackingClassifier';

/**
 * Classifiers whose probabilities are the features of a final one.
 *
 * The final estimator is fitted on what is said of samples that were left out, so that it learns whom to trust. `setParams` reaches
 * into the estimators (`tree__maxDepth`), replaces them, or drops them (`tree: 'drop'`).
 *
 * @shape X [N, F], y [N]
 * @reference Wolpert 1992; agrees with sklearn.ensemble.StackingClassifier
 * @example
 * const X = Array.from({ length: 20 }, (_, i) => [i]);
 * const y = X.map(([x]) => (x < 10 ? 'low' : 'high'));
 * const stacking = new StackingClassifier<string>({ estimators: [['tree', new DecisionTreeClassifier()]] });
 * stacking.fit(X, y).predict([[0], [19]]) // => ['low', 'high']
 */
export class StackingClassifier<L extends Label = number> extends Classifier<
  StackingClassifierParams,
  StackingClassifierState<L>,
  L
> {
  static readonly estimatorName = name;
  static readonly defaults: StackingClassifierParams = /* @__PURE__ */ withDefaults(stackingDefaults, {
    stackMethod: 'auto',
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, orderInvariant: false });

  override get parts(): Readonly<Record<string, AnyEstimator>> {
    const { estimators, finalEstimator } = this.params;
    return { ...partsOf(estimators), ...(isEstimator(finalEstimator) ? { finalEstimator } : {}) };
  }

  protected override replacePart(part: string, values: Map<string, unknown>): void {
    if (!replaceMember(this.params.estimators, part, values)) super.replacePart(part, values);
  }

  /** Those of all its estimators. */
  override get tags(): EstimatorTags {
    return tagsOfMembers(this.class.tags, Object.values(partsOf(this.params.estimators)));
  }

  /** The fitted estimators, without those that are dropped; they know classes as 0, 1, … */
  get estimators_(): readonly AnyEstimator[] {
    return this.learned.fitted;
  }

  get finalEstimator_(): AnyEstimator {
    return this.learned.final;
  }

  /** What each estimator is asked for. */
  get stackMethod_(): readonly StackMethod[] {
    return this.learned.methods;
  }

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const { params } = this;
    requireOneOf(name, 'stackMethod', params.stackMethod, ['auto', 'predictProba', 'decisionFunction', 'predict']);
    const state = tidy(() => {
      const { classes, codes } = encodeLabels<L>(`${name}.fit`, y);
      if (classes.length < 2)
        throw new DataError(`${name}.fit: y has one class (${classes[0]}), at least 2 are needed`);
      const weights = checkWeights(`${name}.fit`, sampleWeight, vector(codes));
      const all = { ...params, fallback: () => new LogisticRegression() };
      return { ...stack(name, X, { y: codes, classes: classes.length, weights }, all, onProgress), classes };
    });
    this.see(featuresOf(state.fitted[0]));
    return this.learn(state);
  }

  predict(X: MatrixLike): Predicted<L> {
    const { final, classes } = this.learned;
    const codes = tidy(() => toTypedArray(member(final).predict(this.transform(X))));
    return decodeLabels(classes, codes);
  }

  /** `predictProba` and `decisionFunction` are there where the final estimator has them. */
  hasMethod(method: string): boolean {
    const asked = method === 'predictProba' || method === 'decisionFunction';
    return !asked || hasMethod(this.params.finalEstimator ?? new LogisticRegression(), method);
  }

  /** @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return this.#ask(X, 'predictProba') as Tensor<[number, number]>;
  }

  /** Decisions of the final estimator: [N] for two classes, otherwise [N, K]. */
  decisionFunction(X: MatrixLike): Tensor {
    return this.#ask(X, 'decisionFunction');
  }

  #ask(X: MatrixLike, method: 'predictProba' | 'decisionFunction'): Tensor {
    const { final } = this.learned;
    if (!hasMethod(final, method)) throw new ParameterError(`${name}: ${final.class.estimatorName} has no ${method}`);
    return tidy(() => member(final)[method](this.transform(X)));
  }

  /** What the final estimator is given. @shape X [N, F] → [N, columns of all estimators], with `passthrough` + F */
  transform(X: MatrixLike): Tensor<[number, number]> {
    const { classes } = this.learned;
    const { passthrough } = this.params;
    return stackedColumns(name, this.learned, X, { classes: classes.length, passthrough });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const { learned } = this;
    const names = inputNames ?? this.featureNamesIn_ ?? Array.from({ length: this.nFeaturesIn_ }, (_, i) => `x${i}`);
    return stackedNames(name, learned, this.params, names);
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): StackingClassifierState<L> {
    const read: StateReader = new StateReader(name, state);
    return { ...readStacked(read, this.params.estimators), classes: read.classes<L>() };
  }
}
