import { type Tensor, tidy } from '@ml/tensor';
import type { FitOptions, ScoreOptions } from '../base/classifier.ts';
import { type AnyEstimator, Estimator, type SeenFeatures } from '../base/estimator.ts';
import type { Label, Labels } from '../base/labels.ts';
import { NotFittedError } from '../base/not-fitted-error.ts';
import { ParameterError, requireParameter } from '../base/parameter-error.ts';
import { cloneParameter, isEstimator } from '../base/parameters.ts';
import type { EstimatorTags } from '../base/tags.ts';
import { isMultimetric, namedScorers, type Scoring, scoreBy } from '../metrics/check-scoring.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { candidateEstimator } from './candidate-estimator.ts';
import type { CrossValidation } from './check-cv.ts';
import { prepare, runFits } from './cross-validate.ts';
import { callMethod, hasMethod } from './has-method.ts';
import type { Candidate } from './parameter-grid.ts';
import type { Samples } from './samples.ts';
import { type CvResults, columnName, cvResults, type SearchColumns, searchColumns } from './search-results.ts';

export interface SearchParams<E extends AnyEstimator> {
  /** Whose parameters are chosen. */
  readonly estimator: E | null;
  /** A scorer or its name, or several; null: the estimator's own `score`. */
  readonly scoring: Scoring;
  /** Most fits at the same time; null: as many as `setThreads` says. */
  readonly nJobs: number | null;
  /** Fit the best on all samples in the end; of several scorers the name of the one that decides. */
  readonly refit: boolean | string;
  /** How to divide the samples; null: five folds. */
  readonly cv: CrossValidation;
  /** The score where a fit fails, or 'raise' to have the failure thrown. */
  readonly errorScore: number | 'raise';
  /** Scores on the samples fitted on, too. */
  readonly returnTrainScore: boolean;
}

export const searchDefaults: SearchParams<never> = {
  estimator: null,
  scoring: null,
  nJobs: null,
  refit: true,
  cv: null,
  errorScore: Number.NaN,
  returnTrainScore: false,
};

export interface SearchState {
  /** Fitted on all samples; null where `refit` is false. */
  readonly best: AnyEstimator | null;
  /** Which candidate is best; null where no one scorer decides. */
  readonly bestIndex: number | null;
  readonly params: readonly Candidate[];
  readonly columns: SearchColumns;
  readonly nSplits: number;
}

export interface SearchFitOptions extends FitOptions {
  /** Group of each sample, for splitters that keep groups together. */
  readonly groups?: Labels | null | undefined;
}

/** What a method of an estimator returns. */
type Answer<E, M extends string> = E extends Record<M, (...args: never) => infer R> ? R : never;

/** A search for the parameters with which an estimator scores best in cross-validation; it is then that estimator. */
export abstract class SearchCV<E extends AnyEstimator, P extends SearchParams<E>> extends Estimator<P, SearchState> {
  /** `refit` may be the name of a scorer. */
  static readonly notOnlySwitches = ['refit'];

  /** Parameters to try. */
  protected abstract candidates(): Iterable<Candidate>;

  /** Those of the estimator; folds follow the order of the samples. */
  override get tags(): EstimatorTags {
    const { estimator } = this.params;
    const own = isEstimator(estimator) ? estimator.tags : this.class.tags;
    return { ...own, orderInvariant: false, weightsRepeat: false, fitsOneSample: false };
  }

  fit(X: Samples, y: Samples | null = null, options: SearchFitOptions = {}): this {
    const name = this.class.estimatorName;
    const { estimator, scoring, refit, errorScore } = this.params;
    requireParameter(name, 'estimator', estimator, isEstimator(estimator), 'an estimator');
    const decides = this.#decidingScorer(name);
    const given = { ...this.params, scoring, errorScore, ...options };
    const params = [...this.candidates()];
    const { columns, nSplits } = tidy(() => {
      const { splits, setting } = prepare(name, estimator as AnyEstimator, { X, y }, given);
      const jobs = params.flatMap((candidate) =>
        splits.map((split) => ({ estimator: candidateEstimator(estimator as AnyEstimator, candidate), split })),
      );
      const results = runFits(name, jobs, setting, given);
      return { columns: searchColumns(results, splits.length), nSplits: splits.length };
    });
    const bestIndex = decides === null ? null : columns[columnName('rank', 'test', decides)].indexOf(1);
    let best: AnyEstimator | null = null;
    if (refit !== false && bestIndex !== null) {
      best = candidateEstimator(estimator as AnyEstimator, params[bestIndex]);
      const { sampleWeight = null } = options;
      callMethod(best, 'fit', X, y ?? undefined, sampleWeight === null ? {} : { sampleWeight });
      this.see(featuresOf(best));
    } else this.see({ count: 0, names: null });
    return this.learn({
      best,
      bestIndex,
      params: params.map((each) => cloneParameter(each) as Candidate),
      columns,
      nSplits,
    });
  }

