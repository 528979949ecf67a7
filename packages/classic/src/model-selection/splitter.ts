import { DataError } from '../base/data-error.ts';
import { type EncodedLabels, encodeLabels, type Labels } from '../base/labels.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { type Samples, sampleCount } from './samples.ts';

/** One way to divide the samples: positions to fit on, and positions to judge on. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** A splitter as data; `checkCv` makes it again. */
export interface SplitterJson {
  readonly splitter: string;
  readonly [option: string]: unknown;
}

/** What is known of the class of a splitter. */
export interface SplitterClass {
  readonly splitterName: string;
  readonly defaults: object;
  new (options?: never): Splitter;
}

/**
 * A rule by which samples are divided into those to fit on and those to judge on, several times. It is made with options, which
 * are looked at at once, and holds nothing else: the same splitter can be used on any number of data sets.
 */
export abstract class Splitter<O extends object = object> {
  readonly options: Readonly<O>;

  /** @throws {ParameterError} when an option is unknown, or has a value that it cannot have */
  constructor(options: { readonly [K in keyof O]?: O[K] | undefined } = {}) {
    const { splitterName, defaults } = this.class;
    for (const name of Object.keys(options))
      if (!Object.hasOwn(defaults, name)) {
        const names = Object.keys(defaults).join(', ');
        throw new ParameterError(`${splitterName}: there is no option '${name}'; there are ${names || 'none'}`);
      }
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    this.options = { ...(defaults as O), ...Object.fromEntries(given) };
    this.check(splitterName, this.options);
  }

  /** The class with its static parts. */
  get class(): SplitterClass {
    return this.constructor as unknown as SplitterClass;
  }

  /** Looks at the options. */
  protected abstract check(name: string, options: Readonly<O>): void;

  /** How many times the samples are divided. */
  abstract getNSplits(X?: Samples | null, y?: Samples | null, groups?: Labels | null): number;

  /**
   * The ways to divide the samples, one after the other.
   *
   * @param X only the number of samples matters
   * @param y class of each sample, for those that keep the shares of classes
   * @param groups group of each sample, for those that keep groups together
   * @throws {DataError} when there are too few samples, members of classes or groups
   */
  abstract split(X: Samples, y?: Samples | null, groups?: Labels | null): Iterable<Split>;

  toJSON(): SplitterJson {
    return { splitter: this.class.splitterName, ...this.options };
  }

  /** Number of samples, at least `least` of them. */
  protected count(X: Samples, least = 1): number {
    const name = this.class.splitterName;
    const n = sampleCount(name, X);
    if (n < least) throw new DataError(`${name}: at least ${least} samples are needed, there are ${n}`);
    return n;
  }

  /** Class of each of `n` samples. */
  protected stratify(y: Samples | null | undefined, n: number): EncodedLabels {
    const name = this.class.splitterName;
    if (y === null || y === undefined) throw new DataError(`${name}: y, the class of each sample, is needed`);
    const encoded = encodeLabels(name, y as Labels);
    this.#checkLength('y', encoded.codes.length, n);
    const odd = encoded.classes.find((label) => typeof label === 'number' && !Number.isInteger(label));
    if (odd !== undefined) throw new DataError(`${name}: y has ${odd}, which is no class but a measurement; use KFold`);
    return encoded;
  }

  /** Group of each of `n` samples. */
  protected group(groups: Labels | null | undefined, n: number): EncodedLabels {
    const name = this.class.splitterName;
    if (groups === null || groups === undefined)
      throw new DataError(`${name}: groups, the group of each sample, is needed`);
    const encoded = encodeLabels(name, groups);
    this.#checkLength('groups', encoded.codes.length, n);
    return encoded;
  }

  #checkLength(what: string, length: number, n: number): void {
    if (length === n) return;
    throw new DataError(`${this.class.splitterName}: X has ${n} samples, ${what} has ${length}`);
  }
}

/** How often each of `count` codes occurs. */
export function countCodes(codes: Int32Array, count: number): Int32Array {
  const counts = new Int32Array(count);
  for (const code of codes) counts[code]++;
  return counts;
}

/** Splits of samples that have a fold each: every fold is tested on once; samples of fold −1 are always fitted on. */
export function* foldSplits(folds: Int32Array, count: number): Generator<Split> {
  const sizes = countCodes(
    folds.filter((fold) => fold >= 0),
    count,
  );
  for (let fold = 0; fold < count; fold++) {
    const test = new Int32Array(sizes[fold]);
    const train = new Int32Array(folds.length - sizes[fold]);
    let a = 0;
    let b = 0;
    for (let i = 0; i < folds.length; i++) {
      if (folds[i] === fold) test[a++] = i;
      else train[b++] = i;
    }
    yield { train, test };
  }
}
