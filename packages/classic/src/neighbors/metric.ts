// Distances between rows of two matrices.
import { requireOneOf, requireParameter } from '../base/parameter-error.ts';

export type MetricName = 'euclidean' | 'manhattan' | 'chebyshev' | 'minkowski' | 'cosine' | 'haversine' | 'hamming';

export const metricNames: readonly MetricName[] = [
  'euclidean',
  'manhattan',
  'chebyshev',
  'minkowski',
  'cosine',
  'haversine',
  'hamming',
];

/**
 * Keys of the query at row `at` against a block of points, into the first places of `out`. A key grows with the distance and is
 * cheaper: what distances are compared by.
 *
 * The block has feature j of its i-th point at `base` + j · width + i. Feature by feature the loops are as long as the block, not
 * as short as a point: three times as fast for points of three features. A row-major point is a block of width 1.
 */
export type KeyKernel = (
  out: Float64Array,
  query: Float64Array,
  at: number,
  block: Float64Array,
  base: number,
  width: number,
  features: number,
) => void;

export interface Metric {
  readonly name: MetricName;
  readonly p: number;
  readonly keys: KeyKernel;
  readonly toDistance: (key: number) => number;
  readonly toKey: (distance: number) => number;
  /** How wrong a distance may be beyond some units of its last place. */
  readonly slack: number;
}

const same = (value: number): number => value;

/**
 * The metric of that name: 'minkowski' is (Σ|aⱼ − bⱼ|ᵖ)^(1/p), which for p = 1, 2 and ∞ has names of its own; 'haversine' takes
 * latitude and longitude in radians; 'hamming' is the share of features that differ; 'cosine' is 1 − cos of the angle, of rows
 * that `metricRows` has made unit vectors.
 */
export function metricOf(name: MetricName, p: number): Metric {
  switch (name) {
    case 'euclidean':
      return {
        name,
        p: 2,
        keys: squaredKeys,
        toDistance: Math.sqrt,
        toKey: (distance) => distance * distance,
        slack: 0,
      };
    case 'manhattan':
      return { name, p: 1, keys: absoluteKeys, toDistance: same, toKey: same, slack: 0 };
    case 'chebyshev':
      return { name, p: Number.POSITIVE_INFINITY, keys: largestKeys, toDistance: same, toKey: same, slack: 0 };
    case 'minkowski':
      if (p === 2) return metricOf('euclidean', p);
      if (p === 1) return metricOf('manhattan', p);
      if (p === Number.POSITIVE_INFINITY) return metricOf('chebyshev', p);
      return {
        name,
        p,
        keys: powerKeys(p),
        toDistance: (key) => key ** (1 / p),
        toKey: (distance) => distance ** p,
        slack: 0,
      };
    case 'cosine':
      return { name, p, keys: cosineKeys, toDistance: same, toKey: same, slack: 0 };
    case 'haversine':
      return {
        name,
        p,
        keys: haversineKeys,
        toDistance: (key) => 2 * Math.asin(Math.min(1, Math.sqrt(key))),
        toKey: (distance) => (distance >= Math.PI ? Number.POSITIVE_INFINITY : Math.sin(distance / 2) ** 2),
        slack: 1e-7, // asin is steep at 1: places opposite each other
      };
    case 'hamming':
      return { name, p, keys: differingKeys, toDistance: same, toKey: same, slack: 0 };
  }
}

/**
 * The largest key whose distance is at most `distance`: what is reported as that far is within it, also where the key of the
 * rounded distance is smaller, as √3² is smaller than 3.
 */
export function largestKey({ toKey, toDistance }: Metric, distance: number): number {
  const key = Float64Array.of(toKey(distance));
  const bits = new BigUint64Array(key.buffer);
  for (let step = 0; step < mostSteps && toDistance(key[0]) > distance; step++) bits[0]--;
  for (let step = 0; step < mostSteps && key[0] < Number.POSITIVE_INFINITY; step++) {
    bits[0]++;
    if (toDistance(key[0]) <= distance) continue;
    bits[0]--;
    break;
  }
  return key[0];
}

/** Keys that differ in their last digits and have one distance: two for a root, p for the p-th, of which this is enough. */
const mostSteps = 16;

