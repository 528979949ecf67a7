import { getThreads, manualSeed, ShapeError, setThreads } from '@ml/tensor';
import { expect } from 'vitest';
import { DataError, PersistenceError } from '../index.ts';
import { decodeEstimator } from '../persistence/decode.ts';
import { type Check, takesMatrix } from './check.testing.ts';
import { expectSame, thrownBy } from './close.testing.ts';
import { draw, type Fitted, fit, outputs, plain, type Sample, type Subject, subjects } from './subject.testing.ts';

const classes = new Map(subjects.map(({ name, type }) => [name, type]));

const learn = (subject: Subject, data: Sample = subject.data, options = {}): Record<string, unknown> =>
  outputs(subject, fit(subject, subject.make(), data, options), data);

/** Rows in this order. */
const rowsAt = ({ X, y }: Sample, order: readonly number[]): Sample => ({
  X: order.map((i) => X[i]),
  y: order.map((i) => y[i]),
});

/** Iterative solvers stop a little before the end. */
const solved = 2e-5;

type Json = Record<string, unknown>;

/** The estimator in JSON once for each typed array in what it learned: without its last element, or, of indices, with the largest there is. */
function damagedStates(json: Json): { path: string; damaged: Json }[] {
  const found: { path: string; damaged: Json }[] = [];
  const visit = (value: unknown, path: string, rebuild: (part: unknown) => Json): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      const put = (changed: unknown): Json =>
        rebuild(Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed });
      if (!key.startsWith('$') || typeof part !== 'string') {
        visit(part, `${path}.${key}`, put);
        continue;
      }
      const bytes = Buffer.from(part, 'base64');
      const width = { $float64: 8, $int32: 4, $uint32: 4, $uint16: 2, $uint8: 1 }[key];
      if (width === undefined || bytes.length === 0) continue;
      found.push({ path: `${path}, cut`, damaged: put(bytes.subarray(0, -width).toString('base64')) });
      if (key !== '$int32') continue;
      const out = Buffer.from(bytes);
      out.writeInt32LE(2 ** 31 - 1, out.length - 4);
      if (!/counts?|nNodeSamples|numbers$/i.test(path))
        found.push({ path: `${path}, out of range`, damaged: put(out.toString('base64')) });
    }
  };
  visit(json.state, 'state', (state) => ({ ...json, state }));
  return found;
}

