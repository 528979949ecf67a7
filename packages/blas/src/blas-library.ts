import type { FloatDType } from '@ml/tensor';
import type { LibraryHandle } from 'koffi';
import { BlasError } from './blas-error.ts';
import { type Koffi, reason } from './load-koffi.ts';

/** C = alpha·op(A)·op(B) + beta·C; matrices are native addresses, each with its leading dimension. */
export type CblasGemm = (
  order: number,
  transposeA: number,
  transposeB: number,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  beta: number,
  c: number,
  ldc: number,
) => void;

export interface BlasLibrary {
  /** The name or path it was loaded by. */
  readonly path: string;
  /** What it says about itself, e.g. `OpenBLAS 0.3.21 …`; null where it cannot be asked. */
  readonly about: string | null;
  readonly gemm: { readonly float32: CblasGemm; readonly float64: CblasGemm };
  /** Whether several threads may call it at the same time, each for a product on one thread. */
  readonly reentrant: boolean;
  /** Null where the library takes its number of threads from its own environment variable only. */
  readonly setThreads: ((threads: number) => void) | null;
}

/** How C declares the GEMM of a type. */
export function cblasSignature(dtype: FloatDType): string {
  const [name, real] = dtype === 'float32' ? ['cblas_sgemm', 'float'] : ['cblas_dgemm', 'double'];
  return `void ${name}(int, int, int, int, int, int, ${real}, size_t, int, size_t, int, ${real}, size_t, int)`;
}

/** How OpenBLAS, MKL and BLIS are told their number of threads. Accelerate decides by itself. */
const threadSetters = [
  'void openblas_set_num_threads(int)',
  'void MKL_Set_Num_Threads(int)',
  'void bli_thread_set_num_threads(intptr_t)',
];

/** @throws {BlasError} when it is no library, or one without CBLAS */
export function openLibrary(koffi: Koffi, path: string): BlasLibrary {
  const library = load(koffi, path);
  const find = <F>(definition: string): F | null => {
    try {
      return library.func(definition) as F;
    } catch {
      return null;
    }
  };
  const [float32, float64] = [find<CblasGemm>(cblasSignature('float32')), find<CblasGemm>(cblasSignature('float64'))];
  if (float32 === null || float64 === null) {
    library.unload();
    throw new BlasError(`${path} is no BLAS that can be called from C: it has no cblas_sgemm and cblas_dgemm`);
  }
  let setThreads: BlasLibrary['setThreads'] = null;
  for (const definition of threadSetters) setThreads ??= find(definition);
  const about = find<() => string>('const char *openblas_get_config()')?.() ?? null;
  const kind = find<() => number>('int openblas_get_parallel()')?.();
  return { path, about, gemm: { float32, float64 }, reentrant: kind === withPthreads, setThreads };
}

/**
 * What OpenBLAS answers when it was built with threads of its own: then it has locks where calls meet. Without threads (0) it may
 * have none, and with OpenMP's (2) the number of threads is a matter of each calling thread.
 */
const withPthreads = 1;

/**
 * OpenBLAS's threads look for more work for 2²⁶ clock ticks, some 30 ms, before they sleep, and all that time ours would have to
 * share the processors with them. 2¹⁸ ticks are a tenth of a millisecond. The variable is read while the library is loaded.
 */
function load(koffi: Koffi, path: string): LibraryHandle {
  const { env } = process;
  const given = env.OPENBLAS_THREAD_TIMEOUT;
  env.OPENBLAS_THREAD_TIMEOUT ??= '18';
  try {
    return koffi.load(path);
  } catch (error) {
    throw new BlasError(`${path} cannot be loaded: ${reason(error)}`);
  } finally {
    if (given === undefined) delete env.OPENBLAS_THREAD_TIMEOUT; // not for child processes
  }
}
