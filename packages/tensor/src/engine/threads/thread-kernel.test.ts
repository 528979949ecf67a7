import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engine, getThreads, Rng, randn, setThreads, type Tensor, zeros } from '../../index.ts';
import { memory } from '../wasm-memory.ts';
import type { ThreadKernel } from './thread-kernel.ts';
import { ThreadError, ThreadPool } from './thread-pool.ts';

/** What would hang is an error after this many milliseconds. */
const patience = 2000;

async function startedPool(threads: number, limit = patience): Promise<ThreadPool> {
  const pool = new ThreadPool({ patience: limit });
  pool.resize(threads);
  await wait(300);
  return pool;
}

/** Words of the heap that threads count in: one per task, and those that say who was there. */
function words(count: number): { address: number; at: Int32Array } {
  const { address }: Tensor = zeros([count], { dtype: 'int32' });
  return { address, at: new Int32Array(memory.buffer, address, count) };
}

/** A kernel (address, amount) that adds to a word; `text` runs in workers before it. */
function counting(name: string, text = '', before: () => void = () => undefined): ThreadKernel {
  return {
    name,
    call: (address, amount) => {
      before();
      Atomics.add(new Int32Array(memory.buffer), address / 4, amount);
    },
    source: `(memory) => (address, amount) => { ${text}; Atomics.add(new Int32Array(memory.buffer), address / 4, amount); } // ${name}`,
  };
}

/** Holds the calling thread until a worker has set the word: there is no other way to know that one takes part. */
function until(at: Int32Array, word: number): () => void {
  return () => {
    for (const end = performance.now() + patience; Atomics.load(at, word) === 0; ) {
      if (performance.now() > end) throw new Error('no worker came');
    }
  };
}

const warnings: string[] = [];
const note = (warning: Error) => warnings.push(warning.message);
beforeEach(() => {
  warnings.length = 0;
  process.on('warning', note);
});
afterEach(() => {
  process.off('warning', note);
});

