import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { affine, engine, getThreads, matmul, Rng, randn, setSlice, setThreads, type Tensor, tidy } from '@ml/tensor';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { blasProvider } from './blas-provider.ts';
import { BlasError, stopUsingBlas, useBlas } from './index.ts';
import { libraryNames } from './library-names.ts';
import { loadKoffi } from './load-koffi.ts';

const folder = mkdtempSync(join(tmpdir(), 'ml-blas-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  stopUsingBlas();
  vi.unstubAllEnvs();
});

/** Why the tests with a library cannot run here; null when they can. */
function withoutLibrary(): string | null {
  try {
    useBlas();
    return null;
  } catch (error) {
    if (!(error instanceof BlasError)) throw error;
    return error.message;
  } finally {
    stopUsingBlas();
  }
}

const obstacle = withoutLibrary();

/** Products before and with the library; what is compared is held in plain arrays. */
function both(compute: () => Tensor): { wasm: ArrayLike<number>; blas: ArrayLike<number> } {
  stopUsingBlas();
  const wasm = tidy(() => Array.from(compute().toTypedArray(), Number));
  useBlas();
  const blas = tidy(() => Array.from(compute().toTypedArray(), Number));
  stopUsingBlas();
  return { wasm, blas };
}

/** The largest difference, in rounding errors of a sum of k products of normal numbers. */
function roundings({ wasm, blas }: ReturnType<typeof both>, k: number, dtype: 'float32' | 'float64'): number {
  expect(blas.length).toBe(wasm.length);
  let most = 0;
  for (let i = 0; i < wasm.length; i++) most = Math.max(most, Math.abs(wasm[i] - blas[i]));
  return most / (k * (dtype === 'float32' ? 2 ** -24 : 2 ** -53));
}

describe.runIf(obstacle === null)('with a library', () => {
  const rng = new Rng(0);

  describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
    const random = (...shape: number[]): Tensor => randn(shape, { rng, dtype });
    const [m, n, k] = [45, 51, 300];
    const wide: Tensor = random(m + 10, k + 20);

    test.each<[string, () => Tensor, () => Tensor]>([
      ['NN', () => random(m, k), () => random(k, n)],
      ['NT', () => random(m, k), () => random(n, k).transpose()],
      ['TN', () => random(k, m).transpose(), () => random(k, n)],
      ['TT', () => random(k, m).transpose(), () => random(n, k).transpose()],
      ['a slice of wider rows', () => wide.slice([3, 3 + m], [7, 7 + k]), () => random(k, n)],
      ['a batch', () => random(5, m, k), () => random(5, k, n)],
      ['a batch against one matrix', () => random(5, m, k), () => random(k, n)],
      ['a batch of packed heads', () => random(4, m, 3, k).permute([2, 0, 1, 3]), () => random(n, k).transpose()],
      ['one row', () => random(1, k), () => random(k, n)],
      ['one column', () => random(m, k), () => random(k, 1)],
    ])('%s agrees with the kernels to rounding', (_, makeA, makeB) => {
      const [a, b] = [makeA(), makeB()];
      const results = both(() => matmul(a, b));
      expect(roundings(results, k, dtype)).toBeLessThan(2);
      // Another order of summation leaves other last bits: it was not the kernels again.
      expect(results.blas).not.toEqual(results.wasm);
    });

    test('a bias is added to every row', () => {
      const [x, weight, bias] = [random(2, 31, k), random(n, k), random(n)];
      const results = both(() => affine(x, weight, bias));
      expect(roundings(results, k, dtype)).toBeLessThan(2);
      expect(results.blas).not.toEqual(results.wasm);
    });

    test('what CBLAS cannot express is left to the kernels, bit for bit', () => {
      const [a, b] = [random(m, k), random(k, n)];
      for (const left of [
        a.flip(1),
        random(m, 2 * k).slice(null, { start: 0, step: 2 }),
        random(1, k).expand([m, k]),
      ]) {
        const { wasm, blas } = both(() => matmul(left, b));
        expect(blas).toEqual(wasm);
      }
      const small = both(() => matmul(random(4, 4).mul(0).add(0.1), b.slice([0, 4], [0, 4])));
      expect(small.blas).toEqual(small.wasm);
    });

    test('NaN in old memory does not come through, NaN in an operand does', () => {
      tidy(() => random(m, n).mul(Number.NaN)); // its block is the next one handed out
      const [a, b] = [random(m, k), random(k, n)];
      setSlice(a, [[4, 5]], random(1, k).mul(Number.NaN));
      const { blas } = both(() => matmul(a, b).isnan().astype('int32').sum({ axis: 1 }));
      expect(blas).toEqual(Array.from({ length: m }, (_, i) => (i === 4 ? n : 0)));
    });
  });

  test('says which library it is', () => {
    const { library, about } = useBlas();
    expect(process.env.ML_BLAS_LIB ?? libraryNames(process)).toContain(library);
    if (/openblas/.test(library)) expect(about).toMatch(/^OpenBLAS \d/);
  });

  test('the heap grows under it and does not move', () => {
    useBlas();
    const firstByte = () => loadKoffi().address(new Uint8Array(engine.memory.buffer));
    const address = firstByte();
    const before = engine.memory.buffer.byteLength;
    const big: Tensor = randn([2000, 100], { rng });
    const more = Array.from({ length: 4 }, () => matmul(big, big.transpose()));
    expect(engine.memory.buffer.byteLength).toBeGreaterThan(before);
    expect(firstByte()).toBe(address);
    expect(more[3].toTypedArray()).toEqual(more[0].toTypedArray());
    for (const x of more) x.dispose();
  });

  test('OPENBLAS_THREAD_TIMEOUT stays as it was', () => {
    vi.stubEnv('OPENBLAS_THREAD_TIMEOUT', undefined);
    useBlas();
    expect(process.env.OPENBLAS_THREAD_TIMEOUT).toBeUndefined();
  });
});

