import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { layersBinary } from '../generated/layer-kernels.ts';
import { zeros } from '../index.ts';
import { heapStart, loadKernels } from './kernel-library.ts';
import { layerKernels } from './layer-kernels.ts';
import { ThreadPool } from './threads/thread-pool.ts';
import { memory } from './wasm-memory.ts';

interface Probe {
  readonly heapBase: () => number;
}

test('the heap begins behind the constants and the binaries', () => {
  expect(zeros([1]).address).toBeGreaterThanOrEqual(heapStart);
  expect(layerKernels.exports.heapBase()).toBeLessThan(65_536);
});

test('a kernel is the same object every time, as the pool numbers kernels by their source', () => {
  expect(layerKernels.threaded('conv_f32')).toBe(layerKernels.threaded('conv_f32'));
  expect(layerKernels.threaded('conv_f32').source).not.toBe(layerKernels.threaded('conv_f64').source);
});

test('a worker that has been started before finds the binary in memory', async () => {
  const pool = new ThreadPool({ patience: 5000 });
  pool.resize(2);
  await wait(300);
  const library = loadKernels<Probe>(layersBinary);
  const { source } = library.threaded('heapBase');
  const out = zeros([2], { dtype: 'int32' });
  const words = new Int32Array(memory.buffer, out.address, 2);
  const until = (): void => {
    for (const end = performance.now() + 5000; Atomics.load(words, 1) === 0 && performance.now() < end; );
  };
  // The worker's task writes down what the kernel returned, the calling thread's waits for that.
  const kernel = {
    name: 'probe',
    call: until,
    source: `(memory) => { const kernel = (${source})(memory); return (at) => { Atomics.store(new Int32Array(memory.buffer), at / 4, kernel()); Atomics.store(new Int32Array(memory.buffer), at / 4 + 1, 1); }; }`,
  };
  pool.run(kernel, 2, () => [out.address], 0);
  expect(words[0]).toBe(library.exports.heapBase());
  pool.resize(1);
});

test('more binaries than there is room for are refused', () => {
  expect(() => {
    for (let i = 0; i < 1000; i++) loadKernels<Probe>(layersBinary);
  }).toThrow(new RangeError('loadKernels: no room for another binary of kernels'));
});