  /** The scorer by which the best is chosen; null where nothing is refitted and there are several. */
  #decidingScorer(name: string): string | null {
    const { scoring, refit } = this.params;
    const names = Object.keys(namedScorers(name, scoring));
    if (!isMultimetric(scoring)) {
      requireParameter(name, 'refit', refit, typeof refit === 'boolean', 'true or false');
      return 'score';
    }
    const rule = `false or the name of a scorer, one of ${names.join(', ')}`;
    requireParameter(name, 'refit', refit, refit === false || names.includes(String(refit)), rule);
    return refit === false ? null : String(refit);
  }

  /** Fitted on all samples with the best parameters. @throws {NotFittedError} before `fit`, and where `refit` is false */
  get bestEstimator_(): E {
    return this.#best() as E;
  }

  /** Position of the best candidate in `cvResults_`. */
  get bestIndex_(): number {
    return this.#bestIndex();
  }

  /** The best parameters. */
  get bestParams_(): Candidate {
    return this.learned.params[this.#bestIndex()];
  }

  /** Mean score of the best parameters over the splits. */
  get bestScore_(): number {
    const { columns } = this.learned;
    return columns[columnName('mean', 'test', this.#decidingScorer(this.class.estimatorName) ?? 'score')][
      this.#bestIndex()
    ];
  }

  /** Scores of all candidates: `params`, `meanTestScore`, `stdTestScore`, `rankTestScore`, `split0TestScore`, … */
  get cvResults_(): CvResults {
    const { params, columns } = this.learned;
    return cvResults(params, columns);
  }

  /** Number of splits that each candidate was judged on. */
  get nSplits_(): number {
    return this.learned.nSplits;
  }

  /** Classes of the best estimator; null for those that have none. */
  get classes_(): Answer<E, never> | readonly Label[] | null {
    return (this.#best() as unknown as { classes_?: readonly Label[] }).classes_ ?? null;
  }

  #bestIndex(): number {
    const { bestIndex } = this.learned;
    if (bestIndex !== null) return bestIndex;
    throw new ParameterError(`${this.class.estimatorName}: several scorers and refit false: there is no best`);
  }

  #best(): AnyEstimator {
    const { best } = this.learned;
    if (best === null) throw new NotFittedError(`${this.class.estimatorName} with refit false`);
    return best;
  }

  /** Whether the estimator has a method; `predict` and the others are those of the best one. */
  hasMethod(method: string): boolean {
    const { estimator } = this.params;
    return isEstimator(estimator) && hasMethod(estimator, method);
  }

  #ask<M extends string>(method: M, X: unknown): Answer<E, M> {
    const best = this.#best();
    if (hasMethod(best, method)) return callMethod(best, method, X) as Answer<E, M>;
    throw new ParameterError(`${this.class.estimatorName}: ${best.class.estimatorName} has no ${method}`);
  }

  predict(X: Samples): Answer<E, 'predict'> {
    return this.#ask('predict', X);
  }

  predictProba(X: Samples): Tensor<[number, number]> {
    return this.#ask('predictProba', X) as Tensor<[number, number]>;
  }

  predictLogProba(X: Samples): Tensor<[number, number]> {
    return this.#ask('predictLogProba', X) as Tensor<[number, number]>;
  }

  decisionFunction(X: Samples): Tensor {
    return this.#ask('decisionFunction', X) as Tensor;
  }

  scoreSamples(X: Samples): Tensor {
    return this.#ask('scoreSamples', X) as Tensor;
  }

  transform(X: Samples): Tensor {
    return this.#ask('transform', X) as Tensor;
  }

  inverseTransform(X: Samples): Tensor {
    return this.#ask('inverseTransform', X) as Tensor;
  }

  /** The score that the best was chosen by, on other samples. */
  score(X: Samples, y: Samples | null = null, options: ScoreOptions = {}): number {
    const best = this.#best();
    const scoring = namedScorers(this.class.estimatorName, this.params.scoring);
    const name = this.#decidingScorer(this.class.estimatorName) ?? 'score';
    return scoreBy({ score: scoring[name] }, best, { X, y: y ?? undefined }, options).score;
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): SearchState {
    const read: StateReader = new StateReader(this.class.estimatorName, state);
    const params = read.list('params').map((each) => {
      read.require(typeof each === 'object' && each !== null && !Array.isArray(each), 'has params that are no objects');
      return each as Candidate;
    });
    const table = read.raw('columns');
    read.require(typeof table === 'object' && table !== null && !Array.isArray(table), 'has no columns');
    const columns = new StateReader(`${this.class.estimatorName}.columns`, table);
    for (const name of Object.keys(table as object)) columns.float64(name, params.length);
    const bestIndex = read.raw('bestIndex') === null ? null : read.integer('bestIndex', 0, params.length - 1);
    const best = read.raw('best') === null ? null : read.estimator('best');
    const nSplits = read.integer('nSplits', 1);
    return { best, bestIndex, params, columns: table as SearchColumns, nSplits };
  }
}

/** What an estimator saw of X; nothing where it does not say. */
export function featuresOf(estimator: AnyEstimator): SeenFeatures {
  try {
    return { count: estimator.nFeaturesIn_, names: estimator.featureNamesIn_ };
  } catch (error) {
    if (error instanceof NotFittedError) return { count: 0, names: null };
    throw error;
  }
}