if (obstacle !== null) {
  test(`the tests with a library did not run: ${obstacle}`, () => {
    expect(() => useBlas()).toThrow(new BlasError(obstacle));
  });
}

describe('blasProvider', () => {
  const gemm = vi.fn();
  const threads = vi.fn();
  const library = {
    path: '',
    about: null,
    gemm: { float32: gemm, float64: gemm },
    reentrant: false,
    setThreads: threads,
  };
  const product = { c: 0, a: 0, b: 0, m: 64, n: 64, k: 64, aRow: 64, aCol: 1, bRow: 64, bCol: 1 };

  test("the library's threads follow ours, or are as many as was asked", () => {
    const before = getThreads();
    const follow = blasProvider(library, { base: 0, threads: null });
    for (const count of [2, 2, 3]) {
      setThreads(count);
      follow('float32', product);
    }
    expect(threads.mock.calls).toEqual([[2], [3]]);
    threads.mockClear();
    blasProvider(library, { base: 0, threads: 7 })('float32', product);
    expect(threads.mock.calls).toEqual([[7]]);
    setThreads(before);
  });

  test('leaves alone what is small, and large products with a vector', () => {
    const provider = blasProvider(library, { base: 0, threads: null });
    gemm.mockClear();
    expect(provider('float32', { ...product, m: 8, n: 8, k: 8 })).toBe(false);
    expect(provider('float32', { ...product, n: 0 })).toBe(false);
    expect(provider('float32', { ...product, m: 1, n: 1024, k: 1024, aRow: 1024, bRow: 1024 })).toBe(false);
    expect(gemm).not.toHaveBeenCalled();
  });
});

describe('BlasError', () => {
  const use = (path: string) => () => useBlas({ path });

  test('a library that is not there', () => {
    expect(use('/nowhere/libblas.so')).toThrow(BlasError);
    expect(use('/nowhere/libblas.so')).toThrow(/^\/nowhere\/libblas\.so cannot be loaded: \S/);
  });

  test('a file that is no library', () => {
    const path = join(folder, 'libtext.so');
    writeFileSync(path, 'not a library, a text\n'.repeat(100));
    expect(use(path)).toThrow(BlasError);
    expect(use(path)).toThrow(`${path} cannot be loaded: `);
    vi.stubEnv('ML_BLAS_LIB', path);
    expect(() => useBlas()).toThrow(`${path} cannot be loaded: `);
  });

  test.runIf(process.platform === 'linux')('a library that is no BLAS (named as Linux names it)', () => {
    expect(use('libm.so.6')).toThrow(
      new BlasError('libm.so.6 is no BLAS that can be called from C: it has no cblas_sgemm and cblas_dgemm'),
    );
  });

  test('products go on with the kernels, and a library in use stays in use', () => {
    const a: Tensor = randn([50, 50], { rng: new Rng(1) });
    if (obstacle === null) useBlas();
    const want = matmul(a, a).toTypedArray();
    expect(use('/nowhere/libblas.so')).toThrow(BlasError);
    expect(matmul(a, a).toTypedArray()).toEqual(want);
  });

  test('threads that are no number of threads', () => {
    for (const threads of [0, 1.5, Number.NaN]) {
      expect(() => useBlas({ threads })).toThrow(`useBlas: threads must be a whole number ≥ 1, not ${threads}`);
    }
  });
});
