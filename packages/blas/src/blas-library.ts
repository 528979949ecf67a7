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
  /** Null where the library takes its number of threads from its own environment variable only. */
  readonly setThreads: ((threads: number) => void) | null;
}

const signature = (name: string, real: string): string =>
  `void ${name}(int, int, int, int, int, int, ${real}, size_t, int, size_t, int, ${real}, size_t, int)`;

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
  const [float32, float64] = [
    find<CblasGemm>(signature('cblas_sgemm', 'float')),
    find<CblasGemm>(signature('cblas_dgemm', 'double')),
  ];
  if (float32 === null || float64 === null) {
    library.unload();
    throw new BlasError(`${path} is no BLAS that can be called from C: it has no cblas_sgemm and cblas_dgemm`);
  }
  let setThreads: BlasLibrary['setThreads'] = null;
  for (const definition of threadSetters) setThreads ??= find(definition);
  const about = find<() => string>('const char *openblas_get_config()')?.() ?? null;
  return { path, about, gemm: { float32, float64 }, setThreads };
}

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
