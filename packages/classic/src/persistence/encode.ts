import { isTensor } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import { isEstimator } from '../base/parameters.ts';
import { PersistenceError } from './persistence-error.ts';
import { toBase64, typedArrayName } from './typed-arrays.ts';

export const format = '@ml/classic';
export const version = 1;

/** What `JSON` can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An estimator written down: which one, its parameters, the features it saw, and what it learned (null: nothing). */
export interface EstimatorJson {
  readonly format: string;
  readonly version: number;
  readonly estimator: string;
  readonly params: Json;
  readonly features: Json;
  readonly state: Json;
}

export function encodeEstimator(
  name: string,
  params: object,
  features: SeenFeatures | null,
  state: unknown,
): EstimatorJson {
  return {
    format,
    version,
    estimator: name,
    params: encode({ ...params }, `${name}.params`),
    features: encode(features, `${name}.features`),
    state: encode(state, name),
  };
}

/**
 * Plain data as JSON that keeps every bit. What JSON has no word for becomes an object with one key that begins with `$`:
 * `{ "$number": "NaN" }`, `{ "$float64": "<base64>" }`, `{ "$estimator": { … } }`. Things with a `toJSON` of their own (splitters)
 * become what it returns; estimators that have such parameters take either.
 *
 * @throws {PersistenceError} for functions and other things that are no data; says where
 */
export function encode(value: unknown, path: string): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { $number: numberName(value) };
  const typed = typedArrayName(value);
  if (typed !== null) return { [`$${typed}`]: toBase64(value as ArrayBufferView) };
  if (isEstimator(value)) return { $estimator: value.toJSON() as unknown as Json };
  if (Array.isArray(value)) return value.map((entry, i) => encode(entry, `${path}[${i}]`));
  if (saysItself(value)) return encode(value.toJSON(), path);
  const isPlain = typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) throw new PersistenceError(`${path} is ${nameOf(value)}, which JSON cannot say`);
  return Object.fromEntries(
    Object.entries(value as object)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => {
        if (key.startsWith('$') || key === '__proto__') throw new PersistenceError(`${path} has the key '${key}'`);
        return [key, encode(entry, `${path}.${key}`)];
      }),
  );
}

function saysItself(value: unknown): value is { toJSON(): unknown } {
  return typeof (value as { toJSON?: unknown } | null | undefined)?.toJSON === 'function' && !isTensor(value);
}

function numberName(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function nameOf(value: unknown): string {
  if (typeof value === 'object') return `a ${value?.constructor?.name ?? 'special object'}`;
  return typeof value === 'function' ? `the function ${value.name || '(anonymous)'}` : `a ${typeof value}`;
}
