import { indexSelect, Rng, type Tensor } from '@ml/tensor';
import type { FitOptions } from '../base/classifier.ts';
import type { AnyEstimator } from '../base/estimator.ts';
import { ParameterError, requireCount, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import type { EstimatorTags } from '../base/tags.ts';
import { integers } from '../base/values.ts';
import type { PortableSamples } from '../model-selection/portable-samples.ts';
import { toPortable } from '../model-selection/portable-samples.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { bootstrapCounts } from './bootstrap-counts.ts';
import { fitMembers, type MemberPart } from './fit-members.ts';
import { seededClone } from './weak-learners.ts';

/** Hyper-parameters of bagging. */
export interface BaggingParams {
  /** What is fitted on each bag; null: a decision tree. */
  readonly estimator: AnyEstimator | null;
  readonly nEstimators: number;
  /** Samples of a bag: a share up to 1, or a number above. */
  readonly maxSamples: number;
  /** Features of a bag: a share up to 1, or a number above. */
  readonly maxFeatures: number;
  /** Draw samples with repeats. */
  readonly bootstrap: boolean;
  /** Draw features with repeats. */
  readonly bootstrapFeatures: boolean;
  /** Score each sample by the members that have not seen it. */
  readonly oobScore: boolean;
  /** Most fits at the same time; null: as many as `setThreads` says. */
  readonly nJobs: number | null;
  readonly randomState: RandomState;
}

export const baggingDefaults: BaggingParams = {
  estimator: null,
  nEstimators: 10,
  maxSamples: 1,
  maxFeatures: 1,
  bootstrap: true,
  bootstrapFeatures: false,
  oobScore: false,
  nJobs: null,
  randomState: null,
};

/** @throws {ParameterError} */
export function checkBaggingParams(name: string, params: BaggingParams): void {
  requireCount(name, 'nEstimators', params.nEstimators);
  for (const key of ['maxSamples', 'maxFeatures'] as const) {
    const value = params[key];
    const holds = value > 0 && (value <= 1 || Number.isSafeInteger(value));
    requireParameter(name, key, value, holds, 'a share up to 1 or an integer above');
  }
  if (params.nJobs !== null) requireCount(name, 'nJobs', params.nJobs);
  if (params.oobScore && !params.bootstrap)
    throw new ParameterError(
      `${name}: oobScore needs bootstrap: without it there may be no samples that are not drawn`,
    );
}

/** What bagging learns. */
export interface Bagged {
  readonly estimators: readonly AnyEstimator[];
  /** Features that each member is given, one after the other. @shape [members · features of a bag] */
  readonly features: Int32Array;
  /** Seeds of the bags: their samples can be drawn again. */
  readonly seeds: Float64Array;
  readonly draws: BagDraws;
}

/** How bags are drawn. */
export interface BagDraws {
  readonly samples: number;
  readonly features: number;
  /** Samples and features of a bag. */
  readonly drawnSamples: number;
  readonly drawnFeatures: number;
  readonly bootstrap: boolean;
  readonly bootstrapFeatures: boolean;
}

/** One bag: its features, and how often each sample is in it. */
interface Bag {
  readonly features: Int32Array;
  readonly counts: Int32Array;
}

function drawBag(seed: number, draws: BagDraws): Bag {
  const rng = new Rng(seed);
  const counts = drawCounts(rng, draws.features, draws.drawnFeatures, draws.bootstrapFeatures);
  const features = repeated(counts);
  return { features, counts: drawCounts(rng, draws.samples, draws.drawnSamples, draws.bootstrap) };
}

function drawCounts(rng: Rng, n: number, drawn: number, repeats: boolean): Int32Array {
  if (repeats) return bootstrapCounts(rng, n, drawn);
  const counts = new Int32Array(n);
  for (const i of rng.permutation(n).subarray(0, drawn)) counts[i] = 1;
  return counts;
}

/** Each position as often as it counts. */
function repeated(counts: Int32Array): Int32Array {
  return Int32Array.from([...counts].flatMap((count, i) => new Array<number>(count).fill(i)));
}

/** @throws {ParameterError} when more are wanted than there are */
function drawnOf(name: string, parameter: string, value: number, total: number): number {
  requireParameter(name, parameter, value, value <= 1 || value <= total, `at most ${total}, all there are`);
  return Math.max(1, value <= 1 ? Math.floor(value * total) : value);
}

/**
 * Fits a member on each of the bags. What is drawn twice counts twice: by weights where the members take them as repeats, otherwise
 * by samples that occur twice. To be called within `tidy`.
 */
export function bag(
  name: string,
  base: AnyEstimator,
  { X, y, weights }: { readonly X: Tensor; readonly y: PortableSamples; readonly weights: Float64Array | null },
  params: BaggingParams,
  onProgress: FitOptions['onProgress'],
): Bagged {
  const { acceptsWeights, weightsRepeat } = base.tags;
  if (weights !== null && !acceptsWeights)
    throw new ParameterError(`${name}: ${base.class.estimatorName} takes no sample weights`);
  const [samples, features] = X.shape;
  const draws: BagDraws = {
    samples,
    features,
    drawnSamples: drawnOf(name, 'maxSamples', params.maxSamples, samples),
    drawnFeatures: drawnOf(name, 'maxFeatures', params.maxFeatures, features),
    bootstrap: params.bootstrap,
    bootstrapFeatures: params.bootstrapFeatures,
  };
  const rng = generatorOf(name, params.randomState);
  const seeds = Float64Array.from({ length: params.nEstimators }, () => rng.integers(0, 2 ** 31));
  const bags = Array.from(seeds, (seed) => drawBag(seed, draws));
  const allFeatures = draws.drawnFeatures === features && !draws.bootstrapFeatures;
  const byWeight = acceptsWeights && weightsRepeat;
  const rows = Int32Array.from({ length: samples }, (_, i) => i);
  const jobs = bags.map(({ counts, features: own }) => ({
    estimator: seededClone(base, rng),
    columns: allFeatures ? null : own,
    ...(byWeight ? byWeights(rows, counts, weights) : { rows: repeated(counts), weights }),
  }));
  const estimators = fitMembers(jobs, { X: toPortable(X), y }, { limit: params.nJobs ?? undefined, onProgress });
  return { estimators, features: Int32Array.from(bags.flatMap(({ features: own }) => [...own])), seeds, draws };
}

function byWeights(
  rows: Int32Array,
  counts: Int32Array,
  weights: Float64Array | null,
): Pick<MemberPart, 'rows' | 'weights'> {
  return { rows, weights: Float64Array.from(counts, (count, i) => count * (weights?.[i] ?? 1)) };
}

/** What member m is given of X; X itself where that is all. */
export function featuresFor(X: Tensor, { features, draws }: Bagged, m: number): Tensor {
  const { drawnFeatures } = draws;
  if (drawnFeatures === draws.features && !draws.bootstrapFeatures) return X;
  return indexSelect(X, 1, integers(features.slice(m * drawnFeatures, (m + 1) * drawnFeatures)));
}

/** Features of each member. */
export function baggedFeatures({ features, draws, seeds }: Bagged): Int32Array[] {
  return Array.from(seeds, (_, m) => features.slice(m * draws.drawnFeatures, (m + 1) * draws.drawnFeatures));
}

/** Samples in the bag of each member, ascending, as often as they were drawn. */
export function baggedSamples({ seeds, draws }: Bagged): Int32Array[] {
  return Array.from(seeds, (seed) => repeated(drawBag(seed, draws).counts));
}

/** Samples that are in the bag of no such member. */
export function outOfBag({ seeds, draws }: Bagged, m: number): Int32Array {
  const { counts } = drawBag(seeds[m], draws);
  return Int32Array.from(counts.keys()).filter((i) => counts[i] === 0);
}

/** Takes what its members take. */
export function baggingTags(own: EstimatorTags, base: AnyEstimator | null): EstimatorTags {
  if (base === null) return own;
  const { allowsNaN, requiresPositiveX, requiresPositiveY, acceptsWeights } = base.tags;
  return { ...own, allowsNaN, requiresPositiveX, requiresPositiveY, acceptsWeights };
}

/** What bagging learned, from a file. @throws {PersistenceError} */
export function readBagged(read: StateReader, features: number): Bagged {
  const estimators = read.estimators('estimators');
  read.require(estimators.length > 0 && estimators.every(({ isFitted }) => isFitted), 'has no fitted estimators');
  const own = read.object('draws');
  const draws: BagDraws = {
    samples: own.integer('samples', 1),
    features: own.integer('features', features, features),
    drawnSamples: own.integer('drawnSamples', 1),
    drawnFeatures: own.integer('drawnFeatures', 1),
    bootstrap: own.boolean('bootstrap'),
    bootstrapFeatures: own.boolean('bootstrapFeatures'),
  };
  const seeds = read.float64('seeds', estimators.length);
  read.require(
    seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0),
    'has odd seeds',
  );
  return { estimators, features: read.int32('features', seeds.length * draws.drawnFeatures, features), seeds, draws };
}
