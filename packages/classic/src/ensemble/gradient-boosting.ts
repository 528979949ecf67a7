import type { Rng } from '@ml/tensor';
import type { FitProgress } from '../base/classifier.ts';
import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf } from '../base/random-state.ts';
import { holdOut } from '../hist-gradient-boosting/hold-out.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { featureImportances } from '../tree/feature-importances.ts';
import { type GrowthRules, growTree, type NumberCriterionName } from '../tree/grow-tree.ts';
import { pruneTree } from '../tree/prune-tree.ts';
import { rankColumns } from '../tree/ranked-columns.ts';
import { readTree } from '../tree/read-tree.ts';
import { noChild, type Tree } from '../tree/tree.ts';
import { leavesOf } from '../tree/tree-leaves.ts';
import { checkTreeParams, growthRules, type TreeParams, treeDefaults } from '../tree/tree-params.ts';
import type { BoostedSamples, GradientLoss, LeafSamples } from './gradient-boosting-losses.ts';
import { sumForest } from './sum-forest.ts';

/** Hyper-parameters that both gradient boosters have. */
export interface GradientBoostingParams extends TreeParams {
  /** What every tree's values are multiplied by; > 0. */
  readonly learningRate: number;
  /** Most stages; one tree each, with more than two classes one for each class. */
  readonly nEstimators: number;
  /** Share of the samples that each stage is fitted on, drawn without repeats. */
  readonly subsample: number;
  /** What splits of the trees lower. */
  readonly criterion: Exclude<NumberCriterionName, 'absolute_error' | 'poisson'>;
  /** What is predicted before the first tree: 0, or null: the best constant. */
  readonly init: 'zero' | null;
  /** Share (below 1) or number of samples that are kept aside to tell when to stop. */
  readonly validationFraction: number;
  /** Stages without an improvement until it stops; null: it does not. */
  readonly nIterNoChange: number | null;
  /** The least that counts as an improvement. */
  readonly tol: number;
}

export const gradientBoostingDefaults: GradientBoostingParams = {
  ...treeDefaults,
  learningRate: 0.1,
  nEstimators: 100,
  subsample: 1,
  criterion: 'friedman_mse',
  maxDepth: 3,
  init: null,
  validationFraction: 0.1,
  nIterNoChange: null,
  tol: 1e-4,
};

/** @throws {ParameterError} */
export function checkGradientBoostingParams(name: string, params: GradientBoostingParams): void {
  const { subsample, validationFraction: fraction } = params;
  checkTreeParams(name, params);
  requireNonNegative(name, 'learningRate', params.learningRate, { above: true });
  requireCount(name, 'nEstimators', params.nEstimators);
  requireParameter(name, 'subsample', subsample, subsample > 0 && subsample <= 1, 'a share above 0, up to 1');
  requireOneOf(name, 'criterion', params.criterion, ['friedman_mse', 'squared_error']);
  requireOneOf(name, 'init', params.init, ['zero', null]);
  const isFraction = (fraction > 0 && fraction < 1) || (Number.isSafeInteger(fraction) && fraction >= 1);
  requireParameter(name, 'validationFraction', fraction, isFraction, 'a share between 0 and 1 or a number of samples');
  if (params.nIterNoChange !== null) requireCount(name, 'nIterNoChange', params.nIterNoChange);
  requireNonNegative(name, 'tol', params.tol);
}

/** What gradient boosting learns. */
export interface GradientBoosted {
  /** What is predicted before the first tree. @shape [K] */
  readonly initial: Float64Array;
  /** K trees of each stage, one after the other; their leaves say what is added, before it is multiplied. */
  readonly trees: readonly Tree[];
  readonly learningRate: number;
  /** Mean loss on the samples of each stage, after it. @shape [stages] */
  readonly trainScore: Float64Array;
  /** How much each stage lowers the mean loss of the samples it was not fitted on; null where it was fitted on all. */
  readonly oobImprovement: Float64Array | null;
}

export interface GradientBoostingData {
  /** [N, F] row by row. */
  readonly x: Float64Array;
  readonly features: number;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
  /** y are codes of classes. */
  readonly isClassifier: boolean;
}

/**
 * Fits trees stage by stage to the negative gradients of the loss, and puts into their leaves what lowers the loss most.
 *
 * Columns are ranked once, for all trees.
 *
 * @reference Friedman 2001, Greedy function approximation: a gradient boosting machine; Friedman 2002 for `subsample`
 */
