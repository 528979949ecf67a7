import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Rng, tensor, toTypedArray } from '@ml/tensor';
import { build } from 'tsup';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { values } from '../base/values.ts';
import { dataset } from '../fixture.testing.ts';
import { Ridge } from '../linear/ridge.ts';
import { makeScorer } from '../metrics/make-scorer.ts';
import { r2Score } from '../metrics/r2-score.ts';
import { crossValidate } from '../model-selection/cross-validate.ts';
import { GridSearchCV } from '../model-selection/grid-search-cv.ts';
import { KNeighborsClassifier } from '../neighbors/k-neighbors-classifier.ts';
import { makePipeline } from '../pipeline/pipeline.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import { parallelBackend, setParallelBackend } from './default-backend.ts';
import { inlineBackend } from './inline-backend.ts';
import type { Task } from './parallel-backend.ts';
import { failing, slowSquare, sumOf } from './test-tasks.testing.ts';
import { type WorkerBackendOptions, workerBackend } from './worker-backend.ts';

/** The workers' programs, in one file each: threads load that faster than they would all the sources. */
let folder = '';
let testTasks: URL;
let packageTasks: URL;
let program: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'classic-worker-'));
  const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  await build({
    entry: { test: source('./test-tasks.testing.ts'), tasks: source('../tasks.ts'), program: source('../index.ts') },
    format: 'esm',
    target: 'es2022',
    outDir: folder,
    outExtension: () => ({ js: '.js' }),
    noExternal: [/./],
    esbuildOptions: (options) => {
      options.conditions = ['@ml/source'];
    },
    config: false,
    silent: true,
  });
  const file = (name: string): URL => pathToFileURL(join(folder, name));
  [testTasks, packageTasks, program] = ['test.js', 'tasks.js', 'program.js'].map(file);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => setParallelBackend(null));

const onWorkers = (options: WorkerBackendOptions = {}) => workerBackend({ url: testTasks, workers: 2, ...options });
const numbers = Array.from({ length: 23 }, (_, i) => i);

