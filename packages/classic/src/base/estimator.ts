import type { Tensor } from '@ml/tensor';
import { type EstimatorJson, encodeEstimator } from '../persistence/encode.ts';
import { type CheckedMatrix, checkFeatureCount, checkMatrix, type MatrixRules } from './check-matrix.ts';
import type { MatrixLike } from './matrix-like.ts';
import { NotFittedError } from './not-fitted-error.ts';
import { ParameterError, requireParameter } from './parameter-error.ts';
import { cloneParameter, isEstimator } from './parameters.ts';
import type { EstimatorTags } from './tags.ts';

/** What is known of the class of an estimator. */
export interface EstimatorClass<E extends AnyEstimator = AnyEstimator> {
  new (params?: never): E;
  /** The name under which it is exported; files and messages use it. */
  readonly estimatorName: string;
  /** Every hyper-parameter with its default. */
  readonly defaults: object;
  readonly tags: EstimatorTags;
  /** Parameters whose default is true or false and that may be something else all the same. */
  readonly notOnlySwitches?: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: an estimator of whatever parameters and state
export type AnyEstimator = Estimator<any, any>;

/** What `fit` saw of X. */
export interface SeenFeatures {
  readonly count: number;
  readonly names: readonly string[] | null;
}

/**
 * What every estimator is: hyper-parameters, set when it is made and never changed by `fit`; and what it learned, plain data
 * in one place, set by `fit` as a whole. Public names of learned things end in `_`.
 *
 * @typeParam P its hyper-parameters
 * @typeParam S what it learns: numbers, strings, booleans, null, typed arrays, estimators, and arrays and objects of these
 */
export abstract class Estimator<P extends object, S> {
  #params: P;
  #learned: S | null = null;
  #seen: SeenFeatures | null = null;

  /** @throws {ParameterError} when a parameter is unknown; lists those there are */
  constructor(params: Partial<P> = {}) {
    this.#params = { ...(this.class.defaults as P) };
    this.setParams(params);
  }

  /** The class with its static parts. */
  get class(): EstimatorClass<this> {
    return this.constructor as unknown as EstimatorClass<this>;
  }

  /** What it can and cannot take; those made of other estimators ask these. */
  get tags(): EstimatorTags {
    return this.class.tags;
  }

  /** The hyper-parameters. */
  get params(): Readonly<P> {
    return this.#params;
  }

  /** Estimators that belong to this one, by the name that comes before `__` in the names of their parameters. */
  get parts(): Readonly<Record<string, AnyEstimator>> {
    return Object.fromEntries(
      Object.entries(this.#params).filter((entry): entry is [string, AnyEstimator] => isEstimator(entry[1])),
    );
  }

  /** The hyper-parameters by name; with `deep` (the default) those of its parts too, as `part__name`. */
  getParams({ deep = true }: { readonly deep?: boolean } = {}): Record<string, unknown> {
    const own = { ...this.#params } as Record<string, unknown>;
    if (!deep) return own;
    for (const [part, estimator] of Object.entries(this.parts)) {
      own[part] = estimator;
      for (const [name, value] of Object.entries(estimator.getParams())) own[`${part}__${name}`] = value;
    }
    return own;
  }

  /**
   * Changes hyper-parameters; `part__name` reaches into a part. What was learned stays until the next `fit`.
   *
   * @throws {ParameterError} when a name is unknown, with a list of those there are; when a switch is neither true nor false
   */
  setParams(params: Partial<P> | Readonly<Record<string, unknown>>): this {
    const own = new Map<string, unknown>();
    const inner = new Map<string, Record<string, unknown>>();
    for (const [name, value] of Object.entries(params)) {
      if (value === undefined) continue;
      const cut = name.indexOf('__');
      if (cut < 0) own.set(name, value);
      else inner.set(name.slice(0, cut), { ...inner.get(name.slice(0, cut)), [name.slice(cut + 2)]: value });
    }
    for (const name of own.keys()) if (!Object.hasOwn(this.class.defaults, name)) this.replacePart(name, own);
    for (const [name, value] of own) this.#checkSwitch(name, value);
    this.#params = { ...this.#params, ...Object.fromEntries(own) };
    for (const [part, values] of inner) {
      const estimator = this.parts[part];
      if (estimator === undefined) throw this.#unknown(`${part}__${Object.keys(values)[0]}`);
      estimator.setParams(values);
    }
    return this;
  }

  #checkSwitch(name: string, value: unknown): void {
    const { defaults, notOnlySwitches = [], estimatorName } = this.class;
    const isSwitch =
      typeof (defaults as Record<string, unknown>)[name] === 'boolean' && !notOnlySwitches.includes(name);
    if (isSwitch) requireParameter(estimatorName, name, value, typeof value === 'boolean', 'true or false');
  }

  /** A name that is no parameter: those with named steps put another estimator in its place, and take it off the list. */
  protected replacePart(name: string, _values: Map<string, unknown>): void {
    throw this.#unknown(name);
  }

  #unknown(name: string): ParameterError {
    const names = Object.keys(this.getParams({ deep: false })).join(', ');
    return new ParameterError(
      `${this.class.estimatorName}: there is no parameter '${name}'; there are ${names || 'none'}`,
    );
  }

