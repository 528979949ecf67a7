import { type Tensor, tidy } from '@ml/tensor';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import type { Label, Labels, Predicted } from '../base/labels.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { integers } from '../base/values.ts';
import { callMethod, hasMethod } from '../model-selection/has-method.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { FeatureSelector, readSupport, type Support } from './feature-selector.ts';
import type { ImportanceGetter } from './importances.ts';

export interface RecursiveParams {
  /** A model with coefficients or importances of features. */
  readonly estimator: AnyEstimator | null;
  /** Features that go in a round: how many, or which share of all below 1. */
  readonly step: number;
  readonly importanceGetter: ImportanceGetter;
}

export interface RecursiveState extends Support {
  readonly ranking: Int32Array;
  /** Fitted on the features that stayed. */
  readonly model: AnyEstimator;
}

/** What drops features round by round; it then predicts with the model of those that stayed. */
export abstract class RecursiveSelector<P extends RecursiveParams, S extends RecursiveState> extends FeatureSelector<
  P,
  S
> {
  /** The model of the features that stayed. */
  get estimator_(): AnyEstimator {
    return this.learned.model;
  }

  /** How many features stayed. */
  get nFeatures_(): number {
    return this.selected().length;
  }

  /** 1 for features that stayed, 2 for those that went last, and so on. @shape → [F] int32 */
  get ranking_(): Tensor<[number]> {
    return integers(this.learned.ranking);
  }

  /** 1 for features that stayed. @shape → [F] int32 */
  get support_(): Tensor<[number]> {
    return integers(Int32Array.from(this.learned.support));
  }

  /** Whether the model has a method: `predict`, `predictProba`, `decisionFunction` and `score` are the model's. */
  hasMethod(method: string): boolean {
    const isModels = ['predict', 'predictProba', 'decisionFunction', 'score'].includes(method);
    if (!isModels) return true;
    const model = this.isFitted ? this.learned.model : this.params.estimator;
    return model !== null && hasMethod(model, method);
  }

  predict(X: MatrixLike): Predicted<Label> {
    return this.#ask('predict', X) as Predicted<Label>;
  }

  predictProba(X: MatrixLike): Tensor {
    return this.#ask('predictProba', X) as Tensor;
  }

  decisionFunction(X: MatrixLike): Tensor {
    return this.#ask('decisionFunction', X) as Tensor;
  }

  score(X: MatrixLike, y: Labels | VectorLike): number {
    return this.#ask('score', X, y) as number;
  }

  #ask(method: string, X: MatrixLike, ...rest: readonly unknown[]): unknown {
    const { model } = this.learned;
    return tidy(() => callMethod(model, method, this.transform(X), ...rest));
  }

  protected requireStep(): void {
    const { step } = this.params;
    const holds = step > 0 && (step < 1 || Number.isSafeInteger(step));
    requireParameter(this.class.estimatorName, 'step', step, holds, 'an integer ≥ 1, or a number between 0 and 1');
  }

  protected readModel(read: StateReader, seen: SeenFeatures | null): RecursiveState {
    const count = seen?.count ?? 0;
    const model = read.estimator('model');
    return { support: readSupport(read, count), ranking: read.int32('ranking', count, 2 ** 31, 1), model };
  }
}
