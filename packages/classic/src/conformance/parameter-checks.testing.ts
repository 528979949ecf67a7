import { expect } from 'vitest';
import { isEstimator } from '../base/parameters.ts';
import { NotFittedError, ParameterError } from '../index.ts';
import type { Check } from './check.testing.ts';
import { thrownBy } from './close.testing.ts';
import { type Fitted, fit, type Subject } from './subject.testing.ts';

/** Getters of learned things: they end in one underscore. */
export function learnedNames(estimator: object): string[] {
  const names = new Set<string>();
  for (let owner = Object.getPrototypeOf(estimator); owner !== null; owner = Object.getPrototypeOf(owner)) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
      if (get !== undefined && /[^_]_$/.test(name)) names.add(name);
  }
  return [...names];
}

const isNumeric = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';

function refusesNonsense(subject: Subject): void {
  const { type, data, name } = subject;
  const numeric = Object.entries(type.defaults).filter(([, value]) => isNumeric(value));
  for (const [parameter] of numeric) {
    const error = thrownBy(() => {
      fit(subject, subject.make().setParams({ [parameter]: 'nonsense' }) as Fitted, data);
    });
    expect(error, `${parameter} = 'nonsense' gives ${error}`).toBeInstanceOf(ParameterError);
    expect(error.message).toContain(name);
    expect(error.message).toContain(parameter);
  }
}

/** Hyper-parameters. */
export const parameterChecks: readonly Check[] = [
  {
    name: 'is called what it is exported as',
    run: ({ name, type }) => expect(type.estimatorName).toBe(name),
  },
  {
    name: 'the constructor sets parameters and nothing else',
    run: ({ type, make }) => {
      const estimator = make();
      expect(Object.keys(estimator.params).sort()).toEqual(Object.keys(type.defaults).sort());
      expect(estimator.isFitted).toBe(false);
      expect(estimator.toJSON().state).toBeNull();
    },
  },
  {
    name: 'an unknown parameter is refused, with a list of those there are',
    run: ({ type, make }) => {
      const error = thrownBy(() => new type({ ...make().params, noSuchThing: 1 } as never));
      expect(error).toBeInstanceOf(ParameterError);
      expect(error.message).toContain("'noSuchThing'");
      expect(thrownBy(() => make().setParams({ noSuchThing: 1 })).message).toBe(error.message);
      expect(thrownBy(() => make().setParams({ no__such: 1 }))).toBeInstanceOf(ParameterError);
    },
  },
  {
    name: 'setParams puts back what getParams gave',
    run: ({ make }) => {
      const estimator = make();
      const params = estimator.getParams({ deep: false });
      const other = make({ randomState: 77 });
      expect(other.setParams(params)).toBe(other);
      expect(other.getParams({ deep: false })).toEqual(params);
      for (const [part, inner] of Object.entries(estimator.parts))
        for (const name of Object.keys(inner.getParams()))
          expect(estimator.getParams()).toHaveProperty([`${part}__${name}`]);
    },
  },
  {
    name: 'a clone has the same parameters, nothing learned, and shares no part',
    run: (subject) => {
      const estimator = fit(subject, subject.make(), subject.data);
      const clone = estimator.clone();
      expect(clone).not.toBe(estimator);
      expect(clone.isFitted).toBe(false);
      expect(JSON.stringify(describeParams(clone))).toBe(JSON.stringify(describeParams(estimator)));
      for (const [name, part] of Object.entries(clone.parts)) expect(part).not.toBe(estimator.parts[name]);
    },
  },
  {
    name: 'fit returns the estimator and leaves its parameters alone',
    about: ({ input }) => input !== 'resample',
    run: (subject) => {
      const estimator = subject.make();
      const before = JSON.stringify(describeParams(estimator));
      const { X, y } = subject.data;
      const returned = subject.tags.input === 'labels' ? estimator.fit(y) : estimator.fit(X, y);
      expect(returned).toBe(estimator);
      expect(estimator.isFitted).toBe(true);
      expect(JSON.stringify(describeParams(estimator))).toBe(before);
    },
  },
  {
    name: 'before fit, whatever only fit can tell is a NotFittedError',
    about: ({ input }) => input !== 'resample',
    run: (subject) => {
      const { X, y } = subject.data;
      const estimator = subject.make();
      const given = subject.tags.input === 'labels' ? y : X;
      for (const method of [
        'predict',
        'predictProba',
        'transform',
        'inverseTransform',
        'decisionFunction',
        'scoreSamples',
      ]) {
        if (typeof estimator[method] !== 'function') continue;
        const error = thrownBy(() => estimator[method](given));
        expect(error, `${method}: ${error}`).toBeInstanceOf(NotFittedError);
        expect(error.message).toContain(subject.name);
      }
      for (const name of learnedNames(estimator)) {
        const error = thrownBy(() => (estimator as unknown as Record<string, unknown>)[name]);
        expect(error, `${name}: ${error}`).toBeInstanceOf(NotFittedError);
      }
    },
  },
  {
    name: 'numbers and switches that are words are refused by fit, with the name of the parameter',
    run: refusesNonsense,
  },
];

/** Parameters as data, estimators among them by name and parameters. */
function describeParams(estimator: { readonly params: object }): unknown {
  return Object.entries(estimator.params).map(([name, value]) => [name, describeValue(value)]);
}

function describeValue(value: unknown): unknown {
  if (isEstimator(value)) return [value.class.estimatorName, describeParams(value)];
  if (Array.isArray(value)) return value.map(describeValue);
  return typeof value === 'function' ? String(value) : value;
}
