import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import {
  concat,
  dropout,
  embedding,
  Rng,
  randn,
  scatterRows,
  sumSquares,
  type Tensor,
  tensor,
  tidy,
} from '../../index.ts';
import { attentionBackward, attentionPrimitive } from '../../ops/attention.ts';
import { apply } from '../../primitive.ts';
import { kernels } from '../kernels.ts';
import { maxArguments, word } from './control-block.ts';
import { getThreads, setThreads } from './parallel.ts';
import type { WorkerData } from './start-worker.ts';
import { ownScratch, ThreadError, ThreadPool } from './thread-pool.ts';

/** A pool whose workers have had the time to start. */
async function startedPool(threads: number): Promise<ThreadPool> {
  const pool = new ThreadPool();
  pool.resize(threads);
  await wait(300);
  return pool;
}

const doubled = (x: Tensor, y: Tensor, tasks: number) => {
  const part = x.size / tasks;
  return (task: number) => [
    y.address + 4 * task * part,
    x.address + 4 * task * part,
    x.address + 4 * task * part,
    1,
    part,
    0,
    1,
    0,
    1,
  ];
};

describe('ThreadPool', () => {
  test.each([1, 2, 3, 8])('%d threads do every task once, job after job', async (threads) => {
    const pool = await startedPool(threads);
    tidy(() => {
      const x: Tensor = randn([6400], { rng: new Rng(0) });
      for (let round = 0; round < 300; round++) {
        const y: Tensor = x.mul(0);
        pool.run('add_f32', 64, doubled(x, y, 64), 0);
        if (round % 50 === 0) expect(y.sub(x.mul(2)).abs().max().item()).toBe(0);
        y.dispose();
      }
    });
    pool.resize(1);
  });

  test('every kernel finds room for its arguments', () => {
    const counts = Object.values(kernels).map((kernel) => (typeof kernel === 'function' ? kernel.length : 0));
    expect(Math.max(...counts)).toBeGreaterThan(30);
    expect(Math.max(...counts)).toBeLessThanOrEqual(maxArguments);
  });

  test('sleeping workers wake up, and workers can be laid off and called back', async () => {
    const pool = await startedPool(3);
    const x: Tensor = randn([640], { rng: new Rng(1) });
    for (const threads of [3, 1, 2, 4, 2]) {
      pool.resize(threads);
      await wait(20);
      const y: Tensor = x.mul(0);
      pool.run('add_f32', 10, doubled(x, y, 10), 0);
      expect(y.toArray()).toEqual(x.mul(2).toArray());
    }
    pool.resize(1);
  });

  test('every thread has scratch of its own', async () => {
    const pool = await startedPool(4);
    tidy(() => {
      const [a, b]: Tensor[] = [randn([64, 300], { rng: new Rng(2) }), randn([300, 300], { rng: new Rng(3) })];
      const want = a.matmul(b);
      const bytes = kernels.gemmScratch_f32(1, 300, 300);
      for (let round = 0; round < 20; round++) {
        const c: Tensor = want.mul(0);
        pool.run(
          'gemm_f32',
          64,
          (i) => [
            c.address + 1200 * i,
            a.address + 1200 * i,
            b.address,
            1,
            300,
            300,
            300,
            1,
            300,
            1,
            300,
            1,
            0,
            0,
            0,
            ownScratch,
            0,
            0,
          ],
          bytes,
        );
        expect(c.equal(want).logicalNot().astype('int32').sum().item()).toBe(0);
      }
    });
    pool.resize(1);
  });

  test('a kernel that traps is an error, and the pool goes on', async () => {
    const pool = await startedPool(2);
    const outside = 2 ** 32 - 65536;
    expect(() => pool.run('add_f32', 8, () => [outside, outside, outside, 1, 99_999, 0, 1, 0, 1], 0)).toThrow(
      /memory access out of bounds|ThreadError|failed in a worker/,
    );
    const x: Tensor = randn([640], { rng: new Rng(1) });
    const y: Tensor = x.mul(0);
    pool.run('add_f32', 10, doubled(x, y, 10), 0);
    expect(y.toArray()).toEqual(x.mul(2).toArray());
    pool.resize(1);
  });

  test('a worker that dies with a task in hand is reported, and the caller goes on alone', async () => {
    const start = ({ memory, address }: WorkerData) => {
      const program = `
        const { memory, address, last } = require('node:worker_threads').workerData;
        const control = new Int32Array(memory.buffer, address);
        while (Atomics.compareExchange(control, last, 1, 0) === 0) Atomics.pause?.();`;
      new Worker(program, { eval: true, workerData: { memory, address, last: word.claims + 63 } }).unref();
    };
    const pool = new ThreadPool({ patience: 100, start });
    pool.resize(2);
    await wait(200);
    // On a busy machine the worker may get its first turn some jobs later.
    const jobs = (): void => {
      for (let job = 0; job < 1000; job++) pool.run('roof_f32', 64, () => [100_000], 0);
    };
    expect(jobs).toThrow(
      new ThreadError('a worker thread stopped answering during roof_f32; this thread goes on alone'),
    );
    const x: Tensor = randn([640], { rng: new Rng(1) });
    const y: Tensor = x.mul(0);
    pool.run('add_f32', 10, doubled(x, y, 10), 0);
    expect(y.toArray()).toEqual(x.mul(2).toArray());
  });
});

