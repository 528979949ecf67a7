import { allocate, heapView, type Tensor } from '@ml/tensor';
import type { FitProgress } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { generatorOf } from '../base/random-state.ts';
import { values } from '../base/values.ts';
import { binFeatures } from './bin-features.ts';
import type { BoostedTrees } from './boosted-trees.ts';
import { categoricalMask, categoriesOf, interactionSets, monotonicSigns } from './feature-rules.ts';
import { forestValues, HistForestBuilder, placeForest } from './hist-forest.ts';
import { holdOut } from './hold-out.ts';
import type { Loss, Targets } from './losses.ts';
import type { HistBoostingParams } from './params.ts';
import { type Leaf, TreeGrower } from './tree-grower.ts';

/** From this many samples on 'auto' stops early. */
const manySamples = 10_000;

/** What a set of samples is fitted on. */
export interface BoostingSamples extends Targets {
  /** [N, F] */
  readonly x: Tensor;
}

export interface BoostingTask {
  readonly features: SeenFeatures;
  /** y are numbers of classes. */
  readonly isClassifier: boolean;
  readonly loss: Loss;
  readonly params: HistBoostingParams;
  readonly onProgress?: ((progress: FitProgress) => void) | undefined;
}

/**
 * Fits trees one after the other, each to the derivatives of the loss at what those before it predict.
 *
 * @reference Friedman 2001, Greedy function approximation; Ke et al. 2017, LightGBM
 */
export function boost(
  estimator: string,
  samples: BoostingSamples,
  { features, isClassifier, loss, params, onProgress }: BoostingTask,
): BoostedTrees {
  const rng = generatorOf(estimator, params.randomState);
  const width = features.count;
  const { maxBins, maxIter, earlyStopping, validationFraction: fraction } = params;
  const isCategorical = categoricalMask(estimator, params.categoricalFeatures, features);
  const monotonic = monotonicSigns(estimator, params.monotonicCst, width, isCategorical);
  const interactions = interactionSets(estimator, params.interactionCst, width);
  const categories = Array.from({ length: width }, (_, j) =>
    isCategorical?.[j] === 1 ? categoriesOf(`${estimator}.fit`, columnOf(samples.x, j), j, maxBins) : null,
  );

  const all = samples.y.size;
  const stops = earlyStopping === 'auto' ? all > manySamples : earlyStopping;
  const classes = isClassifier ? values(samples.y) : null;
  const split = stops && fraction !== null ? holdOut(all, fraction, classes, rng) : null;
  const train = split === null ? samples : samplesAt(samples, split.train);
  const held = split === null ? null : samplesAt(samples, split.test);

  const binned = binFeatures(train.x, categories, { maxBins, rng });
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
  const n = train.y.size;
  const { outputs } = loss;
  const baseline = loss.baseline(train);
  const raw = filled(baseline, n);
  const pairs = allocate([outputs, n, 2], 'float32');
  const heldRaw = filled(baseline, held?.y.size ?? 0);

  const trainScore: number[] = [];
  const validationScore: number[] = [];
  const shouldStop = (): boolean => {
    trainScore.push(-loss.mean(raw, train));
    if (held !== null) validationScore.push(-loss.mean(heldRaw, held));
    return isStuck(held === null ? trainScore : validationScore, params);
  };
  if (stops) shouldStop();
  const builder = new HistForestBuilder(binned.thresholds, isCategorical);
  let iterations = 0;
  while (iterations < maxIter) {
    loss.derivatives(pairs, raw, train);
    const last = new HistForestBuilder(binned.thresholds, isCategorical);
    for (let k = 0; k < outputs; k++) {
      const best = loss.leafValue === null ? null : (leaf: Leaf) => bestValue(leaf, grower.samples, loss, raw, train);
      const tree = grower.grow(pairs, 2 * k * n, best);
      grower.addTo(values(raw), k * n);
      builder.add(tree);
      last.add(tree);
    }
    iterations++;
    onProgress?.({ done: iterations, total: maxIter });
    if (held !== null) addForest(heldRaw, last, held.x);
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

function columnOf(x: Tensor, j: number): Float64Array {
  const [n, width] = x.shape;
  const data = values(x);
  return Float64Array.from({ length: n }, (_, i) => data[i * width + j]);
}

/** Some of the samples. */
function samplesAt({ x, y, weights }: BoostingSamples, places: Int32Array): BoostingSamples {
  return { x: rowsAt(x, places), y: rowsAt(y, places), weights: weights === null ? null : rowsAt(weights, places) };
}

/** Rows of a matrix, or entries of a vector. */
function rowsAt(from: Tensor, places: Int32Array): Tensor {
  const [, ...rest] = from.shape;
  const width = rest[0] ?? 1;
  const out = allocate([places.length, ...rest], 'float64');
  const [source, target] = [values(from), values(out)];
  for (let i = 0; i < places.length; i++) {
    const at = places[i] * width;
    for (let j = 0; j < width; j++) target[i * width + j] = source[at + j];
  }
  return out;
}

/** [K, n] with one value in each row. */
function filled(baseline: Float64Array, n: number): Tensor {
  const out = allocate([baseline.length, n], 'float64');
  baseline.forEach((value, k) => void heapView(out).fill(value, k * n, (k + 1) * n));
  return out;
}

/** The best constant for the samples of a leaf. */
function bestValue(leaf: Leaf, samples: Int32Array, loss: Loss, raw: Tensor, { y, weights }: Targets): number {
  const members = samples.subarray(leaf.from, leaf.from + leaf.count);
  const [truth, predicted] = [values(y), values(raw)];
  const residuals = new Float64Array(leaf.count);
  for (let i = 0; i < leaf.count; i++) residuals[i] = truth[members[i]] - predicted[members[i]];
  const all = weights === null ? null : values(weights);
  const own = all === null ? null : Float64Array.from(members, (i) => all[i]);
  return loss.leafValue?.(residuals, own) ?? leaf.value;
}

/** Whether none of the last scores is better than the one before them. */
export function isStuck(
  scores: readonly number[],
  { nIterNoChange, tol }: { readonly nIterNoChange: number; readonly tol: number },
): boolean {
  const before = scores.length - 1 - nIterNoChange;
  if (before < 0) return false;
  return scores.slice(before + 1).every((score) => score <= scores[before] + tol);
}

/** Adds to raw predictions [K, N] what the K trees of one iteration say. */
function addForest(raw: Tensor, trees: HistForestBuilder, x: Tensor): void {
  const [outputs, n] = raw.shape;
  const forest = placeForest(trees.build());
  const added = allocate([outputs, n], 'float64');
  for (let k = 0; k < outputs; k++) forestValues(added, k * n, 0, forest, { first: k, end: k + 1, step: 1 }, x);
  const [sum, part] = [values(raw), values(added)];
  for (let i = 0; i < sum.length; i++) sum[i] += part[i];
  for (const tensor of [added, ...Object.values(forest)]) tensor.dispose();
}
