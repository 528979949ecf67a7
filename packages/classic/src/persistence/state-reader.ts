import type { AnyEstimator } from '../base/estimator.ts';
import type { Label } from '../base/labels.ts';
import { isEstimator } from '../base/parameters.ts';
import { PersistenceError } from './persistence-error.ts';

/**
 * Reads a state that came from a file, field by field; whatever is not as it should be is refused with its name.
 */
export class StateReader {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(
    readonly owner: string,
    state: unknown,
  ) {
    this.require(typeof state === 'object' && state !== null && !Array.isArray(state), 'is no object');
    this.#fields = state as Record<string, unknown>;
  }

  /** @throws {PersistenceError} unless it holds */
  require(holds: boolean, what: string): asserts holds {
    if (!holds) throw new PersistenceError(`${this.owner}: the state ${what}`);
  }

  /** The field as it is: for those that look at it themselves. */
  raw(name: string): unknown {
    this.require(Object.hasOwn(this.#fields, name), `has no ${name}`);
    return this.#fields[name];
  }

  number(name: string): number {
    const value = this.raw(name);
    this.require(typeof value === 'number', `has no number ${name}`);
    return value;
  }

  /** An integer from `least` to `most`. */
  integer(name: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.number(name);
    this.require(Number.isSafeInteger(value) && value >= least && value <= most, `has ${name} = ${value}`);
    return value;
  }

  boolean(name: string): boolean {
    const value = this.raw(name);
    this.require(typeof value === 'boolean', `has no boolean ${name}`);
    return value;
  }

  string(name: string): string {
    const value = this.raw(name);
    this.require(typeof value === 'string', `has no string ${name}`);
    return value;
  }

  /** Of that length, where one is given. */
  float64(name: string, length?: number): Float64Array {
    const value = this.raw(name);
    this.require(value instanceof Float64Array, `has no float64 array ${name}`);
    this.require(
      length === undefined || value.length === length,
      `has ${value.length} numbers in ${name}, not ${length}`,
    );
    return value;
  }

  /** Of that length and with every entry below `limit`, where they are given; entries are ≥ `least`. */
  int32(name: string, length?: number, limit = 2 ** 31, least = 0): Int32Array {
    const value = this.raw(name);
    this.require(value instanceof Int32Array, `has no int32 array ${name}`);
    this.require(
      length === undefined || value.length === length,
      `has ${value.length} numbers in ${name}, not ${length}`,
    );
    const odd = value.find((entry) => entry < least || entry >= limit);
    this.require(odd === undefined, `has ${odd} in ${name}`);
    return value;
  }

  list(name: string, length?: number): readonly unknown[] {
    const value = this.raw(name);
    this.require(Array.isArray(value), `has no list ${name}`);
    this.require(
      length === undefined || value.length === length,
      `has ${value.length} entries in ${name}, not ${length}`,
    );
    return value;
  }

  /** Readers for the objects of a list. */
  objects(name: string, length?: number): StateReader[] {
    return this.list(name, length).map((entry, i) => new StateReader(`${this.owner}.${name}[${i}]`, entry));
  }

  object(name: string): StateReader {
    return new StateReader(`${this.owner}.${name}`, this.raw(name));
  }

  /** Distinct labels, all numbers or all strings, at least one. */
  classes<L extends Label>(name = 'classes'): L[] {
    const value = this.list(name);
    const kind = typeof value[0];
    const fits = (kind === 'number' || kind === 'string') && value.every((label) => typeof label === kind);
    this.require(fits && new Set(value).size === value.length, `has no distinct labels in ${name}`);
    return [...value] as L[];
  }

  estimator(name: string): AnyEstimator {
    const value = this.raw(name);
    this.require(isEstimator(value), `has no estimator ${name}`);
    return value;
  }

  estimators(name: string, length?: number): AnyEstimator[] {
    const value = this.list(name, length);
    this.require(value.every(isEstimator), `has something else than estimators in ${name}`);
    return [...value] as AnyEstimator[];
  }
}
