import { isTensor, Rng, type Tensor, tensor, toTypedArray } from '@ml/tensor';
import type { AnyEstimator, EstimatorClass } from '../base/estimator.ts';
import type { TableLike } from '../base/matrix-like.ts';
import type { EstimatorTags } from '../base/tags.ts';
import * as api from '../index.ts';
import { examples } from './examples.testing.ts';

/** What an estimator is fitted on. */
export interface Sample {
  readonly X: number[][];
  readonly y: number[];
}

/** Something that can be called: estimators differ in what they have. */
export type Fitted = AnyEstimator & Record<string, (...args: readonly unknown[]) => unknown>;

/** An estimator that is exported, and how to make and use one. */
export interface Subject {
  readonly name: string;
  readonly type: EstimatorClass;
  readonly tags: EstimatorTags;
  /** Small and with a seed; `exact` where a solver is to be run to the end. */
  make(options?: { readonly exact?: boolean; readonly randomState?: number | null }): Fitted;
  /** Samples that it can be fitted on. */
  readonly data: Sample;
}

/** Every class that index.ts exports and that is an estimator. */
export const subjects: readonly Subject[] = Object.entries(api as Record<string, unknown>)
  .filter((entry): entry is [string, EstimatorClass] => isEstimatorClass(entry[1]))
  .map(([name, type]) => ({
    name,
    type,
    tags: type.tags,
    make: (options) => make(name, type, options),
    data: draw(type.tags, 41),
  }));

function isEstimatorClass(value: unknown): value is EstimatorClass {
  return typeof value === 'function' && typeof (value as unknown as EstimatorClass).estimatorName === 'string';
}

function make(
  name: string,
  type: EstimatorClass,
  { exact = false, randomState = 3 }: { readonly exact?: boolean; readonly randomState?: number | null } = {},
): Fitted {
  const params: Record<string, unknown> = { ...examples[name]?.() };
  const defaults = type.defaults as Record<string, unknown>;
  const set = (key: string, value: unknown): void => {
    if (Object.hasOwn(defaults, key) && !Object.hasOwn(params, key)) params[key] = value;
  };
  set('randomState', randomState);
  set('nEstimators', 5);
  if (typeof defaults.learningRate === 'number' && Object.hasOwn(defaults, 'maxBins')) set('maxIter', 5);
  if (exact) {
    if (typeof defaults.tol === 'number' && defaults.tol > 0) set('tol', 1e-10);
    if (typeof defaults.maxIter === 'number') set('maxIter', Math.max(defaults.maxIter, 20_000));
  }
  return new type(params as never) as Fitted;
}

/** Three groups of samples in four features; whole numbers for those that take categories. */
export function draw(tags: EstimatorTags, seed: number, n = 42, features = 4): Sample {
  const rng = new Rng(seed);
  const group = Array.from({ length: n }, (_, i) => i % 3);
  const X = group.map((g) =>
    Array.from({ length: features }, (_, j) => {
      const value = rng.normal() + (j === g ? 2.5 : 0);
      if (tags.acceptsCells) return Math.min(3, Math.max(0, Math.round(value)));
      return tags.requiresPositiveX ? Math.abs(value) : value;
    }),
  );
  const y =
    tags.kind === 'regressor'
      ? X.map((row, i) => row[0] - 2 * (row[1] ?? 0) + 0.5 * group[i] + 0.1 * rng.normal())
      : group;
  return { X, y: tags.requiresPositiveY ? y.map((value) => Math.abs(value) + 0.1) : y };
}

/** Fits as this kind of estimator is fitted. */
export function fit({ tags }: Subject, estimator: Fitted, { X, y }: { X: unknown; y: unknown }, options = {}): Fitted {
  if (tags.input === 'labels') estimator.fit(y, null, options);
  else if (tags.input === 'resample') estimator.fitResample(X, y);
  else estimator.fit(X, y, options);
  return estimator;
}

/** Methods that make something of X. */
const methods = [
  ...['predict', 'predictProba', 'predictLogProba', 'decisionFunction'],
  ...['transform', 'scoreSamples', 'kneighbors', 'apply'],
];

/** Everything a fitted estimator says of X, as plain numbers and words. */
export function outputs(
  { tags }: Subject,
  estimator: Fitted,
  { X, y }: { X: unknown; y: unknown },
): Record<string, unknown> {
  if (tags.input === 'resample') return plain(estimator.fitResample(X, y)) as Record<string, unknown>;
  const given = tags.input === 'labels' ? y : X;
  const found: Record<string, unknown> = {};
  for (const method of methods) {
    if (typeof estimator[method] !== 'function' || isUnavailable(estimator, method)) continue;
    found[method] = plain(estimator[method](given));
  }
  if (tags.kind === 'clusterer') found.labels_ = plain(estimator.labels_);
  if (Object.keys(found).length === 0) throw new Error('there is no method to check');
  return found;
}

/** Some have a method only with certain parameters: `hasMethod` says so. */
function isUnavailable(estimator: Fitted, method: string): boolean {
  return typeof estimator.hasMethod === 'function' && estimator.hasMethod(method) === false;
}

/** Tensors as nested arrays, typed arrays as arrays. */
export function plain(value: unknown): unknown {
  if (isTensor(value)) return value.toArray();
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
  return value;
}

/** All numbers in nested results, in order; words as they are. */
export function flat(value: unknown): (number | string | boolean)[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(flat);
  return value === null || value === undefined ? [] : [value as number];
}

/** Samples as a float64 tensor. */
export function asTensor(X: number[][]): Tensor {
  return tensor(X, { dtype: 'float64' });
}

/** Samples as a table whose columns are a, b, c, … */
export function asTable(X: number[][]): TableLike {
  const columnNames = X[0].map((_, j) => String.fromCharCode(97 + j));
  return { columnNames, rowCount: X.length, column: (name) => X.map((row) => row[name.charCodeAt(0) - 97]) };
}

/** A copy of what might be changed. */
export function bits(x: Tensor): string {
  return Buffer.from(toTypedArray(x).buffer).toString('base64');
}