/** What is learned. */
export const learningChecks: readonly Check[] = [
  {
    name: 'fitting again forgets what was learned before',
    run: (subject) => {
      const other = draw(subject.tags, 99, 36);
      const estimator = fit(subject, subject.make(), other);
      expect(outputs(subject, fit(subject, estimator, subject.data), subject.data)).toEqual(learn(subject));
    },
  },
  {
    name: 'the same seed gives the same bits',
    run: (subject) => expect(learn(subject)).toEqual(learn(subject)),
  },
  {
    name: 'without a seed the default generator decides',
    about: (_, { type }) => Object.hasOwn(type.defaults, 'randomState'),
    run: (subject) => {
      const draws = [5, 5].map((seed) => {
        manualSeed(seed);
        return outputs(subject, fit(subject, subject.make({ randomState: null }), subject.data), subject.data);
      });
      expect(draws[0]).toEqual(draws[1]);
    },
  },
  {
    name: 'any number of threads gives the same bits',
    run: (subject) => {
      const before = getThreads();
      try {
        const [one, two, three] = [1, 2, 3].map((threads) => {
          setThreads(threads);
          return learn(subject);
        });
        expect(two).toEqual(one);
        expect(three).toEqual(one);
      } finally {
        setThreads(before);
      }
    },
  },
  {
    name: 'JSON keeps every bit of it',
    run: (subject) => {
      const estimator = fit(subject, subject.make(), subject.data);
      const text = JSON.stringify(estimator);
      const again = decodeEstimator(text, classes) as Fitted;
      expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(text));
      expect(outputs(subject, again, subject.data)).toEqual(outputs(subject, estimator, subject.data));
      const unfitted = decodeEstimator(JSON.stringify(subject.make()), classes);
      expect(unfitted.isFitted).toBe(false);
    },
  },
  {
    name: 'JSON of another version, of a stranger, or with a part missing is refused',
    run: (subject) => {
      const json = JSON.parse(JSON.stringify(fit(subject, subject.make(), subject.data)));
      const read = (value: unknown) => thrownBy(() => decodeEstimator(value, classes));
      expect(read({ ...json, version: 99 })).toBeInstanceOf(PersistenceError);
      expect(read({ ...json, format: 'joblib' })).toBeInstanceOf(PersistenceError);
      expect(read({ ...json, estimator: 'Stranger' })).toBeInstanceOf(PersistenceError);
      if (json.state === null) return; // it learns nothing
      expect(read({ ...json, state: 5 })).toBeInstanceOf(PersistenceError);
      for (const field of Object.keys(json.state)) {
        const { [field]: _, ...state } = json.state;
        const error = read({ ...json, state });
        expect(error, `without ${field}: ${error}`).toBeInstanceOf(PersistenceError);
      }
    },
  },
  {
    name: 'JSON with an array cut short, or an index out of range, is refused, or at least nothing is read from outside',
    run: (subject) => {
      const estimator = fit(subject, subject.make(), subject.data);
      const { labels_, ...answers } = outputs(subject, estimator, subject.data);
      for (const { path, damaged } of damagedStates(JSON.parse(JSON.stringify(estimator)))) {
        try {
          const { labels_, ...rest } = outputs(subject, decodeEstimator(damaged, classes) as Fitted, subject.data);
          // NaN and what is not there become null.
          if (!JSON.stringify(answers).includes('null')) expect(JSON.stringify(rest), path).not.toContain('null');
        } catch (error) {
          expect(error, `${path}: ${error}`).toBeInstanceOf(PersistenceError);
        }
      }
    },
  },
  {
    name: 'weights that are all 1 are no weights',
    about: ({ acceptsWeights }) => acceptsWeights,
    run: (subject) => {
      const sampleWeight = subject.data.y.map(() => 1);
      expectSame(learn(subject, subject.data, { sampleWeight }), learn(subject), solved);
    },
  },
  {
    name: 'a sample of weight 2 is two samples',
    about: ({ weightsRepeat }) => weightsRepeat,
    run: (subject) => {
      const { X, y } = subject.data;
      const sampleWeight = y.map((_, i) => (i % 5 === 0 ? 2 : 1));
      const repeated = y.flatMap((_, i) => (i % 5 === 0 ? [i, i] : [i]));
      const weighted = fit(subject, subject.make({ exact: true }), subject.data, { sampleWeight });
      const doubled = fit(subject, subject.make({ exact: true }), rowsAt(subject.data, repeated));
      const withoutLabels = ({ labels_, ...rest }: Record<string, unknown>) => rest; // those of the samples of fit
      const [a, b] = [weighted, doubled].map((estimator) => withoutLabels(outputs(subject, estimator, { X, y })));
      expectSame(a, b, solved);
    },
  },
  {
    name: 'weights that are negative, too few or all 0 are refused',
    about: ({ acceptsWeights }) => acceptsWeights,
    run: (subject) => {
      const { y } = subject.data;
      const refuse = (sampleWeight: number[]) =>
        thrownBy(() => fit(subject, subject.make(), subject.data, { sampleWeight }));
      expect(refuse(y.map((_, i) => (i === 2 ? -1 : 1)))).toBeInstanceOf(DataError);
      expect(refuse(y.map(() => 0))).toBeInstanceOf(DataError);
      expect(refuse(y.slice(2).map(() => 1))).toBeInstanceOf(ShapeError);
    },
  },
  {
    name: 'the order of the samples changes nothing but rounding',
    about: (tags) => takesMatrix(tags) && tags.orderInvariant,
    run: (subject) => {
      const order = subject.data.y.map((_, i) => (i * 25 + 7) % 42);
      const shuffled = rowsAt(subject.data, order);
      const [a, b] = [subject.data, shuffled].map((data) => {
        const estimator = fit(subject, subject.make({ exact: true }), data);
        const { labels_, kneighbors, apply, ...rest } = outputs(subject, estimator, subject.data);
        return rest;
      });
      expectSame(a, b, solved);
    },
  },
  {
    name: 'classes are sorted, and words do as well as numbers',
    about: ({ kind, input }) => kind === 'classifier' && input === 'matrix',
    run: (subject) => {
      const { X, y } = subject.data;
      const words = ['b', 'a', 'c'];
      const numbers = [1, 0, 2];
      const asNumbers = fit(subject, subject.make(), { X, y: y.map((code) => numbers[code]) });
      const asWords = fit(subject, subject.make(), { X, y: y.map((code) => words[code]) });
      expect(plain(asWords.classes_)).toEqual(['a', 'b', 'c']);
      expect(plain(asNumbers.classes_)).toEqual([0, 1, 2]);
      const said = plain(asNumbers.predict(X)) as number[];
      expect(plain(asWords.predict(X))).toEqual(said.map((code) => ['a', 'b', 'c'][code]));
    },
  },
  {
    name: 'probabilities add up to 1, and the likeliest class is predicted',
    about: ({ kind }, { make }) => kind === 'classifier' && typeof make().predictProba === 'function',
    run: (subject) => {
      const { X, y } = subject.data;
      const estimator = fit(subject, subject.make(), { X, y });
      if (estimator.hasMethod?.('predictProba') === false) return;
      const rows = plain(estimator.predictProba(X)) as number[][];
      for (const row of rows) {
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
      }
      if (!estimatesApart.includes(subject.name)) {
        const likeliest = rows.map((row) => row.indexOf(Math.max(...row)));
        expect(plain(estimator.predict(X))).toEqual(likeliest);
      }
    },
  },
  {
    name: 'it learns: most classes are told apart, most of y is explained',
    about: ({ kind, input }) => (kind === 'classifier' || kind === 'regressor') && input === 'matrix',
    run: (subject) => {
      const { X, y } = subject.data;
      const score = fit(subject, subject.make(), { X, y }).score(X, y) as number;
      expect(score).toBeGreaterThan(subject.tags.kind === 'classifier' ? 0.6 : 0.3);
      expect(score).toBeLessThanOrEqual(1);
    },
  },
  {
    name: 'one class is refused',
    about: ({ kind, input }) => kind === 'classifier' && input === 'matrix',
    run: (subject) => {
      const { X, y } = subject.data;
      try {
        const estimator = fit(subject, subject.make(), { X, y: y.map(() => 4) });
        expect(new Set(plain(estimator.predict(X)) as number[])).toEqual(new Set([4]));
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
        expect((error as Error).message).toMatch(/one class \(4\)/);
      }
    },
  },
  {
    name: 'a constant y gives finite predictions',
    about: ({ kind, input }) => kind === 'regressor' && input === 'matrix',
    run: (subject) => {
      const { X, y } = subject.data;
      const estimator = fit(subject, subject.make(), { X, y: y.map(() => 2) });
      for (const value of plain(estimator.predict(X)) as number[]) expect(Number.isFinite(value)).toBe(true);
    },
  },
  {
    name: 'fitTransform is fit and transform, and columns have names',
    about: ({ kind, input }) => kind === 'transformer' && input === 'matrix',
    run: (subject) => {
      const { X, y } = subject.data;
      const estimator = fit(subject, subject.make(), { X, y });
      const made = plain(estimator.transform(X)) as number[][];
      expectSame({ out: plain(subject.make().fitTransform(X, y)) }, { out: made }, 1e-6);
      const names = estimator.getFeatureNamesOut() as string[];
      expect(names).toHaveLength(made[0].length);
      expect(new Set(names).size).toBe(names.length);
    },
  },
  {
    name: 'fitPredict gives the labels of fit',
    about: ({ kind }) => kind === 'clusterer',
    run: (subject) => {
      const { X } = subject.data;
      expect(plain(subject.make().fitPredict(X))).toEqual(plain(fit(subject, subject.make(), subject.data).labels_));
    },
  },
];

/** Their probabilities are estimated apart from their predictions, as in scikit-learn. */
const estimatesApart = ['SVC', 'NuSVC'];
