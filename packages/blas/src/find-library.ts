import { engine, type GemmProvider } from '@ml/tensor';
import { BlasError } from './blas-error.ts';
import { type BlasLibrary, openLibrary } from './blas-library.ts';
import { blasProvider } from './blas-provider.ts';
import { multipliesWrongly } from './check-products.ts';
import { libraryNames } from './library-names.ts';
import type { Koffi } from './load-koffi.ts';

/** A library that was tried, and its products. */
export interface FoundLibrary {
  readonly library: BlasLibrary;
  readonly provider: GemmProvider;
}

/** The library that was asked for, here or in ML_BLAS_LIB, or the first in the usual places that multiplies rightly. */
export function findLibrary(
  koffi: Koffi,
  { path, threads = null }: { path?: string | undefined; threads?: number | null | undefined },
): FoundLibrary {
  const base = Number(koffi.address(new Uint8Array(engine.memory.buffer)));
  const open = (name: string): FoundLibrary => {
    const library = openLibrary(koffi, name);
    const provider = blasProvider(library, { base, threads });
    const fault = multipliesWrongly(provider);
    if (fault !== null) throw new BlasError(`${name} multiplies wrongly (${fault}); it may take integers of 64 bits`);
    return { library, provider };
  };
  const { platform, env } = process;
  const asked = path ?? (env.ML_BLAS_LIB || undefined);
  if (asked !== undefined) return open(asked);
  const names = libraryNames({ platform, env });
  for (const name of names) {
    try {
      return open(name);
    } catch (error) {
      if (!(error instanceof BlasError)) throw error; // the next may do
    }
  }
  throw new BlasError(
    `no BLAS found: looked for ${names.join(', ')}. Install OpenBLAS, or name a library's file in ML_BLAS_LIB or useBlas({ path })`,
  );
}
