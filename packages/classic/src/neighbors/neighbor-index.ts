// Samples to be found by nearness: what neighbours, density clusterers and imputers ask.
import { requireCount, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { joinLists, type NeighborLists, sortLists } from './flat-lists.ts';
import { nearestByGram, withinByGram } from './gram-search.ts';
import { largestKey, type MetricName, metricNames, metricOf, metricRows, requireMetric } from './metric.ts';
import { inParts, nearestOfRows, withinOfRows } from './row-search.ts';

export type NeighborStructure = 'brute' | 'kd_tree' | 'ball_tree';
export type NeighborAlgorithm = 'auto' | NeighborStructure;

/** How neighbours are looked for; every estimator with neighbours has these parameters. */
export interface NeighborSearchParams {
  /** 'auto' takes what should be fastest; the neighbours are the same. */
  readonly algorithm: NeighborAlgorithm;
  /** Samples in a leaf of a tree, at least. */
  readonly leafSize: number;
  readonly metric: MetricName;
  /** Power of 'minkowski': 1 is manhattan, 2 euclidean. */
  readonly p: number;
  /** Tasks at the same time; null: as many as `setThreads` says. */
  readonly nJobs: number | null;
}

/** Plain data: part of the state of estimators. */
export interface NeighborIndex {
  readonly structure: NeighborStructure;
  readonly metric: MetricName;
  readonly p: number;
  readonly leafSize: number;
  readonly features: number;
  /** The samples; unit vectors where the metric is 'cosine'. [N, F] */
  readonly points: Float64Array;
}

/** The k nearest of each query, nearest first, of equally near ones the first. [Q, k] */
export interface Nearest {
  readonly distances: Float64Array;
  readonly indices: Int32Array;
}

export interface NearestOptions {
  readonly nJobs?: number | null | undefined;
}

export interface WithinOptions extends NearestOptions {
  /** Nearest first, not in the order of the samples. */
  readonly byDistance?: boolean | undefined;
}

/** @throws {ParameterError} when a parameter of the search is none, or the structure cannot have the metric */
export function requireNeighborSearch(estimator: string, params: NeighborSearchParams): void {
  const { algorithm, leafSize, metric, p, nJobs } = params;
  requireOneOf(estimator, 'algorithm', algorithm, ['auto', 'brute', 'kd_tree', 'ball_tree']);
  requireCount(estimator, 'leafSize', leafSize);
  requireMetric(estimator, metric, p);
  if (nJobs !== null) requireCount(estimator, 'nJobs', nJobs);
  if (algorithm === 'auto' || algorithm === 'brute') return;
  const rule = `'brute' with metric ${metric === 'minkowski' ? `'minkowski' and p = ${p}` : `'${metric}'`}`;
  requireParameter(estimator, 'algorithm', algorithm, canHold(algorithm, metric, p), rule);
}

function canHold(structure: NeighborStructure, metric: MetricName, p: number): boolean {
  if (structure === 'brute') return true;
  if (metric === 'cosine' || (metric === 'minkowski' && p < 1)) return false;
  return structure === 'ball_tree' || (metric !== 'haversine' && metric !== 'hamming');
}

/**
 * An index of samples.
 *
 * @param expected neighbours that will be asked for, where that is known: for half of the samples a tree is no help
 * @throws {ParameterError} when the metric is haversine and there are not two features
 */
export function neighborIndex(
  estimator: string,
  { samples, features, expected = 1 }: { samples: Float64Array; features: number; expected?: number },
  { algorithm, leafSize, metric, p }: NeighborSearchParams,
): NeighborIndex {
  const places = metric !== 'haversine' || features === 2;
  requireParameter(estimator, 'metric', metric, places, `another for ${features} features: it takes 2`);
  const structure =
    algorithm === 'auto' ? fastest(samples.length / features, features, expected, metric, p) : algorithm;
  const rows = metricRows(metricOf(metric, p), samples, features);
  return { structure, metric, p, leafSize, features, points: rows === samples ? samples.slice() : rows };
}

/** Of normal samples a k-d tree is the faster one from some 6 · 3^F on, where everything else can be filtered: measured. */
function fastest(n: number, features: number, expected: number, metric: MetricName, p: number): NeighborStructure {
  if (features > 15 || expected >= n / 2) return 'brute';
  const tree = (['kd_tree', 'ball_tree'] as const).find((structure) => canHold(structure, metric, p));
  const isFiltered = metricOf(metric, p).name === 'euclidean';
  return tree === undefined || (isFiltered && n < 6 * 3 ** features) ? 'brute' : tree;
}

/** An index that came from a file. @throws {PersistenceError} when it is none */
export function readNeighborIndex(read: StateReader, features: number): NeighborIndex {
  const structure = read.string('structure') as NeighborStructure;
  const metric = read.string('metric') as MetricName;
  const p = read.number('p');
  const points = read.float64('points');
  read.require(['brute', 'kd_tree', 'ball_tree'].includes(structure), `has the structure '${structure}'`);
  read.require(metricNames.includes(metric), `has the metric '${metric}'`);
  read.require(p > 0, `has p = ${p}`);
  read.require(canHold(structure, metric, p), `has '${metric}' in ${structure}`);
  read.require(features > 0 && read.integer('features', 1) === features, 'has another number of features');
  read.require(points.length > 0 && points.length % features === 0, `has ${points.length} numbers in points`);
  read.require(points.every(Number.isFinite), 'has a number that is not finite in points');
  read.require(metric !== 'haversine' || features === 2, 'has haversine for other than 2 features');
  return { structure, metric, p, leafSize: read.integer('leafSize', 1), features, points };
}

/** Number of samples in the index. */
export function indexedCount({ points, features }: NeighborIndex): number {
  return points.length / features;
}

/**
 * The k nearest samples of each query.
 *
 * @param queries [Q, F]; null: the samples themselves, each of which is its own nearest, or one that is equal
 * @param k at most the number of samples
 */
export function kNearest(
  index: NeighborIndex,
  queries: Float64Array | null,
  k: number,
  { nJobs = null }: NearestOptions = {},
): Nearest {
  const rows = queries === null ? index.points : metricRows(metricOf(index.metric, index.p), queries, index.features);
  const filtered = nearestByGram(index, rows, k);
  if (filtered !== null) return filtered;
  const parts = inParts(index, rows, nJobs, nearestOfRows, { k });
  if (parts.length === 1) return parts[0];
  const count = rows.length / index.features;
  const all = { distances: new Float64Array(count * k), indices: new Int32Array(count * k) };
  let at = 0;
  for (const { distances, indices } of parts) {
    all.distances.set(distances, at);
    all.indices.set(indices, at);
    at += indices.length;
  }
  return all;
}

/**
 * All samples at most `radius` from each query.
 *
 * @param queries [Q, F]; null: the samples themselves
 */
export function withinRadius(
  index: NeighborIndex,
  queries: Float64Array | null,
  radius: number,
  { nJobs = null, byDistance = false }: WithinOptions = {},
): NeighborLists {
  const metric = metricOf(index.metric, index.p);
  const rows = queries === null ? index.points : metricRows(metric, queries, index.features);
  const limit = largestKey(metric, radius);
  const filtered = withinByGram(index, rows, limit);
  const lists = filtered ?? joinLists(inParts(index, rows, nJobs, withinOfRows, { limit }));
  const ascending = index.structure === 'brute';
  return ascending && !byDistance ? lists : sortLists(lists, byDistance);
}
