import { isTensor, memory, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import type { AnyEstimator, EstimatorClass } from './base/estimator.ts';
import { type Dataset, dataset, expectClose, fixture, type Nested } from './fixture.testing.ts';
import { isRealData, noRealData, realDataset } from './real-data.testing.ts';

/** One fit of scikit-learn and what came of it; made by `case` of tooling/parity/classic_data.py. */
export interface ParityCase {
  readonly name: string;
  readonly estimator: string;
  readonly params: Record<string, unknown>;
  /** Name of a data set. */
  readonly data: string;
  /** Fit on y; false for those that have none. */
  readonly useY: boolean;
  readonly sampleWeight?: number[];
  /** The words that class labels 0, 1, … stand for. */
  readonly words?: string[];
  /** Names of methods, called with X, or of properties (`a.b` reaches into one), and what they gave. */
  readonly outputs: Record<string, Nested | string[]>;
  /** Largest error, relative to the largest element; a number for all outputs, or one for each by name. */
  readonly tolerance: number | Record<string, number>;
}

export interface ParityFixture {
  readonly versions: Record<string, string>;
  readonly cases: readonly ParityCase[];
}

type Classes = Readonly<Record<string, EstimatorClass>>;

/** Estimators that are parameters of others, as `{ "$estimator": "SVC", "params": { … } }`. */
function parameters(value: unknown, classes: Classes): unknown {
  if (Array.isArray(value)) return value.map((each) => parameters(each, classes));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const special = value as { $estimator?: string; params?: object };
  if (special.$estimator !== undefined) return make(classes, special.$estimator, special.params ?? {});
  return Object.fromEntries(entries.map(([name, each]) => [name, parameters(each, classes)]));
}

function make(classes: Classes, name: string, params: object): AnyEstimator {
  if (classes[name] === undefined) throw new Error(`the test does not know ${name}`);
  return new classes[name](parameters(params, classes) as never);
}

/** What a method gives for X, or a property is; a dot reaches into it. */
function output(estimator: AnyEstimator, path: string, X: number[][]): unknown {
  let value: unknown = estimator;
  for (const name of path.split('.')) {
    const owner = value as Record<string, unknown>;
    const member = owner[name];
    const takesX = name !== 'getFeatureNamesOut';
    value = typeof member === 'function' ? member.call(owner, ...(takesX ? [X] : [])) : member;
  }
  return value;
}

/** Fits, and returns the largest relative error of each output; `check` is called with each before the next. */
export function runParityCase(parity: ParityCase, classes: Classes): Record<string, number> {
  const { X, y }: Dataset = isRealData(parity.data) ? realDataset(parity.data) : dataset(parity.data);
  const { words, sampleWeight, tolerance } = parity;
  const target = words === undefined ? y : y.map((code) => words[code]);
  const estimator = make(classes, parity.estimator, parity.params);
  const fit = estimator as unknown as { fit(X: unknown, y: unknown, options: object): unknown };
  fit.fit(X, parity.useY ? target : undefined, sampleWeight === undefined ? {} : { sampleWeight });
  return Object.fromEntries(
    Object.entries(parity.outputs).map(([path, reference]) => {
      const limit = typeof tolerance === 'number' ? tolerance : (tolerance[path] ?? tolerance.default);
      if (limit === undefined) throw new Error(`${parity.name}: no tolerance for ${path}`);
      const value = output(estimator, path, X);
      if (typeof (reference as unknown[])[0] === 'string') {
        expect(value, path).toEqual(reference);
        return [path, 0];
      }
      const numbers = isTensor(value) || typeof value === 'number' ? value : (value as number[]);
      return [path, expectClose(numbers, reference as Nested, limit, path)];
    }),
  );
}

/** A test for each case of packages/classic/fixtures/<name>.json; cases on data that is not installed are skipped. */
export function describeParity(name: string, classes: Classes): void {
  describe(`${name}: agrees with scikit-learn`, () => {
    const { cases } = fixture<ParityFixture>(name);
    test.each(cases.filter(({ data }) => !isRealData(data) || noRealData === null))('$name', (parity) => {
      tidy(() => runParityCase(parity, classes));
    });
    const missing = noRealData === null ? 0 : cases.filter(({ data }) => isRealData(data)).length;
    if (missing > 0) test.skip(`${missing} cases: ${noRealData}`, () => undefined);
  });
}

/** Repeated fits and predictions leave nothing behind: live bytes after 20 are those after 2. */
export function expectNoLeak(work: () => unknown): void {
  const live = (rounds: number): number => {
    for (let i = 0; i < rounds; i++) tidy(() => void work());
    return memory.report().liveBytes;
  };
  const before = live(2);
  expect(live(18)).toBe(before);
}
