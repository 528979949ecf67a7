import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  affine,
  engine,
  getThreads,
  matmul,
  Rng,
  randn,
  setGemmProvider,
  setThreads,
  type Tensor,
  tidy,
  zeros,
} from '@ml/tensor';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BlasLibrary, type CblasGemm, openLibrary } from './blas-library.ts';
import { blasProvider } from './blas-provider.ts';
import { BlasError, stopUsingBlas, useBlas } from './index.ts';
import { loadKoffi } from './load-koffi.ts';

/** The library in use here, if it is one that our threads may call together. */
function reentrantLibrary(): BlasLibrary | string {
  try {
    const library = openLibrary(loadKoffi(), useBlas().library);
    return library.reentrant ? library : `${library.path} is not called by several threads`;
  } catch (error) {
    if (!(error instanceof BlasError)) throw error;
    return error.message;
  } finally {
    stopUsingBlas();
  }
}

const found = reentrantLibrary();
const threadsBefore = getThreads();
const warnings: string[] = [];
const note = (warning: Error) => warnings.push(warning.message);
beforeEach(() => {
  warnings.length = 0;
  process.on('warning', note);
});
afterEach(() => {
  process.off('warning', note);
  stopUsingBlas();
  setThreads(threadsBefore);
});

type Values = Float32Array | Float64Array;
const values = (compute: () => Tensor) => tidy(() => compute().toTypedArray() as Values);
const sameBits = (a: Values, b: Values) =>
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength));

/** Largest difference, in rounding errors of a sum of k products of normal numbers. */
function roundings(got: Values, want: Values, k: number, dtype: 'float32' | 'float64'): number {
  expect(got.length).toBe(want.length);
  let most = 0;
  for (let i = 0; i < want.length; i++) {
    const difference = Math.abs(got[i] - want[i]);
    most = Number.isNaN(difference) ? Number.NaN : Math.max(most, difference);
  }
  return most / (k * (dtype === 'float32' ? 2 ** -24 : 2 ** -53));
}