describe('ThreadKernel', () => {
  test.each([1, 2, 3, 8])('%d threads do every task once, kernels of both kinds in turn', async (threads) => {
    const pool = await startedPool(threads);
    const { address, at } = words(64);
    const x: Tensor = randn([640], { rng: new Rng(0) });
    const y: Tensor = x.mul(0);
    const kernels = ['one', 'two', 'three'].map((name) => counting(name));
    let total = 0;
    for (let round = 0; round < 3000; round++) {
      const amount = 1 + (round % 3);
      pool.run(kernels[round % 3], 64, (task) => [address + 4 * task, amount], 0);
      total += amount;
      const low = at.findIndex((value) => value !== total);
      if (low >= 0) throw new Error(`round ${round}: task ${low} counts ${at[low]} instead of ${total}`);
      pool.run(
        'add_f32',
        10,
        (task) => [y.address + 256 * task, x.address + 256 * task, x.address + 256 * task, 1, 64, 0, 1, 0, 1],
        0,
      );
      if (round % 500 === 0) {
        expect(y.toArray()).toEqual(x.mul(2).toArray());
        pool.resize(round % 1000 === 0 ? 1 : threads);
      }
    }
    expect(warnings).toEqual([]);
    pool.resize(1);
  });

  test('workers run the source', async () => {
    const pool = await startedPool(2);
    const { address, at } = words(9);
    const kernel = counting('met', `Atomics.store(new Int32Array(memory.buffer), ${address / 4 + 8}, 1)`, until(at, 8));
    pool.run(kernel, 8, (task) => [address + 4 * task, 1], 0);
    expect([...at]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
    pool.resize(1);
  });

  test.each([
    ['is no program', 'this is no program'],
    ['is no function', '42'],
    ['makes no function', '() => 42'],
    ['throws when it is loaded', "() => { throw new Error('no library here'); }"],
  ])('one whose source %s is run by the calling thread alone, which says so once', async (_, source) => {
    const pool = await startedPool(2);
    const { address, at } = words(9);
    const kernel: ThreadKernel = {
      name: 'odd',
      call: (to, value) => {
        for (const end = performance.now() + 5; performance.now() < end; ); // leaves tasks for a worker
        at[(to - address) / 4] = value;
      },
      source: `${source} // ${address}`,
    };
    const round = async (value: number) => {
      pool.run(kernel, 8, (task) => [address + 4 * task, 10 * task + value], 0);
      expect([...at]).toEqual([...Array.from({ length: 8 }, (_, task) => 10 * task + value), 0]);
      await wait(0);
    };
    // On a busy machine the worker may be late for some jobs.
    for (let i = 1; warnings.length === 0 && i < 50; i++) await round(i);
    await round(51);
    await round(52);
    expect(warnings).toEqual(['odd failed in a worker thread; the calling thread goes on with it alone']);
    // The worker is still there for others.
    const met = counting('after', `Atomics.store(new Int32Array(memory.buffer), ${address / 4 + 8}, 1)`, until(at, 8));
    pool.run(met, 8, (task) => [address + 4 * task, 0], 0);
    expect(at[8]).toBe(1);
    pool.resize(1);
  });

  test('what the calling thread throws comes through, when the workers are done', async () => {
    const pool = await startedPool(3);
    const { address, at } = words(65);
    const here = `new Int32Array(memory.buffer), ${address / 4 + 64}`;
    // A worker's first task lasts until the calling thread has one too.
    const text = `for (const end = performance.now() + ${patience}; Atomics.load(${here}) === 0 && performance.now() < end; )`;
    const kernel = counting('throws', text, () => {
      Atomics.store(at, 64, 1);
      throw new RangeError('not here');
    });
    expect(() => pool.run(kernel, 64, (task) => [address + 4 * task, 1], 0)).toThrow(new RangeError('not here'));
    const then = [...at];
    await wait(20);
    expect([...at]).toEqual(then);
    at.fill(0);
    pool.run(counting('fine'), 64, (task) => [address + 4 * task, 1], 0);
    expect([...at]).toEqual([...Array(64).fill(1), 0]);
    pool.resize(1);
  });

  test('a worker that never comes back from loading is reported, and the caller goes on alone', async () => {
    const pool = await startedPool(2, 100);
    const { address, at } = words(9);
    const kernel = counting('stuck', '', until(at, 8));
    const source = `(memory) => {
      Atomics.store(new Int32Array(memory.buffer), ${address / 4 + 8}, 1);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }`;
    const job = () => pool.run({ ...kernel, source }, 8, (task) => [address + 4 * task, 1], 0);
    expect(job).toThrow(new ThreadError('a worker thread stopped answering during stuck; this thread goes on alone'));
    at.fill(0, 0, 8);
    job();
    expect([...at]).toEqual(Array(9).fill(1));
  });

  test('a source that is too long is refused, and nothing has begun', async () => {
    const pool = await startedPool(2);
    const { address, at } = words(8);
    const list = (task: number) => [address + 4 * task, 1];
    expect(() => pool.run(counting('long', ' '.repeat(9000)), 8, list, 0)).toThrow(RangeError);
    expect([...at]).toEqual(Array(8).fill(0));
    pool.run(counting('short'), 8, list, 0);
    expect([...at]).toEqual(Array(8).fill(1));
    pool.resize(1);
  });
});

describe('engine.forRanges', () => {
  test.each([1, 2, 3])('the parts for %d threads cover everything once', (threads) => {
    const before = getThreads();
    setThreads(threads);
    const { address, at } = words(1000);
    const kernel: ThreadKernel = {
      name: 'ranges',
      call: (first, count) => {
        for (let i = 0; i < count; i++) at[(first - address) / 4 + i]++;
      },
      source: `(memory) => (first, count) => {
        const all = new Int32Array(memory.buffer);
        for (let i = 0; i < count; i++) all[first / 4 + i]++;
      }`,
    };
    const seen: number[] = [];
    engine.forRanges(kernel, 1000, { grain: 100, multiple: 16 }, (from, count) => {
      seen.push(from);
      return [address + 4 * from, count];
    });
    expect(seen).toHaveLength(threads === 1 ? 1 : 2 * threads);
    for (const from of seen) expect(from % 16).toBe(0);
    expect([...at]).toEqual(Array(1000).fill(1));
    setThreads(before);
  });
});
