import { Rng, type Tensor, tidy } from '@ml/tensor';
import type { FitOptions } from '../base/classifier.ts';
import { Estimator, type SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { integers, values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { readTrees } from '../tree/read-tree.ts';
import type { Tree } from '../tree/tree.ts';
import { requireCountOrShare } from '../tree/tree-params.ts';
import { averagePathLength } from './average-path-length.ts';
import { isolationTree } from './isolation-tree.ts';
import { sumForest } from './sum-forest.ts';

export interface IsolationForestParams {
  /** How many trees. */
  readonly nEstimators: number;
  /** Samples that each tree sees: a count, a share < 1 of all, or 'auto': at most 256. */
  readonly maxSamples: number | 'auto';
  /** Share ≤ ½ of outliers among the samples of `fit`; 'auto': those whose score is below −½. */
  readonly contamination: number | 'auto';
  /** Features that each tree cuts: a count, or a share < 1 of all; null: all. */
  readonly maxFeatures: number | null;
  /** Draw samples with repeats. */
  readonly bootstrap: boolean;
  /** Threads; null: those of `setThreads`. */
  readonly nJobs: number | null;
  readonly randomState: RandomState;
}

interface IsolationForestState {
  /** Values of nodes are lengths of paths. */
  readonly trees: readonly Tree[];
  readonly maxSamples: number;
  readonly offset: number;
}

/**
 * Outliers are those that random cuts soon separate from the rest.
 *
 * score(x) = −2^(−h(x)/c(n)), where h is the mean number of cuts after which x is alone in a tree, and c(n) what it is on average for a
 * tree of n samples: near −1 for outliers, above −½ for others. `decisionFunction` is score − offset, and negative for outliers.
 *
 * @shape X [N, F]
 * @complexity O(nEstimators · maxSamples · log maxSamples) to fit, O(N · nEstimators · log maxSamples) to score
 * @reference Liu, Ting & Zhou, Isolation forest (2008); as sklearn.ensemble.IsolationForest
 * @example
 * const forest = new IsolationForest({ randomState: 0 }).fit([[-1.1], [0.3], [0.5], [100]]);
 * forest.predict([[0.1], [0], [90]]).toArray() // => [1, 1, -1]
 */
export class IsolationForest extends Estimator<IsolationForestParams, IsolationForestState> {
  static readonly estimatorName = 'IsolationForest';
  static readonly defaults: IsolationForestParams = {
    nEstimators: 100,
    maxSamples: 'auto',
    contamination: 'auto',
    maxFeatures: null,
    bootstrap: false,
    nJobs: null,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('outlierDetector', { orderInvariant: false });

  /** Samples that each tree saw. */
  get maxSamples_(): number {
    return this.learned.maxSamples;
  }

  /** Scores below it are those of outliers. */
  get offset_(): number {
    return this.learned.offset;
  }

  fit(X: MatrixLike, _y: unknown = null, { onProgress }: Omit<FitOptions, 'sampleWeight'> = {}): this {
    this.#checkParams();
    const { nEstimators, contamination, maxFeatures, bootstrap, randomState, nJobs } = this.params;
    const rng = generatorOf('IsolationForest', randomState);
    return tidy(() => {
      const X_ = this.fitX(X);
      const [n, f] = X_.shape;
      const samples = values(X_);
      const maxSamples = this.#sampleCount(n);
      const maxDepth = Math.ceil(Math.log2(Math.max(maxSamples, 2)));
      const width = maxFeatures === null ? f : countOf(maxFeatures, f);
      const seeds = rng.fillIntegers(new Uint32Array(nEstimators), 0, 2 ** 32);
      const trees = Array.from(seeds, (seed, t) => {
        const own = new Rng(seed);
        const features = own.choice(f, width, { replace: false });
        const rows = own.choice(n, maxSamples, { replace: bootstrap });
        const seen = bootstrap ? Int32Array.from(new Set(rows)) : rows;
        const tree = isolationTree(samples, f, seen, features, maxDepth, own);
        onProgress?.({ done: t + 1, total: nEstimators });
        return tree;
      });
      const offset =
        contamination === 'auto' ? -0.5 : quantile(scores(trees, samples, maxSamples, nJobs), contamination);
      return this.learn({ trees, maxSamples, offset });
    });
  }

  /** −1 for outliers, 1 for others. @shape X [N, F] → [N] int32 */
  predict(X: MatrixLike): Tensor<[number]> {
    const { offset } = this.learned;
    return integers(Int32Array.from(this.#scores(X, 'predict'), (score) => (score < offset ? -1 : 1)));
  }

  /** Fits, and says which of the same samples are outliers. @shape X [N, F] → [N] int32 */
  fitPredict(X: MatrixLike): Tensor<[number]> {
    return this.fit(X).predict(X);
  }

  /** The lower, the sooner a sample is isolated; from −1 to 0. @shape X [N, F] → [N] */
  scoreSamples(X: MatrixLike): Tensor<[number]> {
    return vector(this.#scores(X, 'scoreSamples'));
  }

  /** scoreSamples − offset_: negative for outliers. @shape X [N, F] → [N] */
  decisionFunction(X: MatrixLike): Tensor<[number]> {
    const { offset } = this.learned;
    return vector(this.#scores(X, 'decisionFunction').map((score) => score - offset));
  }

  #scores(X: MatrixLike, method: string): Float64Array {
    const { trees, maxSamples } = this.learned;
    return tidy(() => scores(trees, values(this.checkX(X, method)), maxSamples, this.params.nJobs));
  }

  #checkParams(): void {
    const { nEstimators, maxSamples, contamination, maxFeatures, nJobs } = this.params;
    const name = 'IsolationForest';
    requireCount(name, 'nEstimators', nEstimators);
    if (typeof maxSamples === 'number') requireCountOrShare(name, 'maxSamples', maxSamples, 1);
    else requireParameter(name, 'maxSamples', maxSamples, maxSamples === 'auto', "a number or 'auto'");
    const isShare = contamination === 'auto' || (contamination > 0 && contamination <= 0.5);
    requireParameter(name, 'contamination', contamination, isShare, "'auto' or a number > 0 and ≤ 0.5");
    if (maxFeatures !== null) requireCountOrShare(name, 'maxFeatures', maxFeatures, 1);
    if (nJobs !== null) requireCount(name, 'nJobs', nJobs);
  }

  #sampleCount(n: number): number {
    const { maxSamples } = this.params;
    return maxSamples === 'auto' ? Math.min(256, n) : countOf(maxSamples, n);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): IsolationForestState {
    const read = new StateReader('IsolationForest', state);
    const trees = readTrees(read, seen?.count ?? 0, 1);
    return { trees, maxSamples: read.integer('maxSamples', 1), offset: read.number('offset') };
  }
}

/** A count as it is, at most all, or a share of all as a count; at least 1. */
function countOf(value: number, all: number): number {
  return value >= 1 ? Math.min(value, all) : Math.max(1, Math.floor(value * all));
}

/** −2^(−h/c), with c = 0 for trees of one sample: −½. */
function scores(trees: readonly Tree[], samples: Float64Array, maxSamples: number, nJobs: number | null): Float64Array {
  const usual = trees.length * averagePathLength(maxSamples);
  return sumForest(trees, samples, false, nJobs).map((length) => -(2 ** -(usual === 0 ? 1 : length / usual)));
}

/** With linear interpolation between neighbours. */
function quantile(numbers: Float64Array, share: number): number {
  const sorted = numbers.slice().sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
