import { afterEach, expect, test, vi } from 'vitest';
import { findLibrary } from './find-library.ts';
import { BlasError } from './index.ts';
import { libraryNames } from './library-names.ts';
import type { Koffi } from './load-koffi.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A loader for whose libraries `gemm` is every function. */
function loader(load: (path: string) => void, gemm: (...args: number[]) => void = () => undefined): Koffi {
  const library = { func: () => gemm, unload: () => undefined } as unknown as ReturnType<Koffi['load']>;
  return {
    address: () => 0n,
    load: (path) => {
      load(path);
      return library;
    },
  };
}

test('nothing found: where was looked, in order, and what to do', () => {
  vi.stubEnv('ML_BLAS_LIB', '');
  const tried: string[] = [];
  const koffi = loader((path) => {
    tried.push(path);
    throw new Error('no such file');
  });
  const names = libraryNames(process);
  expect(() => findLibrary(koffi, {})).toThrow(
    new BlasError(
      `no BLAS found: looked for ${names.join(', ')}. Install OpenBLAS, or name a library's file in ML_BLAS_LIB or useBlas({ path })`,
    ),
  );
  expect(tried).toEqual(names);
});

test('a path comes before ML_BLAS_LIB, which comes before the search', () => {
  vi.stubEnv('ML_BLAS_LIB', 'from-environment.so');
  const tried: string[] = [];
  const koffi = loader((path) => {
    tried.push(path);
    throw new Error('no such file');
  });
  expect(() => findLibrary(koffi, { path: 'given.so' })).toThrow('given.so cannot be loaded: no such file');
  expect(() => findLibrary(koffi, {})).toThrow('from-environment.so cannot be loaded: no such file');
  expect(tried).toEqual(['given.so', 'from-environment.so']);
});

test('a library that multiplies wrongly is refused', () => {
  const koffi = loader(() => undefined);
  expect(() => findLibrary(koffi, { path: 'odd.so' })).toThrow(
    new BlasError('odd.so multiplies wrongly (float32, NN); it may take integers of 64 bits'),
  );
});