describe.runIf(typeof found !== 'string')('a library on our threads', () => {
  const library = found as BlasLibrary;
  const rng = new Rng(0);
  const k = 300; // above 256 the kernels' order of summation, and with it the last bits, differ from the library's

  describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
    const random = (...shape: number[]): Tensor => randn(shape, { rng, dtype });
    const wide: Tensor = random(420, k + 30);

    test.each<[string, () => Tensor]>([
      [
        'rows, NN',
        (
          (a, b) => () =>
            matmul(a, b)
        )(random(403, k), random(k, 101)),
      ],
      [
        'rows, NT',
        (
          (a, b) => () =>
            matmul(a, b.transpose())
        )(random(403, k), random(101, k)),
      ],
      [
        'rows, TN',
        (
          (a, b) => () =>
            matmul(a.transpose(), b)
        )(random(k, 403), random(k, 101)),
      ],
      [
        'rows, TT',
        (
          (a, b) => () =>
            matmul(a.transpose(), b.transpose())
        )(random(k, 403), random(101, k)),
      ],
      [
        'columns, NN',
        (
          (a, b) => () =>
            matmul(a, b)
        )(random(90, k), random(k, 403)),
      ],
      [
        'columns, NT',
        (
          (a, b) => () =>
            matmul(a, b.transpose())
        )(random(90, k), random(403, k)),
      ],
      [
        'columns, TN',
        (
          (a, b) => () =>
            matmul(a.transpose(), b)
        )(random(k, 90), random(k, 403)),
      ],
      [
        'columns, TT',
        (
          (a, b) => () =>
            matmul(a.transpose(), b.transpose())
        )(random(k, 90), random(403, k)),
      ],
      [
        'rows of wider rows',
        (
          (b) => () =>
            matmul(wide.slice([5, 408], [7, 7 + k]), b)
        )(random(k, 101)),
      ],
      [
        'columns of wider rows',
        (
          (a) => () =>
            matmul(a, wide.slice([5, 408], [7, 7 + k]).transpose())
        )(random(90, k)),
      ],
      [
        'a batch',
        (
          (a, b) => () =>
            matmul(a, b)
        )(random(7, 60, k), random(7, k, 70)),
      ],
      [
        'a batch against one matrix',
        (
          (a, b) => () =>
            matmul(a, b)
        )(random(7, 60, k), random(k, 70)),
      ],
      [
        'packed heads',
        (
          (a, b) => () =>
            matmul(a.permute([2, 0, 1, 3]), b)
        )(random(2, 60, 5, k), random(5, 1, k, 70)),
      ],
      [
        'rows with a bias',
        (
          (x, w, b) => () =>
            affine(x, w, b)
        )(random(403, k), random(101, k), random(101)),
      ],
      [
        'columns with a bias',
        (
          (x, w, b) => () =>
            affine(x, w, b)
        )(random(90, k), random(403, k), random(403)),
      ],
      [
        'a batch with a bias',
        (
          (x, w, b) => () =>
            affine(x, w, b)
        )(random(4, 101, k), random(403, k), random(403)),
      ],
    ])('%s: the same as the kernels to rounding on 1, 2, 3 and 8 threads', async (_, compute) => {
      const want = values(compute);
      useBlas({ threads: 1 });
      const whole = values(compute);
      useBlas();
      for (const threads of [1, 2, 3, 8]) {
        setThreads(threads);
        await wait(10);
        for (let round = 0; round < 3; round++) {
          const got = values(compute);
          // On one thread it is the same call.
          if (threads === 1) expect(sameBits(got, whole)).toBe(true);
          expect(roundings(got, want, k, dtype)).toBeLessThan(3);
        }
      }
      expect(sameBits(whole, want)).toBe(false); // it was not the kernels again
      expect(warnings).toEqual([]);
    });
  });

  test('thousands of products by several threads at once, each with the same bits as the first', async () => {
    setThreads(4);
    useBlas();
    const makers = [
      [403, 101, k],
      [90, 403, k],
      [256, 256, 256],
      [700, 65, 40],
    ].map(([m, n, inner]): (() => Tensor) => {
      const [a, b]: Tensor[] = [randn([m, inner], { rng }), randn([n, inner], { rng })];
      return () => matmul(a, b.transpose());
    });
    makers[0]().dispose();
    await wait(300);
    const first = makers.map(values);
    for (let round = 0; round < 2000; round++) {
      const same = sameBits(values(makers[round % 4]), first[round % 4]);
      if (!same) throw new Error(`product ${round} has other bits`);
    }
    expect(warnings).toEqual([]);
  });

  test('workers do parts of a product', async () => {
    let calls = 0;
    const gemm: CblasGemm = (...args) => {
      calls++;
      for (const end = performance.now() + 5; performance.now() < end; ); // leaves parts for the workers
      library.gemm.float32(...args);
    };
    const base = Number(loadKoffi().address(new Uint8Array(engine.memory.buffer)));
    const [a, b]: Tensor[] = [randn([403, k], { rng }), randn([k, 101], { rng })];
    setThreads(4);
    useBlas();
    const want = values(() => matmul(a, b));
    setGemmProvider(blasProvider({ ...library, gemm: { ...library.gemm, float32: gemm } }, { base, threads: null }));
    let parts = 0;
    while (calls === parts && parts < 400) {
      expect(
        sameBits(
          values(() => matmul(a, b)),
          want,
        ),
      ).toBe(true);
      parts += 4;
    }
    expect(calls).toBeLessThan(parts);
    await wait(0);
    expect(warnings).toEqual([]);
  });

  test('memory that has grown since the workers began', async () => {
    setThreads(3);
    useBlas();
    const [x, w, bias]: Tensor[] = [randn([400, k], { rng }), randn([300, k], { rng }), randn([300], { rng })];
    const want = values(() => affine(x, w, bias));
    await wait(300);
    const held: Tensor[] = [];
    for (const before = engine.memory.buffer.byteLength; engine.memory.buffer.byteLength < before + 2 ** 27; ) {
      held.push(zeros([1024, 1024]));
      // C, and X with it, lie in the new part as soon as there is one.
      expect(
        sameBits(
          values(() => affine(x.copy(), w, bias)),
          want,
        ),
      ).toBe(true);
    }
    for (const tensor of held) tensor.dispose();
    await wait(0);
    expect(warnings).toEqual([]);
  });

  test('a worker that cannot load the library leaves the products to the calling thread, which says so once', async () => {
    const base = Number(loadKoffi().address(new Uint8Array(engine.memory.buffer)));
    setGemmProvider(blasProvider({ ...library, path: '/nowhere/libblas.so' }, { base, threads: null }));
    setThreads(2);
    const [a, b]: Tensor[] = [randn([800, 300], { rng }), randn([300, 400], { rng })];
    const compute = () => matmul(a, b);
    const first = values(compute);
    for (let round = 0; warnings.length === 0 && round < 200; round++) {
      await wait(1);
      expect(sameBits(values(compute), first)).toBe(true);
    }
    expect(sameBits(values(compute), first)).toBe(true);
    await wait(0);
    expect(warnings).toEqual([
      'the product of /nowhere/libblas.so failed in a worker thread; the calling thread goes on with it alone',
    ]);
  });

  test("one thread of the library's when ours are used, otherwise as many as was asked", () => {
    const asked: number[] = [];
    const counted = { ...library, setThreads: (threads: number) => asked.push(threads) > 0 };
    const base = Number(loadKoffi().address(new Uint8Array(engine.memory.buffer)));
    setThreads(3);
    const a: Tensor = randn([64, 64], { rng });
    for (const threads of [null, 2]) {
      setGemmProvider(blasProvider(counted, { base, threads }));
      matmul(a, a);
      matmul(a, a);
    }
    expect(asked).toEqual([1, 2]);
    setGemmProvider(blasProvider({ ...counted, reentrant: false }, { base, threads: null }));
    matmul(a, a);
    setThreads(2);
    matmul(a, a);
    expect(asked).toEqual([1, 2, 3, 2]);
  });

  test('a program that changes threads and library all the time ends by itself', () => {
    const program = fileURLToPath(new URL('threads-program.testing.ts', import.meta.url));
    const options = ['--experimental-transform-types', '--no-warnings', '--conditions=@ml/source', program];
    expect(execFileSync(process.execPath, options, { encoding: 'utf8', timeout: 30_000 })).toBe(
      `3 threads, ${256 ** 3}, 256\n`,
    );
  });
});

if (typeof found === 'string') {
  test(`the tests of a library on our threads did not run: ${found}`, () => {
    expect(found).not.toBe('');
  });
}