describe('workerBackend', () => {
  test.each([1, 2, 3])('%d workers: results are in the order of the arguments', (workers) => {
    const backend = onWorkers({ workers });
    expect(backend.workers).toBe(workers);
    for (let round = 0; round < 3; round++) expect(backend.map(slowSquare, numbers)).toEqual(numbers.map((x) => x * x));
    expect(backend.map(slowSquare, [])).toEqual([]);
    expect(backend.map(slowSquare, [4])).toEqual([16]);
  });

  test('a limit keeps the others out', () => {
    expect(onWorkers({ workers: 3 }).map(slowSquare, numbers, { limit: 1 })).toEqual(numbers.map((x) => x * x));
  });

  test('typed arrays over the memory of tensors are shared', () => {
    const data = new Rng(3).fillNormal(new Float64Array(1000));
    const x = tensor(Array.from(data), { dtype: 'float64' });
    const parts = numbers.map((i) => values(x).subarray(i * 40, (i + 1) * 40));
    expect(onWorkers().map(sumOf, parts)).toEqual(inlineBackend.map(sumOf, parts));
    expect(toTypedArray(x)).toEqual(data);
  });

  test('tells how far it has come', () => {
    const seen: number[] = [];
    onWorkers().map(slowSquare, numbers, { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual(numbers.map((i) => (i + 1) / 23));
  });

  test('the first task that fails is told, with name and message; afterwards it works again', () => {
    const backend = onWorkers();
    const run = (bad: number[]) =>
      backend.map(
        failing,
        numbers.map((x) => ({ x, bad })),
      );
    for (let round = 0; round < 5; round++) {
      expect(() => run([17, 4, 9])).toThrow(expect.objectContaining({ name: 'RangeError', message: '4 is bad' }));
      expect(run([])).toEqual(numbers);
    }
  });

  test('a task that the worker does not know', () => {
    const slow: Task<number, number> = { name: 'stranger', run: slowSquare.run };
    const backend = onWorkers();
    const untilItIsThere = () => {
      for (let round = 0; round < 1000; round++) backend.map(slow, numbers); // this thread knows it
    };
    expect(untilItIsThere).toThrow("there is no task 'stranger' in this worker");
  });

  test('a module that cannot be loaded, or falls silent', () => {
    const from = (code: string) => new URL(`data:text/javascript,${code}`);
    const slowest = [...numbers, ...numbers, ...numbers];
    const silent = onWorkers({ url: from('export const serveTasks = () => {}'), timeout: 300 });
    expect(silent.map(slowSquare, numbers)).toEqual(numbers.map((x) => x * x)); // this thread takes all
    const broken = onWorkers({ url: new URL('./nowhere.js', import.meta.url), timeout: 300 });
    expect(broken.map(slowSquare, slowest)).toEqual(slowest.map((x) => x * x));
  });

  test('refuses numbers of workers that are none', () => {
    expect(() => workerBackend({ workers: 0 })).toThrow('workers must be an integer ≥ 1, not 0');
  });
});

describe('parallelBackend', () => {
  test('is the one chosen, and from the sources the calling thread', () => {
    expect(parallelBackend()).toBe(inlineBackend);
    const chosen = onWorkers();
    setParallelBackend(chosen);
    expect(parallelBackend()).toBe(chosen);
  });
});

describe('cross-validation on worker threads', () => {
  const { X, y } = dataset('classes3');
  const words = y.map((label) => ['a', 'b', 'c'][label]);
  const search = () =>
    new GridSearchCV({
      estimator: makePipeline(new StandardScaler(), new KNeighborsClassifier<string>()),
      paramGrid: { kneighborsclassifier__nNeighbors: [1, 3, 8], standardscaler: [new StandardScaler(), 'passthrough'] },
      scoring: ['accuracy', 'neg_log_loss'],
      refit: 'accuracy',
      returnTrainScore: true,
      cv: 3,
    }).fit(X, words);

  test('any number of workers gives the bits of the calling thread', () => {
    const alone = JSON.stringify(search());
    for (const workers of [1, 2, 3]) {
      setParallelBackend(workerBackend({ url: packageTasks, workers }));
      expect(JSON.stringify(search())).toBe(alone);
    }
  });

  test('gives the fitted estimators, and failures as scores', () => {
    const { X: rows, y: target } = dataset('regression');
    const run = () => {
      const found = crossValidate(new Ridge(), rows, target, { returnEstimator: true, cv: 3 });
      return (found.estimators as Ridge[]).map((each) => each.coef_.toArray());
    };
    const alone = run();
    setParallelBackend(workerBackend({ url: packageTasks, workers: 2 }));
    expect(run()).toEqual(alone);
    const tooMany = new GridSearchCV({ estimator: new KNeighborsClassifier(), paramGrid: { nNeighbors: [1000, 1] } });
    expect(tooMany.fit(X, y).cvResults_.meanTestScore[0]).toBeNaN();
  });

  test('workers do take fits', () => {
    const { X: rows, y: target } = dataset('regression');
    setParallelBackend(workerBackend({ url: packageTasks, workers: 2 }));
    const here = vi.spyOn(Ridge.prototype, 'fit');
    let [rounds, taken] = [0, 0];
    while (taken === 0 && rounds++ < 500) {
      here.mockClear();
      crossValidate(new Ridge(), rows, target, { cv: 40 });
      taken = 40 - here.mock.calls.length;
    }
    here.mockRestore();
    expect(taken).toBeGreaterThan(0);
  });

  test('estimators and scorers that are not of this package are fitted and asked here', () => {
    const { X: rows, y: target } = dataset('regression');
    let fits = 0;
    class Counted extends Ridge {
      override fit(...args: Parameters<Ridge['fit']>): this {
        fits++;
        return super.fit(...args);
      }
    }
    class Named extends Counted {
      static override readonly estimatorName = 'Named' as 'Ridge';
    }
    const alone = crossValidate(new Ridge(), rows, target).testScores.score.toArray();
    setParallelBackend(workerBackend({ url: packageTasks, workers: 2 }));
    for (const [estimator, scoring] of [
      [new Counted(), null], // would be taken for a Ridge
      [new Named(), null], // is not known to workers
      [new Ridge(), makeScorer(r2Score)], // a function
    ] as const) {
      fits = 0;
      const found = crossValidate(estimator, rows, target, { scoring }).testScores.score.toArray();
      expect(found).toEqual(alone);
      expect(fits).toBe(estimator instanceof Counted ? 5 : 0);
    }
  });
});

test('a program ends by itself, having used worker threads', () => {
  const code = `
    import { crossValScore, Ridge, setParallelBackend, workerBackend } from '${program.href}';
    setParallelBackend(workerBackend({ workers: 2 }));
    const X = Array.from({ length: 40 }, (_, i) => [i, i % 7]);
    const y = X.map(([a, b]) => a - 2 * b);
    console.log(crossValScore(new Ridge({ alpha: 0 }), X, y).toArray().map((score) => score.toFixed(6)).join());
  `;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    timeout: 25_000,
  });
  expect([stdout, stderr, status]).toEqual(['1.000000,1.000000,1.000000,1.000000,1.000000\n', '', 0]);
});