const bytes = (values: ArrayBufferView) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** Attention with dropout, its log-sum-exp and the gradients. */
function attended(x: Tensor): ArrayBufferView[] {
  const params = { scale: 0.2, causal: true, dropout: { p: 0.3, keyLow: 1, keyHigh: 2 } };
  const [out, lse] = apply(attentionPrimitive, [x, x, x], params);
  return [out, lse, ...attentionBackward([x, x, x, x, out, lse], params)].map((y) => y.toTypedArray());
}

describe('setThreads', () => {
  test('results are the same bits for 1, 2, 3 and 8 threads', async () => {
    const q: Tensor = randn([4, 4, 70, 32], { rng: new Rng(4) });
    const x: Tensor = randn([700, 384], { rng: new Rng(5) });
    const w: Tensor = randn([384, 384], { rng: new Rng(6) });
    const compute = () =>
      tidy(() => [
        x.matmul(w).toTypedArray(),
        x.transpose().matmul(x).toTypedArray(),
        q.matmul(q.transpose()).toTypedArray(),
        x.softmax().toTypedArray(),
        x.softmax(0).toTypedArray(),
        x.gelu({ approximate: 'tanh' }).toTypedArray(),
        x.exp().toTypedArray(),
        x.add(w.slice(0)).toTypedArray(),
        x.sum({ axis: 0 }).toTypedArray(),
        x.sum({ axis: 1 }).toTypedArray(),
        x.sum().toTypedArray(),
        ...[q, q.slice([0, 1])].flatMap(attended),
      ]);
    const before = getThreads();
    setThreads(1);
    const alone = compute();
    for (const threads of [2, 3, 8]) {
      setThreads(threads);
      await wait(200);
      for (let round = 0; round < 3; round++) expect(compute()).toEqual(alone);
    }
    setThreads(before);
  });

  test('reductions, casts, copies, dropout and embedding are the same bits for 1, 2, 3 and 8 threads', async () => {
    const x: Tensor = randn([1000, 1003], { rng: new Rng(8) });
    const long: Tensor = randn([2, 300_001], { rng: new Rng(9) });
    const tall: Tensor = randn([9000, 40], { rng: new Rng(10) });
    const middle: Tensor = randn([3, 300, 257], { rng: new Rng(11) });
    const ids: Tensor = tensor(Int32Array.from({ length: 2000 }, (_, i) => (i * 7919) % 1000));
    const reductions = (y: Tensor, axis: number): Tensor[] => [
      y.sum({ axis }),
      y.mean({ axis }),
      y.max({ axis }),
      y.argmax({ axis }),
      y.cumsum(axis),
      y.logsumexp({ axis }),
    ];
    const compute = () =>
      tidy(() => {
        const results: Tensor[] = [x, long, tall, middle].flatMap((y) =>
          y.shape.flatMap((_, axis) => reductions(y, axis)),
        );
        for (const y of [x, long, x.astype('float64')]) {
          results.push(y.sum(), y.min(), y.argmin(), y.argmax(), y.prod());
          results.push(y.sum({ axis: 0 }), y.transpose().copy(), y.slice(null, [1, -1]).copy());
        }
        results.push(x.astype('int32'), x.astype('bool'), concat([x, x], 1), concat([x, x], 0));
        results.push(x.expand([2, 1000, 1003]).copy());
        results.push(
          dropout(x, { p: 0.3, rng: new Rng(12) }),
          embedding(x, ids),
          scatterRows(concat([x, x]), ids, 1000),
        );
        return [...results.map((y) => y.toTypedArray()), Float64Array.of(sumSquares(x), sumSquares(long))];
      });
    const before = getThreads();
    setThreads(1);
    const alone = compute();
    for (const threads of [2, 3, 8]) {
      setThreads(threads);
      await wait(200);
      const together = compute();
      alone.forEach((values, i) => {
        const other = together[i];
        // toEqual walks millions of elements slowly: it is asked only where they differ.
        if (bytes(values).equals(bytes(other))) return;
        expect(other, `result ${i} on ${threads} threads`).toEqual(values);
      });
    }
    setThreads(before);
  });

  test('refuses what is no number of threads', () => {
    for (const threads of [0, -1, 1.5, Number.NaN, 1000]) {
      expect(() => setThreads(threads)).toThrow(
        `setThreads: threads must be a whole number from 1 to 256, not ${threads}`,
      );
    }
  });
});

test('a program ends by itself, and ML_THREADS says how many threads it uses', () => {
  const program = fileURLToPath(new URL('threads-program.testing.ts', import.meta.url));
  const options = ['--experimental-transform-types', '--no-warnings', '--conditions=@ml/source', program];
  const run = (threads: string) =>
    execFileSync(process.execPath, options, {
      encoding: 'utf8',
      timeout: 20_000,
      env: { ...process.env, ML_THREADS: threads },
    });
  expect(run('3')).toBe('3 threads, 512\n');
  expect(run('1')).toBe('1 threads, 512\n');
});
