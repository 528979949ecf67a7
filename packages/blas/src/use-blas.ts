import { setGemmProvider } from '@ml/tensor';
import { findLibrary } from './find-library.ts';
import { loadKoffi } from './load-koffi.ts';

export interface BlasOptions {
  /** File or name of the library; default: the environment variable ML_BLAS_LIB, else the usual places are searched. */
  readonly path?: string;
  /** Threads of the library's own; default: OpenBLAS is called by the threads of `setThreads`, other libraries use as many. */
  readonly threads?: number;
}

/** The library in use. */
export interface BlasUse {
  /** The name or path it was loaded by. */
  readonly library: string;
  /** What it says about itself, e.g. `OpenBLAS 0.3.21 …`; null where it cannot be asked. */
  readonly about: string | null;
}

/**
 * Hands the matrix products of @ml/tensor to the system's BLAS from now on. They run in place on the tensors' memory, nothing is
 * copied. Small products, and operands that CBLAS cannot express, stay with the WebAssembly kernels.
 *
 * Results agree with the kernels' to rounding. They depend on the library, its version, the processor and the number of threads.
 *
 * @throws {BlasError} when there is no library, it cannot be loaded, or it multiplies wrongly; nothing changes then
 * @throws {RangeError} when `threads` is not a whole number ≥ 1
 */
export function useBlas({ path, threads }: BlasOptions = {}): BlasUse {
  if (threads !== undefined && (!Number.isSafeInteger(threads) || threads < 1)) {
    throw new RangeError(`useBlas: threads must be a whole number ≥ 1, not ${threads}`);
  }
  const { library, provider } = findLibrary(loadKoffi(), { path, threads });
  setGemmProvider(provider);
  return { library: library.path, about: library.about };
}

/** Gives the matrix products back to the WebAssembly kernels. */
export function stopUsingBlas(): void {
  setGemmProvider(null);
}