/** @throws {ParameterError} when there is no such metric, or p is not above 0 */
export function requireMetric(estimator: string, name: unknown, p: unknown): void {
  requireOneOf(estimator, 'metric', name, metricNames);
  requireParameter(estimator, 'p', p, typeof p === 'number' && p > 0, 'a number > 0');
}

/** The rows as the metric takes them: unit vectors for 'cosine' (a row of zeros stays), the same array otherwise. */
export function metricRows(metric: Metric, rows: Float64Array, features: number): Float64Array {
  if (metric.name !== 'cosine') return rows;
  const units = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += features) {
    let square = 0;
    for (let j = at; j < at + features; j++) square += rows[j] * rows[j];
    const length = square === 0 ? 1 : Math.sqrt(square);
    for (let j = at; j < at + features; j++) units[j] = rows[j] / length;
  }
  return units;
}

/** The rows `from` … `to` of a row-major matrix as a block at `base`. */
export function writeBlock(
  block: Float64Array,
  base: number,
  rows: Float64Array,
  from: number,
  to: number,
  features: number,
): void {
  const width = to - from;
  for (let row = from, at = from * features; row < to; row++) {
    for (let j = 0; j < features; j++, at++) block[base + j * width + row - from] = rows[at];
  }
}

/** A loop, since a call of `fill` costs as much as all the rest for a short block. */
function clear(out: Float64Array, width: number): void {
  for (let i = 0; i < width; i++) out[i] = 0;
}

const squaredKeys: KeyKernel = (out, query, at, block, base, width, features) => {
  clear(out, width);
  for (let j = at * features, column = base; j < (at + 1) * features; j++, column += width) {
    const value = query[j];
    for (let i = 0; i < width; i++) {
      const difference = value - block[column + i];
      out[i] += difference * difference;
    }
  }
};

const absoluteKeys: KeyKernel = (out, query, at, block, base, width, features) => {
  clear(out, width);
  for (let j = at * features, column = base; j < (at + 1) * features; j++, column += width) {
    const value = query[j];
    for (let i = 0; i < width; i++) out[i] += Math.abs(value - block[column + i]);
  }
};

const largestKeys: KeyKernel = (out, query, at, block, base, width, features) => {
  clear(out, width);
  for (let j = at * features, column = base; j < (at + 1) * features; j++, column += width) {
    const value = query[j];
    for (let i = 0; i < width; i++) {
      const difference = Math.abs(value - block[column + i]);
      if (difference > out[i]) out[i] = difference;
    }
  }
};

function powerKeys(p: number): KeyKernel {
  return (out, query, at, block, base, width, features) => {
    clear(out, width);
    for (let j = at * features, column = base; j < (at + 1) * features; j++, column += width) {
      const value = query[j];
      for (let i = 0; i < width; i++) out[i] += Math.abs(value - block[column + i]) ** p;
    }
  };
}

const cosineKeys: KeyKernel = (out, query, at, block, base, width, features) => {
  clear(out, width);
  for (let j = at * features, column = base; j < (at + 1) * features; j++, column += width) {
    const value = query[j];
    for (let i = 0; i < width; i++) out[i] += value * block[column + i];
  }
  for (let i = 0; i < width; i++) out[i] = Math.min(2, Math.max(0, 1 - out[i]));
};

/** sin²(d/2), d the angle between two places seen from the middle of the sphere. */
const haversineKeys: KeyKernel = (out, query, at, block, base, width) => {
  const [latitude, longitude] = [query[2 * at], query[2 * at + 1]];
  for (let i = 0; i < width; i++) {
    const along = Math.sin(0.5 * (latitude - block[base + i]));
    const across = Math.sin(0.5 * (longitude - block[base + width + i]));
    out[i] = along * along + Math.cos(latitude) * Math.cos(block[base + i]) * across * across;
  }
};

const differingKeys: KeyKernel = (out, query, at, block, base, width, features) => {
  clear(out, width);
  for (let j = at * features, column = base; j < (at + 1) * features; j++, column += width) {
    const value = query[j];
    for (let i = 0; i < width; i++) if (value !== block[column + i]) out[i]++;
  }
  for (let i = 0; i < width; i++) out[i] /= features;
};
