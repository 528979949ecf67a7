import { allocate, heapView } from '@ml/tensor';
import type { FitProgress } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { generatorOf } from '../base/random-state.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { binFeatures } from './bin-features.ts';
import { categoricalMask, categoriesOf, interactionSets, monotonicSigns } from './feature-rules.ts';
import { addPredictions, type HistForest, HistForestBuilder, readForest } from './hist-forest.ts';
import { entriesAt, holdOut, rowsAt } from './hold-out.ts';
import type { Loss } from './losses.ts';
import type { HistBoostingParams } from './params.ts';
import { type Leaf, TreeGrower } from './tree-grower.ts';

/** From this many samples on 'auto' stops early. */
const manySamples = 10_000;

export interface BoostingData {
  /** [N, F] */
  readonly x: Float64Array;
  readonly features: SeenFeatures;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
  /** y are numbers of classes. */
  readonly isClassifier: boolean;
}

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

/**
 * Fits trees one after the other, each to the derivatives of the loss at what those before it predict.
 *
 * @reference Friedman 2001, Greedy function approximation; Ke et al. 2017, LightGBM
 */
export function boost(
  estimator: string,
  { x, features, y, weights, isClassifier }: BoostingData,
  loss: Loss,
  params: HistBoostingParams,
  onProgress?: (progress: FitProgress) => void,
): BoostedTrees {
  const rng = generatorOf(estimator, params.randomState);
  const width = features.count;
  const { maxBins, maxIter, earlyStopping, validationFraction: fraction } = params;
  const isCategorical = categoricalMask(estimator, params.categoricalFeatures, features);
  const monotonic = monotonicSigns(estimator, params.monotonicCst, width, isCategorical);
  const interactions = interactionSets(estimator, params.interactionCst, width);
  const categories = Array.from({ length: width }, (_, j) =>
    isCategorical?.[j] === 1 ? categoriesOf(`${estimator}.fit`, columnOf(x, width, j), j, maxBins) : null,
  );

  const stops = earlyStopping === 'auto' ? y.length > manySamples : earlyStopping;
  const split = stops && fraction !== null ? holdOut(y.length, fraction, isClassifier ? y : null, rng) : null;
  const all: Samples = { x, y, weights };
  const train = split === null ? all : samplesAt(all, width, split.train);
  const held = split === null ? null : samplesAt(all, width, split.test);

  const binned = binFeatures(train.x, width, { maxBins, categories, rng });
  const grower = new TreeGrower(binned, {
    maxLeafNodes: params.maxLeafNodes ?? Number.POSITIVE_INFINITY,
    maxDepth: params.maxDepth ?? Number.POSITIVE_INFINITY,
    learningRate: params.learningRate,
    minSamplesLeaf: params.minSamplesLeaf,
    l2: params.l2Regularization,
    constantHessian: loss.constantHessian,
    monotonic,
    isCategorical,
    interactions,
  });
  const n = train.y.length;
  const outputs = loss.outputs;
  const baseline = loss.baseline(train.y, train.weights);
  const raw = allocate([outputs, n], 'float64');
  const pairs = allocate([outputs, n, 2], 'float32');
  const rawValues = (): Float64Array => heapView(raw) as Float64Array;
  fillRows(rawValues(), baseline);
  const heldRaw = new Float64Array(outputs * (held?.y.length ?? 0));
  fillRows(heldRaw, baseline);

  const trainScore: number[] = [];
  const validationScore: number[] = [];
  const shouldStop = (): boolean => {
    trainScore.push(-loss.mean(rawValues(), train.y, train.weights));
    if (held !== null) validationScore.push(-loss.mean(heldRaw, held.y, held.weights));
    return isStuck(held === null ? trainScore : validationScore, params);
  };
  if (stops) shouldStop();
  const builder = new HistForestBuilder(binned.thresholds, isCategorical);
  let iterations = 0;
  while (iterations < maxIter) {
    loss.derivatives(heapView(pairs) as Float32Array, rawValues(), train.y, train.weights);
    const last = new HistForestBuilder(binned.thresholds, isCategorical);
    for (let k = 0; k < outputs; k++) {
      const leafValue =
        loss.leafValue === null ? null : (leaf: Leaf) => bestValue(leaf, grower.samples, loss, rawValues(), train);
      const tree = grower.grow(pairs, 2 * k * n, leafValue);
      grower.addTo(rawValues(), k * n);
      builder.add(tree);
      if (held !== null) last.add(tree);
    }
    iterations++;
    onProgress?.({ done: iterations, total: maxIter });
    if (held !== null) addRaw(heldRaw, last.build(), outputs, held.x, width);
    if (stops && shouldStop()) break;
  }
  return {
    baseline,
    forest: builder.build(),
    iterations,
    trainScore: Float64Array.from(trainScore),
    validationScore: Float64Array.from(validationScore),
    isCategorical,
  };
}

