import { type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label, Labels } from '../base/labels.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import type { RandomState } from '../base/random-state.ts';
import { vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { FeatureSelector, readSupport, type Support } from './feature-selector.ts';
import { type ScoreFunction, scoreFeatures } from './score-features.ts';

export interface UnivariateParams {
  /** How features are scored, each by itself. */
  readonly scoreFunc: ScoreFunction;
  /** Seed of the noise in estimates of mutual information; other scores draw nothing. */
  readonly randomState: RandomState;
}

export interface UnivariateState extends Support {
  readonly scores: Float64Array;
  readonly pValues: Float64Array | null;
}

/** A selector that scores every feature by itself. */
export abstract class UnivariateSelector<P extends UnivariateParams> extends FeatureSelector<P, UnivariateState> {
  /** @shape → [F] */
  get scores_(): Tensor<[number]> {
    return vector(this.learned.scores);
  }

  /** null where the score has no test. @shape → [F] */
  get pvalues_(): Tensor<[number]> | null {
    const { pValues } = this.learned;
    return pValues === null ? null : vector(pValues);
  }

  fit(X: MatrixLike, y: Labels<Label> | VectorLike | null = null): this {
    const { scoreFunc, randomState } = this.params;
    const found = tidy(() => scoreFeatures(this.class.estimatorName, this.fitX(X), y, { scoreFunc, randomState }));
    // what has no score comes last
    const ranked = found.scores.map((score) => (Number.isNaN(score) ? -Number.MAX_VALUE : score));
    return this.learn({ ...found, support: this.chosen(ranked) });
  }

  /** A mark for each feature: 1 for those that stay. */
  protected abstract chosen(scores: Float64Array): Uint8Array;

  protected readState(state: unknown, seen: SeenFeatures | null): UnivariateState {
    const read: StateReader = new StateReader(this.class.estimatorName, state);
    const count = seen?.count ?? 0;
    return {
      support: readSupport(read, count),
      scores: read.float64('scores', count),
      pValues: read.raw('pValues') === null ? null : read.float64('pValues', count),
    };
  }
}
