import { type Tensor, tidy } from '@ml/tensor';
import { checkSameLength } from '../base/check-matrix.ts';
import type { FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Labels } from '../base/labels.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireCount } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, vector } from '../base/values.ts';
import { namedScorers, scoreBy } from '../metrics/check-scoring.ts';
import type { Scorer } from '../metrics/make-scorer.ts';
import type { ScorerName } from '../metrics/scorers.ts';
import { type CrossValidation, checkCv } from '../model-selection/check-cv.ts';
import { type Samples, sampleCount, takeSamples } from '../model-selection/samples.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { eliminateFeatures, featuresPerStep } from './eliminate-features.ts';
import { takeColumns } from './feature-selector.ts';
import { requireEstimator } from './importances.ts';
import { type RecursiveParams, RecursiveSelector, type RecursiveState } from './recursive-selector.ts';

export interface RFECVParams extends RecursiveParams {
  /** Fewest features that may stay. */
  readonly minFeaturesToSelect: number;
  /** How to divide the samples. */
  readonly cv: CrossValidation;
  /** How to judge; null: by the model's own `score`. */
  readonly scoring: ScorerName | Scorer | null;
}

interface RFECVState extends RecursiveState {
  /** Score of every fold with every number of features, fewest features first. [folds, steps] */
  readonly scores: Float64Array;
  readonly folds: number;
}

/** Scores by number of features, fewest first. */
export interface RFECVResults {
  /** [steps] */
  readonly meanTestScore: Tensor<[number]>;
  /** [steps] */
  readonly stdTestScore: Tensor<[number]>;
  /** [folds, steps] */
  readonly splitTestScores: Tensor<[number, number]>;
}

/**
 * Recursive feature elimination that finds out how many features to keep: in every fold features are dropped one round after the
 * other, each time the model is scored on the samples left out, and the number with the best mean wins; of equals the smallest.
 *
 * @shape X [N, F] → [N, selected]
 * @complexity (folds + 1) · F / step fits
 * @reference agrees with sklearn.feature_selection.RFECV
 * @example
 * const X = Array.from({ length: 12 }, (_, i) => [i, (i * 5) % 7]);
 * new RFECV({ estimator: new Ridge(), cv: 3 }).fit(X, X.map(([x]) => 3 * x)).ranking_.toArray() // => [1, 2]
 */
export class RFECV extends RecursiveSelector<RFECVParams, RFECVState> {
  static readonly estimatorName = 'RFECV';
  static readonly defaults: RFECVParams = {
    estimator: null,
    step: 1,
    minFeaturesToSelect: 1,
    cv: null,
    scoring: null,
    importanceGetter: 'auto',
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', {
    requiresY: true,
    orderInvariant: false,
    fitsOneSample: false,
  });

  get cvResults_(): RFECVResults {
    const { scores, folds } = this.learned;
    const steps = scores.length / folds;
    const { mean, deviation } = perStep(scores, folds);
    return {
      meanTestScore: vector(mean),
      stdTestScore: vector(deviation),
      splitTestScores: matrix(scores, folds, steps),
    };
  }

  fit(X: MatrixLike, y: Labels | VectorLike | null = null, { onProgress, ...options }: FitOptions = {}): this {
    const { step, minFeaturesToSelect, cv, scoring, importanceGetter } = this.params;
    const estimator = requireEstimator('RFECV', this.params.estimator);
    this.requireStep();
    requireCount('RFECV', 'minFeaturesToSelect', minFeaturesToSelect);
    if (y === null || y === undefined) throw new DataError('RFECV.fit: y is missing');
    const scorers = namedScorers('RFECV', scoring);
    return tidy(() => {
      const samples = this.fitX(X, { allowNaN: estimator.class.tags.allowsNaN });
      checkSameLength('RFECV.fit', samples, sampleCount('RFECV.fit', y as Samples, 'y'));
      const features = samples.shape[1];
      const perRound = featuresPerStep(step, features);
      const keep = Math.min(minFeaturesToSelect, features);
      const common = { estimator, importanceGetter, step: perRound };
      const isClassifier = estimator.class.tags.kind === 'classifier';
      const splits = [...checkCv(cv, y as Samples, isClassifier).split(samples, y as Samples)];
      const all = splits.map(({ train, test }, fold) => {
        const found: number[] = [];
        tidy(() => {
          const held = {
            X: takeSamples(samples, test) as Tensor<[number, number]>,
            y: takeSamples(y as Samples, test),
          };
          eliminateFeatures(
            'RFECV',
            takeSamples(samples, train) as Tensor<[number, number]>,
            takeSamples(y as Samples, train),
            {
              ...common,
              keep,
              options: weightsOf(options, train),
              onRound: (model, left) => {
                found.unshift(tidy(() => scoreBy(scorers, model, { X: takeColumns(held.X, left), y: held.y }).score));
              },
            },
          );
        });
        onProgress?.({ done: fold + 1, total: splits.length });
        return found;
      });
      const scores = Float64Array.from(all.flat());
      const { mean } = perStep(scores, splits.length);
      // as scores go from few features to all: step s from the end has dropped s rounds
      const best = mean.reduce((top, score, s) => (score > mean[top] ? s : top), 0);
      const chosen = Math.max(features - (mean.length - 1 - best) * perRound, minFeaturesToSelect);
      const { ranking, model } = eliminateFeatures('RFECV', samples, y, { ...common, keep: chosen, options });
      const support = Uint8Array.from(ranking, (rank) => (rank === 1 ? 1 : 0));
      return this.learn({ ranking, model, support, scores, folds: splits.length });
    });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): RFECVState {
    const read: StateReader = new StateReader('RFECV', state);
    const folds = read.integer('folds', 1);
    const scores = read.float64('scores');
    read.require(scores.length > 0 && scores.length % folds === 0, `has no scores of ${folds} folds`);
    return { ...this.readModel(read, seen), scores, folds };
  }
}

/** Weights of the samples of a fold. */
function weightsOf(options: FitOptions, train: Int32Array): object {
  const { sampleWeight } = options;
  if (sampleWeight === null || sampleWeight === undefined) return options;
  return { ...options, sampleWeight: takeSamples(sampleWeight as Samples, train) };
}

/** Mean and deviation over the folds. @shape scores [folds, steps] → [steps] each */
function perStep(
  scores: Float64Array,
  folds: number,
): { readonly mean: Float64Array; readonly deviation: Float64Array } {
  const steps = scores.length / folds;
  const mean = new Float64Array(steps);
  const deviation = new Float64Array(steps);
  for (let at = 0; at < scores.length; at++) mean[at % steps] += scores[at] / folds;
  for (let at = 0; at < scores.length; at++) deviation[at % steps] += (scores[at] - mean[at % steps]) ** 2 / folds;
  return { mean, deviation: deviation.map(Math.sqrt) };
}