  /** An estimator with the same hyper-parameters (parts are cloned too) that has learned nothing. */
  clone(): this {
    const params = Object.fromEntries(
      Object.entries(this.#params).map(([name, value]) => [name, cloneParameter(value)]),
    );
    return new this.class(params as never);
  }

  get isFitted(): boolean {
    return this.#learned !== null;
  }

  /** What `fit` learned. @throws {NotFittedError} before it */
  protected get learned(): S {
    if (this.#learned === null) throw new NotFittedError(this.class.estimatorName);
    return this.#learned;
  }

  /** Ends `fit`: forgets what was learned before. */
  protected learn(state: S): this {
    this.#learned = state;
    return this;
  }

  /** Number of features seen in `fit`. @throws {NotFittedError} before it */
  get nFeaturesIn_(): number {
    return this.#features().count;
  }

  /** Names of the features, where `fit` was given a table; otherwise null. @throws {NotFittedError} before `fit` */
  get featureNamesIn_(): readonly string[] | null {
    return this.#features().names;
  }

  #features(): SeenFeatures {
    if (this.#learned === null || this.#seen === null) throw new NotFittedError(this.class.estimatorName);
    return this.#seen;
  }

  /**
   * X of `fit`: checked, as a float64 matrix, its width and names remembered.
   *
   * @throws {ShapeError} when it is not a matrix
   * @throws {DataError} when a value is not finite; names the row and the column
   */
  protected fitX(X: MatrixLike, rules: MatrixRules = {}): Tensor<[number, number]> {
    const checked: CheckedMatrix = checkMatrix(`${this.class.estimatorName}.fit`, X, this.#rules(rules));
    this.see({ count: checked.X.shape[1], names: checked.names });
    return checked.X;
  }

  /** Remembers the features of `fit`; for those that do not take a matrix. */
  protected see(features: SeenFeatures): void {
    this.#seen = features;
  }

  /**
   * X of any other method: as `fitX`, and it must have the columns that `fit` saw.
   *
   * @param method e.g. `predict`
   * @throws {NotFittedError} before `fit`
   */
  protected checkX(X: MatrixLike, method: string, rules: MatrixRules = {}): Tensor<[number, number]> {
    const expected = this.nFeaturesIn_;
    const op = `${this.class.estimatorName}.${method}`;
    const checked = checkMatrix(op, X, this.#rules(rules));
    checkFeatureCount(op, checked.X, expected);
    return checked.X;
  }

  #rules(rules: MatrixRules): MatrixRules {
    return { allowNaN: this.class.tags.allowsNaN, ...rules };
  }

  /** Everything there is to know about it as JSON data, every number to the last bit; `fromJSON` and `loadEstimator` read it. */
  toJSON(): EstimatorJson {
    const features = this.#learned === null ? null : this.#seen;
    return encodeEstimator(this.class.estimatorName, this.#params, features, this.#learned);
  }

  /**
   * Puts back what `toJSON` wrote down.
   *
   * @internal for `persistence/`
   */
  restore(state: unknown, seen: SeenFeatures | null): this {
    this.#learned = state === null ? null : this.readState(state, seen);
    this.#seen = seen;
    return this;
  }

  /**
   * Looks at a state that came from a file: lengths that disagree, indices out of range and unknown names must be refused
   * (`requireState`) before anything is computed with them.
   *
   * @throws {PersistenceError} when it is not what `fit` could have learned
   */
  protected abstract readState(state: unknown, seen: SeenFeatures | null): S;
}
