import { memory, permute, ShapeError, type Tensor, tensor, tidy } from '@ml/tensor';
import { expect } from 'vitest';
import { DataError } from '../index.ts';
import { type Check, takesMatrix } from './check.testing.ts';
import { expectSame, thrownBy } from './close.testing.ts';
import { asTable, asTensor, bits, draw, fit, flat, outputs, type Subject } from './subject.testing.ts';

/** X with one entry changed. */
function withEntry(X: number[][], row: number, column: number, value: number): number[][] {
  return X.map((each, i) => (i === row ? each.map((entry, j) => (j === column ? value : entry)) : each));
}

const needsY = (tags: Subject['tags']): boolean => takesMatrix(tags) && tags.requiresY;

/** Live bytes after twelve repetitions are those after two. */
function expectFlat(work: () => void): void {
  const after = (rounds: number): number => {
    for (let i = 0; i < rounds; i++) work();
    return memory.report().liveBytes;
  };
  const settled = after(2);
  expect(after(10)).toBe(settled);
}

/** What is given to estimators. */
export const inputChecks: readonly Check[] = [
  {
    name: 'inputs are not changed',
    about: ({ input }) => input !== 'labels',
    run: (subject) => {
      const { X, y } = subject.data;
      const given = { X: asTensor(X), y: asTensor([y]).reshape([-1]) as Tensor };
      const weights = asTensor([y.map((_, i) => 1 + (i % 2))]).reshape([-1]) as Tensor;
      const before = [given.X, given.y, weights].map(bits);
      const options = subject.tags.acceptsWeights ? { sampleWeight: weights } : {};
      const estimator = fit(subject, subject.make(), given, options);
      outputs(subject, estimator, given);
      expect([given.X, given.y, weights].map(bits)).toEqual(before);
    },
  },
  {
    name: 'rows, tensors of any layout and tables mean the same',
    about: takesMatrix,
    run: (subject) => {
      const { X, y } = subject.data;
      const reference = outputs(subject, fit(subject, subject.make(), { X, y }), { X, y });
      const turned = permute(
        tensor(
          X[0].map((_, j) => X.map((row) => row[j])),
          { dtype: 'float64' },
        ),
        [1, 0],
      );
      for (const given of [asTensor(X), turned, asTable(X)])
        expect(outputs(subject, fit(subject, subject.make(), { X: given, y }), { X: given, y })).toEqual(reference);
    },
  },
  {
    name: 'features have the number and the names that fit saw',
    about: takesMatrix,
    run: (subject) => {
      const { X, y } = subject.data;
      expect(fit(subject, subject.make(), { X, y }).nFeaturesIn_).toBe(4);
      const named = fit(subject, subject.make(), { X: asTable(X), y });
      expect(named.featureNamesIn_).toEqual(['a', 'b', 'c', 'd']);
    },
  },
  {
    name: 'another number of features than in fit is refused, with both numbers',
    about: takesMatrix,
    run: (subject) => {
      const { X, y } = subject.data;
      const estimator = fit(subject, subject.make(), { X, y });
      const wide = X.map((row) => [...row, 1]);
      for (const method of ['predict', 'transform', 'scoreSamples', 'decisionFunction']) {
        if (typeof estimator[method] !== 'function' || estimator.hasMethod?.(method) === false) continue;
        const error = thrownBy(() => estimator[method](wide));
        expect(error, `${method}: ${error}`).toBeInstanceOf(ShapeError);
        expect(error.message).toMatch(/\b5\b/);
        expect(error.message).toMatch(/\b4\b/);
      }
    },
  },
  {
    name: 'NaN is refused with its row and column, or taken for a missing value',
    about: takesMatrix,
    run: (subject) => {
      const { X, y } = subject.data;
      const holed = withEntry(X, 5, 2, Number.NaN);
      if (subject.tags.allowsNaN) {
        fit(subject, subject.make(), { X: holed, y });
        return;
      }
      const estimator = fit(subject, subject.make(), { X, y });
      const error = thrownBy(() => fit(subject, subject.make(), { X: holed, y }));
      expect(error, String(error)).toBeInstanceOf(DataError);
      expect(error.message).toMatch(/NaN at row 5, column 2/);
      const named = thrownBy(() => fit(subject, subject.make(), { X: asTable(holed), y }));
      expect(named.message).toMatch(/row 5, column 2 \('c'\)/);
      for (const method of ['predict', 'transform'])
        if (typeof estimator[method] === 'function' && estimator.hasMethod?.(method) !== false)
          expect(
            thrownBy(() => estimator[method](holed)),
            method,
          ).toBeInstanceOf(DataError);
    },
  },
  {
    name: 'an infinite value is refused with its row and column',
    about: takesMatrix,
    run: (subject) => {
      const { X, y } = subject.data;
      const error = thrownBy(() => fit(subject, subject.make(), { X: withEntry(X, 7, 1, Infinity), y }));
      expect(error, String(error)).toBeInstanceOf(DataError);
      expect(error.message).toMatch(/Infinity at row 7, column 1/);
    },
  },
  {
    name: 'a list, a matrix of no rows and rows of different lengths are refused',
    about: takesMatrix,
    run: (subject) => {
      const { X, y } = subject.data;
      for (const odd of [y, [], [[]], [...X.slice(1), [1, 2]], tensor(y), 'abc', null]) {
        const error = thrownBy(() => fit(subject, subject.make(), { X: odd, y }));
        const isOurs = error instanceof ShapeError || error instanceof DataError;
        expect(isOurs, `X = ${JSON.stringify(odd)?.slice(0, 30)} gives ${error}`).toBe(true);
      }
    },
  },
  {
    name: 'X and y of different lengths are refused, with both numbers',
    about: needsY,
    run: (subject) => {
      const { X, y } = subject.data;
      const error = thrownBy(() => fit(subject, subject.make(), { X, y: y.slice(1) }));
      expect(error, String(error)).toBeInstanceOf(ShapeError);
      expect(error.message).toMatch(/\b42\b/);
      expect(error.message).toMatch(/\b41\b/);
    },
  },
  {
    name: 'NaN in y is refused, with its place',
    about: needsY,
    run: (subject) => {
      const { X, y } = subject.data;
      const error = thrownBy(() => fit(subject, subject.make(), { X, y: withEntry([y], 0, 3, Number.NaN)[0] }));
      expect(error, String(error)).toBeInstanceOf(DataError);
      expect(error.message).toMatch(/NaN/);
      expect(error.message).toMatch(/\b3\b/);
    },
  },
  {
    name: 'a missing y is refused',
    about: needsY,
    run: (subject) => {
      const error = thrownBy(() => fit(subject, subject.make(), { X: subject.data.X, y: undefined }));
      expect(error instanceof DataError || error instanceof ShapeError, String(error)).toBe(true);
    },
  },
  {
    name: 'one sample: either it is fitted, or the error says how many are needed',
    about: takesMatrix,
    run: (subject) => {
      const { X, y } = subject.data;
      const one = { X: X.slice(0, 1), y: y.slice(0, 1) };
      try {
        const estimator = fit(subject, subject.make(), one);
        outputs(subject, estimator, one);
      } catch (error) {
        expect((error as Error).message, String(error)).toMatch(
          /sample|class|split|fold|neighbo|group|cluster|component/i,
        );
        expect((error as Error).name).not.toMatch(/^(TypeError|Error)$/);
      }
    },
  },
  {
    name: 'one feature',
    about: takesMatrix,
    run: (subject) => {
      const { X, y } = draw(subject.tags, 8, 42, 1);
      const estimator = fit(subject, subject.make(), { X, y });
      expect(estimator.nFeaturesIn_).toBe(1);
      outputs(subject, estimator, { X, y });
    },
  },
  {
    name: 'a constant feature makes nothing infinite',
    about: takesMatrix,
    run: (subject) => {
      const { X, y } = subject.data;
      const constant = X.map(([, ...rest]) => [1, ...rest]);
      const found = outputs(subject, fit(subject, subject.make(), { X: constant, y }), { X: constant, y });
      const allowed = ({ predictLogProba, ...rest }: Record<string, unknown>) => rest; // the logarithm of 0 is its own
      for (const value of flat(allowed(found)))
        if (typeof value === 'number') expect(Number.isFinite(value), String(value)).toBe(true);
    },
  },
  {
    name: 'what is said of a sample does not depend on those beside it',
    about: (tags, { make }) =>
      takesMatrix(tags) && (typeof make().predict === 'function' || typeof make().transform === 'function'),
    run: (subject) => {
      const { X, y } = subject.data;
      const estimator = fit(subject, subject.make(), { X, y });
      const all = outputs(subject, estimator, { X, y });
      const few = outputs(subject, estimator, { X: X.slice(10, 13), y: y.slice(10, 13) });
      for (const [name, value] of Object.entries(few)) {
        if (!Array.isArray(value) || name === 'labels_') continue;
        expectSame({ [name]: value }, { [name]: (all[name] as unknown[]).slice(10, 13) }, 1e-10);
      }
    },
  },
  {
    name: 'nothing stays in memory',
    run: (subject) => {
      const { X, y } = subject.data;
      const given = { X: asTensor(X), y };
      const work = (): void => {
        tidy(() => {
          const estimator = fit(subject, subject.make(), given);
          outputs(subject, estimator, given);
        });
      };
      expectFlat(work);
    },
  },
];
