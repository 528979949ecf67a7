import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { memory, Rng, type Tensor, tidy } from '@ml/tensor';
import { build } from 'tsup';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Collated } from '../data/collate.ts';
import { DataLoader, type DataLoaderOptions } from '../data/data-loader.ts';
import { noisySquares, type Square } from './noisy-squares.testing.ts';
import { serveDataset } from './serve-dataset.ts';
import { DataWorkerError, type WorkerPrefetchOptions, workerPrefetch } from './worker-prefetch.ts';

type Squares = Collated<Square>;
const length = 23;

/** The worker's program in one file: threads load that faster than they would all the sources. */
let folder = '';
let program: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worker-'));
  await build({
    entry: { program: fileURLToPath(new URL('./noisy-squares.testing.ts', import.meta.url)) },
    format: 'esm',
    target: 'es2022',
    outDir: folder,
    outExtension: () => ({ js: '.mjs' }),
    noExternal: [/./],
    esbuildOptions: (options) => {
      options.conditions = ['@ml/source'];
    },
    config: false,
    silent: true,
  });
  program = pathToFileURL(join(folder, 'program.mjs'));
});
afterAll(() => rm(folder, { recursive: true }));

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const prefetch of opened.splice(0)) prefetch.close();
});

function prefetching(options: WorkerPrefetchOptions = {}, url: URL = program) {
  const prefetch = workerPrefetch<Squares>(url, { data: { length }, execArgv: [], ...options });
  opened.push(prefetch);
  return prefetch;
}

const loader = (prefetch?: DataLoaderOptions<Square, Squares>['prefetch']) =>
  new DataLoader<Square, Squares>(noisySquares(length), { batchSize: 4, shuffle: true, rng: new Rng(3), prefetch });

const plain = ({ root, square, name, noise }: Squares) => ({
  root: root.toArray(),
  square: [square.dtype, square.toArray()],
  name,
  noise: (noise[0] as Tensor).toArray(),
});

test.each([
  [1, 1],
  [1, 3],
  [3, 2],
])('%d workers, %d batches ahead each: three epochs as without any, noise included', (workers, prefetchFactor) => {
  const alone = loader();
  const ahead = loader(prefetching({ workers, prefetchFactor }));
  for (let epoch = 0; epoch < 3; epoch++) expect(Array.from(ahead, plain)).toEqual(Array.from(alone, plain));
  expect(plain(ahead.next())).toEqual(plain(alone.next()));
});

test('a saved position counts what was handed out, not what was made ahead', () => {
  const whole = loader();
  const expected = Array.from({ length: 15 }, () => plain(whole.next()));
  const first = loader(prefetching({ workers: 2 }));
  for (let i = 0; i < 8; i++) first.next();
  const second = loader(prefetching({ workers: 2 }));
  second.next();
  second.setState(first.getState());
  expect(Array.from({ length: 7 }, () => plain(second.next()))).toEqual(expected.slice(8));
  // The same loader can be put back too: what it had made ahead is forgotten.
  second.setState(first.getState());
  expect(Array.from({ length: 7 }, () => plain(second.next()))).toEqual(expected.slice(8));
});

test('loops can be left and nested', () => {
  const [alone, ahead] = [loader(), loader(prefetching({ workers: 2 }))];
  const walk = (data: typeof alone) => {
    const seen: unknown[] = [];
    for (const outer of data) {
      seen.push(plain(outer));
      for (const inner of data) {
        seen.push(plain(inner));
        if (seen.length % 3 === 0) break;
      }
    }
    return seen;
  };
  expect(walk(ahead)).toEqual(walk(alone));
});

test('batches belong to the scope they are taken in', () => {
  const ahead = loader(prefetching());
  tidy(() => void ahead.next());
  const before = memory.report().liveBytes;
  for (let i = 0; i < 50; i++) tidy(() => void ahead.next());
  expect(memory.report().liveBytes).toBe(before);
});

describe('failures', () => {
  test('of the data set are told where the batch is asked for, with the place in the worker', () => {
    const ahead = new DataLoader<Square, Squares>(noisySquares(length), {
      batchSize: 4,
      prefetch: prefetching({ workers: 2, data: { length, broken: 9 } }),
    });
    ahead.next();
    ahead.next();
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = caught(() => ahead.next());
      expect(error.message).toBe('sample 9 is broken');
      expect(error.workerStack).toContain('program.mjs');
    }
  });

  test('of the making of the data set', () => {
    expect(caught(() => loader(prefetching({ data: { refuse: 'no such folder' } })).next()).message).toBe(
      'no such folder',
    );
  });

  test('of the module: it is not there, breaks, or serves nothing', () => {
    const from = (code: string) =>
      caught(() => loader(prefetching({}, new URL(`data:text/javascript,${code}`))).next());
    expect(from('throw new Error("not today")').message).toBe('not today');
    expect(from('export const x = 1;').message).toContain('does not call serveDataset');
    const missing = caught(() => loader(prefetching({}, new URL('./nowhere.js', import.meta.url))).next());
    expect(missing.message).toContain('nowhere.js');
  });

  test('of a worker that falls silent', () => {
    const silent = new URL('data:text/javascript,await new Promise(() => setInterval(() => {}, 1000))');
    expect(caught(() => loader(prefetching({ timeout: 300 }, silent)).next()).message).toMatch(
      /no batch from a worker .* for 0.3 s/,
    );
  });

  test('of options', () => {
    expect(() => workerPrefetch(program, { workers: 0 })).toThrow(
      'workerPrefetch: workers must be an integer ≥ 1, not 0',
    );
    expect(() => workerPrefetch(program, { prefetchFactor: 1.5 })).toThrow(
      'prefetchFactor must be an integer ≥ 1, not 1.5',
    );
    const options = { prefetch: prefetching(), collate: () => ({}) as never };
    expect(() => new DataLoader<Square, Squares>(noisySquares(3), options)).toThrow(
      'collate runs where the batches are made',
    );
    expect(() => serveDataset(() => noisySquares(3))).toThrow('this thread was not started by workerPrefetch');
  });
});

test('a program ends although its workers wait for more', () => {
  const code = `
    import { DataLoader, noisySquares, workerPrefetch } from '${program.href}';
    const prefetch = workerPrefetch(new URL('${program.href}'), { workers: 2, data: { length: 9 } });
    const loader = new DataLoader(noisySquares(9), { prefetch });
    let sum = 0;
    for (const { root } of loader) sum += root.item();
    console.log(sum, loader.next().name);
  `;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    timeout: 25_000,
  });
  expect([stdout, stderr, status]).toEqual(["36 [ 'n0' ]\n", '', 0]);
});

function caught(run: () => unknown): DataWorkerError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(DataWorkerError);
    return error as DataWorkerError;
  }
  throw new Error('nothing was thrown');
}