/** What a set of samples is fitted on. */
interface Samples {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
}

function samplesAt({ x, y, weights }: Samples, width: number, places: Int32Array): Samples {
  return {
    x: rowsAt(x, width, places),
    y: entriesAt(y, places),
    weights: weights === null ? null : entriesAt(weights, places),
  };
}

function columnOf(x: Float64Array, width: number, j: number): Float64Array {
  return Float64Array.from({ length: x.length / width }, (_, i) => x[i * width + j]);
}

/** out[k, ·] = values[k] */
function fillRows(out: Float64Array, values: Float64Array): void {
  const n = out.length / values.length;
  values.forEach((value, k) => void out.fill(value, k * n, (k + 1) * n));
}

/** The best constant for the samples of a leaf. */
function bestValue(leaf: Leaf, samples: Int32Array, loss: Loss, raw: Float64Array, { y, weights }: Samples): number {
  const members = samples.subarray(leaf.from, leaf.from + leaf.count);
  const residuals = new Float64Array(leaf.count);
  for (let i = 0; i < leaf.count; i++) residuals[i] = y[members[i]] - raw[members[i]];
  return loss.leafValue?.(residuals, weights === null ? null : entriesAt(weights, members)) ?? leaf.value;
}

/** Whether none of the last scores is better than the one before them. */
export function isStuck(
  scores: readonly number[],
  options: { readonly nIterNoChange: number; readonly tol: number },
): boolean {
  const before = scores.length - 1 - options.nIterNoChange;
  if (before < 0) return false;
  return scores.slice(before + 1).every((score) => score <= scores[before] + options.tol);
}

/** Adds to raw predictions [K, N] what all trees of a forest say. */
function addRaw(out: Float64Array, forest: HistForest, outputs: number, x: Float64Array, width: number): void {
  const n = x.length / width;
  const end = forest.starts.length - 1;
  for (let k = 0; k < outputs; k++) addPredictions(out, k * n, forest, { first: k, end, step: outputs }, x, width);
}

/** Raw predictions of samples x [N, F]. @shape → [K, N] */
export function rawPredictions({ baseline, forest }: BoostedTrees, x: Float64Array, width: number): Float64Array {
  const out = new Float64Array(baseline.length * (x.length / width));
  fillRows(out, baseline);
  addRaw(out, forest, baseline.length, x, width);
  return out;
}

/** Raw predictions after each iteration. @shape → [K, N] each */
export function* stagedPredictions(
  { baseline, forest, iterations }: BoostedTrees,
  x: Float64Array,
  width: number,
): Generator<Float64Array> {
  const outputs = baseline.length;
  const n = x.length / width;
  const raw = new Float64Array(outputs * n);
  fillRows(raw, baseline);
  for (let i = 0; i < iterations; i++) {
    for (let k = 0; k < outputs; k++) {
      const tree = i * outputs + k;
      addPredictions(raw, k * n, forest, { first: tree, end: tree + 1, step: 1 }, x, width);
    }
    yield raw.slice();
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
