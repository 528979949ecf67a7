import { type Tensor, toTypedArray } from '@ml/tensor';
import type { AnyEstimator } from '../base/estimator.ts';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { vector } from '../base/values.ts';
import { callMethod, hasMethod } from '../model-selection/has-method.ts';

export interface ScorerOptions {
  readonly sampleWeight?: VectorLike | null | undefined;
}

/** Judges a fitted estimator by samples; greater is better. */
export type Scorer = ((estimator: AnyEstimator, X: unknown, y: unknown, options?: ScorerOptions) => number) & {
  /** As the function, from what the estimator has said already. */
  readonly ofResponses?: (responses: Responses, y: unknown, options?: ScorerOptions) => number;
};

/** What an estimator says of samples; asked once for each method. */
export class Responses {
  readonly #known = new Map<string, unknown>();

  constructor(
    readonly estimator: AnyEstimator,
    readonly X: unknown,
  ) {}

  has(method: string): boolean {
    return hasMethod(this.estimator, method);
  }

  get(method: string): unknown {
    if (!this.#known.has(method)) this.#known.set(method, callMethod(this.estimator, method, this.X));
    return this.#known.get(method);
  }

  /** Its classes; null for those that have none. */
  get classes(): readonly Label[] | null {
    return (this.estimator as unknown as { classes_?: readonly Label[] }).classes_ ?? null;
  }
}

/** What a metric is asked for. */
export interface ScorerRules {
  /** Otherwise it is a loss, and the score is its negative. Default true. */
  readonly greaterIsBetter?: boolean | undefined;
  /** Give the metric probabilities: those of the second of two classes, or of all classes. */
  readonly needsProba?: boolean | undefined;
  /** Give the metric decisions, or probabilities where there are none. */
  readonly needsThreshold?: boolean | undefined;
  /** Further options of the metric. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Tell the metric which classes there are, where some are not among the samples: as its option `labels`. */
  readonly needsClasses?: boolean | undefined;
  /** Where classes are words, tell the metric that the second of two is the positive one: as its option `posLabel`. */
  readonly needsPositive?: boolean | undefined;
}

/** A metric of true values and of what was predicted. */
export type Metric = (yTrue: never, yPred: never, options: never) => unknown;

/**
 * A scorer, as cross-validation and searches use them, of a metric.
 *
 * @param metric e.g. `fbetaScore`
 * @throws {ParameterError} when both probabilities and decisions are asked for
 * @example
 * const scorer = makeScorer(fbetaScore, { options: { beta: 2 } });
 * typeof scorer // => 'function'
 */
export function makeScorer(metric: Metric, rules: ScorerRules = {}): Scorer {
  const { greaterIsBetter = true, needsProba = false, needsThreshold = false } = rules;
  if (needsProba && needsThreshold) throw new ParameterError('makeScorer: needsProba or needsThreshold, not both');
  const measure = metric as unknown as (y: unknown, said: unknown, options: object) => number;
  const ofResponses = (responses: Responses, y: unknown, { sampleWeight = null }: ScorerOptions = {}): number => {
    const said = needsProba
      ? probabilities(responses, y, rules)
      : needsThreshold
        ? decisions(responses, y, rules)
        : responses.get('predict');
    const options = { ...optionsFor(responses, rules), ...(sampleWeight === null ? {} : { sampleWeight }) };
    return (greaterIsBetter ? 1 : -1) * measure(y, said, options);
  };
  const scorer = (estimator: AnyEstimator, X: unknown, y: unknown, options?: ScorerOptions): number =>
    ofResponses(new Responses(estimator, X), y, options);
  return Object.assign(scorer, { ofResponses });
}

function optionsFor({ classes }: Responses, { options = {}, needsClasses, needsPositive }: ScorerRules): object {
  if (classes === null) return options;
  const areTwoWords = classes.length === 2 && typeof classes[0] === 'string';
  return {
    ...(needsClasses ? { labels: classes } : {}),
    ...(needsPositive && areTwoWords ? { posLabel: classes[1] } : {}),
    ...options,
  };
}

/** Of the positive class where there are two, otherwise of all. */
function probabilities(responses: Responses, y: unknown, rules: ScorerRules): Tensor {
  const all = responses.get('predictProba') as Tensor;
  return (all.shape[1] as number) <= 2 && isBinary(y) ? columnOf(all, positiveColumn(responses, rules)) : all;
}

function decisions(responses: Responses, y: unknown, rules: ScorerRules): unknown {
  if (responses.classes === null && !responses.has('decisionFunction')) return responses.get('predict');
  if (!responses.has('decisionFunction')) return probabilities(responses, y, rules);
  const scores = responses.get('decisionFunction') as Tensor;
  return scores.rank === 1 && positiveColumn(responses, rules) === 0 ? scores.neg() : scores;
}

/** Column of the class that counts as positive: the option `posLabel`, or the second. */
function positiveColumn({ classes }: Responses, { options = {} }: ScorerRules): number {
  if (classes === null || options.posLabel === undefined) return 1;
  const column = classes.indexOf(options.posLabel as Label);
  if (column >= 0) return column;
  throw new ParameterError(`posLabel ${options.posLabel} is not among the classes ${classes.join(', ')}`);
}

function isBinary(y: unknown): boolean {
  return encodeLabels<Label>('scorer', y as Labels).classes.length <= 2;
}

function columnOf(matrix: Tensor, column: number): Tensor {
  const [n, k] = matrix.shape as readonly [number, number];
  const data = toTypedArray(matrix);
  return vector(Float64Array.from({ length: n }, (_, i) => data[i * k + Math.min(column, k - 1)]));
}
