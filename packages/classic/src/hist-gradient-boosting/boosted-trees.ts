import { allocate, type Tensor, tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { forestValues, type HistForest, placeForest, readForest } from './hist-forest.ts';

/** What boosting learns. */
export interface BoostedTrees {
  /** Raw prediction before the first tree. @shape [K] */
  readonly baseline: Float64Array;
  /** K trees of each iteration, one after the other. */
  readonly forest: HistForest;
  readonly iterations: number;
  /** Minus the mean loss before the first iteration and after each; empty where the fit does not look for a place to stop. */
  readonly trainScore: Float64Array;
  /** The same for the samples kept aside; empty where there are none. */
  readonly validationScore: Float64Array;
  /** null where no feature holds categories. */
  readonly isCategorical: Uint8Array | null;
}

/** What some iterations say of samples x [N, F], on top of `base`. @shape base [K] → [K, N] */
function predicted(
  { forest }: BoostedTrees,
  base: Float64Array,
  { first, end }: { readonly first: number; readonly end: number },
  x: Tensor,
): Float64Array {
  const n = x.shape[0];
  const step = base.length;
  const out = allocate([step, n], 'float64');
  const placed = placeForest(forest);
  const last = end * step;
  base.forEach((own, k) => void forestValues(out, k * n, own, placed, { first: first * step + k, end: last, step }, x));
  return values(out).slice();
}

/** Raw predictions of samples x [N, F]. @shape → [K, N] */
export function rawPredictions(trees: BoostedTrees, x: Tensor): Float64Array {
  return tidy(() => predicted(trees, trees.baseline, { first: 0, end: trees.iterations }, x));
}

/** Raw predictions after each iteration. @shape x [N, F] → [K, N] each */
export function* stagedPredictions(trees: BoostedTrees, x: Float64Array, width: number): Generator<Float64Array> {
  const n = x.length / width;
  const { baseline, iterations } = trees;
  let raw = Float64Array.from({ length: n * baseline.length }, (_, i) => baseline[Math.floor(i / n)]);
  const nothing = new Float64Array(baseline.length);
  for (let first = 0; first < iterations; first++) {
    // Memory is held only while one iteration is computed: nobody knows when the next is asked for.
    const added = tidy(() => predicted(trees, nothing, { first, end: first + 1 }, matrix(x, n, width)));
    raw = raw.map((value, i) => value + added[i]);
    yield raw;
  }
}

/** What boosting learned, from a file. @throws {PersistenceError} */
export function readBoosted(read: StateReader, features: number, outputs: number): BoostedTrees {
  const iterations = read.integer('iterations', 1);
  const categorical = read.raw('isCategorical');
  read.require(
    categorical === null || (categorical instanceof Uint8Array && categorical.length === features),
    'has no mask isCategorical',
  );
  return {
    baseline: read.float64('baseline', outputs),
    forest: readForest(read.object('forest'), features, iterations * outputs),
    iterations,
    trainScore: read.float64('trainScore'),
    validationScore: read.float64('validationScore'),
    isCategorical: categorical,
  };
}
