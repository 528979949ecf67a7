import { type Tensor, tidy } from '@ml/tensor';
import type { AnyEstimator } from '../base/estimator.ts';
import { takeColumns } from './feature-selector.ts';
import { fitWith, type ImportanceGetter, importancesOf } from './importances.ts';

export interface Elimination {
  readonly estimator: AnyEstimator;
  readonly importanceGetter: ImportanceGetter;
  /** Features that stay in the end. */
  readonly keep: number;
  /** Features that go in a round. */
  readonly step: number;
  readonly options: object;
  /** Told of the model of every round, the last one too, and the features that it was fitted on. */
  readonly onRound?: (model: AnyEstimator, features: readonly number[]) => void;
}

export interface Eliminated {
  /** 1 for features that stayed, 2 for those that went last, and so on. */
  readonly ranking: Int32Array;
  /** Fitted on the features that stayed. */
  readonly model: AnyEstimator;
}

/** Fits, drops the least important features, and again, until so many are left. */
export function eliminateFeatures(
  owner: string,
  X: Tensor<[number, number]>,
  y: unknown,
  { estimator, importanceGetter, keep, step, options, onRound }: Elimination,
): Eliminated {
  let features = Array.from({ length: X.shape[1] }, (_, j) => j);
  const ranking = new Int32Array(X.shape[1]).fill(1);
  for (;;) {
    const model = estimator.clone();
    const importances = tidy(() => {
      fitWith(model, takeColumns(X, features), y, options);
      return features.length > keep ? importancesOf(owner, model, importanceGetter, 'squares') : null;
    });
    onRound?.(model, features);
    if (importances === null) return { ranking, model };
    const ascending = Array.from(features.keys()).sort((a, b) => importances[a] - importances[b]);
    const dropped = new Set(ascending.slice(0, Math.min(step, features.length - keep)).map((k) => features[k]));
    features = features.filter((j) => !dropped.has(j));
    const left = new Set(features);
    for (let j = 0; j < ranking.length; j++) if (!left.has(j)) ranking[j]++;
  }
}

/** How many features go in a round: a number of them, or a share of all below 1. */
export function featuresPerStep(step: number, features: number): number {
  return step < 1 ? Math.max(1, Math.floor(step * features)) : step;
}