export function boostTrees(
  name: string,
  data: GradientBoostingData,
  loss: GradientLoss,
  params: GradientBoostingParams,
  onProgress?: (progress: FitProgress) => void,
): GradientBoosted {
  const rng = generatorOf(name, params.randomState);
  const { nIterNoChange, validationFraction, tol, nEstimators, learningRate } = params;
  const all = data.y.length;
  const split =
    nIterNoChange === null ? null : holdOut(all, validationFraction, data.isClassifier ? data.y : null, rng);
  const train = split === null ? data : dataAt(data, split.train);
  const held = split === null ? null : dataAt(data, split.test);
  const n = train.y.length;
  const samples = { y: train.y, weights: train.weights ?? new Float64Array(n).fill(1) };
  const initial =
    params.init === 'zero' ? new Float64Array(loss.outputs) : loss.initial(samples, train.weights !== null);
  const stages = new Stages(train, samples, loss, params, initial, rng);
  const heldRaw = filledRows(initial, held?.y.length ?? 0);
  const lowest = new Float64Array(nIterNoChange ?? 0).fill(Number.POSITIVE_INFINITY);

  const trees: Tree[] = [];
  const trainScore: number[] = [];
  const oobImprovement: number[] = [];
  for (let stage = 0; stage < nEstimators; stage++) {
    const done = stages.next();
    trees.push(...done.trees);
    trainScore.push(done.trainScore);
    oobImprovement.push(done.oobImprovement);
    onProgress?.({ done: stage + 1, total: nEstimators });
    if (held === null) continue;
    addTrees(heldRaw, done.trees, held.x, learningRate);
    const heldLoss = loss.mean(heldRaw, {
      y: held.y,
      weights: held.weights ?? new Float64Array(held.y.length).fill(1),
    });
    if (!lowest.some((score) => heldLoss + tol < score)) break;
    lowest[stage % lowest.length] = heldLoss;
  }
  return {
    initial,
    trees,
    learningRate,
    trainScore: Float64Array.from(trainScore),
    oobImprovement: params.subsample < 1 ? Float64Array.from(oobImprovement) : null,
  };
}

interface Stage {
  readonly trees: readonly Tree[];
  readonly trainScore: number;
  /** NaN where there are no samples out of the bag. */
  readonly oobImprovement: number;
}

/** The stages of a fit: what the trees so far predict, and the next trees. */
class Stages {
  readonly #data: GradientBoostingData;
  readonly #samples: BoostedSamples;
  readonly #loss: GradientLoss;
  readonly #params: GradientBoostingParams;
  readonly #columns: ReturnType<typeof rankColumns>;
  readonly #rules: GrowthRules;
  readonly #rng: Rng;
  readonly #raw: Float64Array;

  constructor(
    data: GradientBoostingData,
    samples: BoostedSamples,
    loss: GradientLoss,
    params: GradientBoostingParams,
    initial: Float64Array,
    rng: Rng,
  ) {
    this.#data = data;
    this.#samples = samples;
    this.#loss = loss;
    this.#params = params;
    this.#rng = rng;
    this.#columns = rankColumns(data.x, data.features);
    this.#rules = growthRules({ ...params, splitter: 'best' }, data.y.length, data.features);
    this.#raw = filledRows(initial, data.y.length);
  }

  next(): Stage {
    const n = this.#data.y.length;
    const { subsample } = this.#params;
    const bag = subsample < 1 ? this.#drawBag(Math.max(1, Math.floor(subsample * n))) : null;
    const [inside, outside] = [bag, bag === null ? null : bag.map((is) => 1 - is)];
    const before = outside === null ? Number.NaN : this.#lossOf(outside);
    const trees = this.#grow(bag);
    const trainScore = this.#lossOf(inside);
    return { trees, trainScore, oobImprovement: outside === null ? Number.NaN : before - this.#lossOf(outside) };
  }

  /** 1 for so many samples, 0 for the others. */
  #drawBag(count: number): Uint8Array {
    const bag = new Uint8Array(this.#data.y.length);
    for (const i of this.#rng.permutation(bag.length).subarray(0, count)) bag[i] = 1;
    return bag;
  }

  #lossOf(mask: Uint8Array | null): number {
    const { y, weights } = this.#samples;
    return this.#loss.mean(this.#raw, { y, weights: mask === null ? weights : weights.map((w, i) => w * mask[i]) });
  }

  /** The K trees of a stage, all fitted to what was predicted before it. */
  #grow(bag: Uint8Array | null): Tree[] {
    const { y, weights } = this.#samples;
    const { outputs } = this.#loss;
    const { ccpAlpha, learningRate } = this.#params;
    const n = y.length;
    const own = bag === null ? weights : weights.map((weight, i) => weight * bag[i]);
    const isWeighted = bag !== null || this.#data.weights !== null;
    const before = this.#raw.slice();
    const treeRng = this.#rules.maxFeatures < this.#data.features ? this.#rng : null;
    return Array.from({ length: outputs }, (_, k) => {
      const residuals = this.#loss.residuals(k, before, this.#samples);
      const grown = growTree(
        { columns: this.#columns, targets: residuals, classes: 0, weights: isWeighted ? own : null },
        this.#rules,
        treeRng,
      );
      const pruned = ccpAlpha === 0 ? grown : pruneTree(grown, ccpAlpha);
      const leaves = leavesOf(pruned, this.#data.x);
      const labels = outputs === 1 ? y : y.map((label) => (label === k ? 1 : 0));
      const raw = before.subarray(k * n, (k + 1) * n);
      const tree = withLeafValues(pruned, leaves, this.#loss, { y: labels, weights: own, raw, residuals });
      for (let i = 0; i < n; i++) this.#raw[k * n + i] += learningRate * tree.value[leaves[i]];
      return tree;
    });
  }
}

/** The tree with the best values in its leaves. Samples of weight 0 have no say. */
function withLeafValues(tree: Tree, leaves: Int32Array, loss: GradientLoss, samples: LeafSamples): Tree {
  if (loss.leafValue === null) return tree;
  const members = new Int32Array(tree.feature.length + 1);
  for (let i = 0; i < leaves.length; i++) if (samples.weights[i] > 0) members[leaves[i] + 1]++;
  for (let node = 0; node < tree.feature.length; node++) members[node + 1] += members[node];
  const order = new Int32Array(leaves.length);
  const next = members.slice();
  for (let i = 0; i < leaves.length; i++) if (samples.weights[i] > 0) order[next[leaves[i]]++] = i;
  const value = tree.value.slice();
  for (let node = 0; node < tree.feature.length; node++) {
    const own = order.subarray(members[node], members[node + 1]);
    if (tree.childrenLeft[node] !== noChild || own.length === 0) continue;
    const taken = (list: Float64Array): Float64Array => Float64Array.from(own, (i) => list[i]);
    const { y, weights, raw, residuals } = samples;
    value[node] = loss.leafValue({
      y: taken(y),
      weights: taken(weights),
      raw: taken(raw),
      residuals: taken(residuals),
    });
  }
  return { ...tree, value };
}

function dataAt(data: GradientBoostingData, places: Int32Array): GradientBoostingData {
  const { x, y, weights, features } = data;
  const rows = new Float64Array(places.length * features);
  places.forEach((place, i) => void rows.set(x.subarray(place * features, (place + 1) * features), i * features));
  const at = (list: Float64Array): Float64Array => Float64Array.from(places, (i) => list[i]);
  return { ...data, x: rows, y: at(y), weights: weights === null ? null : at(weights) };
}

/** [K, n] with one value in each row. */
function filledRows(initial: Float64Array, n: number): Float64Array {
  const out = new Float64Array(initial.length * n);
  initial.forEach((value, k) => void out.fill(value, k * n, (k + 1) * n));
  return out;
}

/** Adds what the K trees of a stage say to raw predictions [K, N]. */
function addTrees(raw: Float64Array, trees: readonly Tree[], x: Float64Array, learningRate: number): void {
  const n = raw.length / trees.length;
  trees.forEach((tree, k) => {
    leavesOf(tree, x).forEach((leaf, i) => {
      raw[k * n + i] += learningRate * tree.value[leaf];
    });
  });
}

/** Raw predictions of x [N, F], in the memory of a tensor. @shape → [K, N] */
export function boostedRaw({ initial, trees, learningRate }: GradientBoosted, x: Float64Array): Float64Array {
  const outputs = initial.length;
  const n = x.length / trees[0].nFeatures;
  const raw = filledRows(initial, n);
  for (let k = 0; k < outputs; k++) {
    const own = trees.filter((_, t) => t % outputs === k);
    sumForest(own, x, false, null).forEach((sum, i) => {
      raw[k * n + i] += learningRate * sum;
    });
  }
  return raw;
}

/** Raw predictions after each stage. @shape x [N, F] → [K, N] each */
export function* stagedRaw(
  { initial, trees, learningRate }: GradientBoosted,
  x: Float64Array,
): Generator<Float64Array> {
  const outputs = initial.length;
  let raw = filledRows(initial, x.length / trees[0].nFeatures);
  for (let t = 0; t < trees.length; t += outputs) {
    raw = raw.slice();
    addTrees(raw, trees.slice(t, t + outputs), x, learningRate);
    yield raw;
  }
}

/** Share of each feature in the impurity that all splits of all trees took away. @shape → [F] */
export function boostedImportances({ trees }: GradientBoosted): Float64Array {
  const sums = new Float64Array(trees[0].nFeatures);
  for (const tree of trees) {
    const taken = impurityTaken(tree);
    featureImportances(tree).forEach((share, f) => {
      sums[f] += share * taken;
    });
  }
  const total = sums.reduce((sum, each) => sum + each, 0);
  return total > 0 ? sums.map((sum) => sum / total) : sums;
}

/** Impurity of the root less that of the leaves, by weight. */
function impurityTaken({ impurity, childrenLeft, weightedNNodeSamples: weight }: Tree): number {
  let left = 0;
  for (let node = 0; node < impurity.length; node++)
    if (childrenLeft[node] === noChild) left += (weight[node] / weight[0]) * impurity[node];
  return impurity[0] - left;
}

/** What gradient boosting learned, from a file. @throws {PersistenceError} */
export function readGradientBoosted(read: StateReader, features: number, outputs: number): GradientBoosted {
  const trainScore = read.float64('trainScore');
  const stages = trainScore.length;
  read.require(stages > 0, 'has no stages');
  const trees = read.objects('trees', stages * outputs).map((tree) => readTree(tree, features, 1));
  return {
    initial: read.float64('initial', outputs),
    trees,
    learningRate: read.number('learningRate'),
    trainScore,
    oobImprovement: read.raw('oobImprovement') === null ? null : read.float64('oobImprovement', stages),
  };
}
