import { type KernelBuild, kernelBuild, kernels } from './kernels.ts';
import { forRanges, type RangeOptions } from './threads/parallel.ts';
import type { ThreadKernel } from './threads/thread-kernel.ts';
import { memory } from './wasm-memory.ts';

/** Multiplies and adds in one iteration of the roof kernel. */
const operationsPerIteration = 96;

/** The engine under the operations: which kernels run here, and how fast this machine can multiply and add. */
export const engine = {
  /** 'relaxed' has fused multiply–add (Node ≥ 22, current browsers), 'simd' runs everywhere else. */
  get kernelBuild(): KernelBuild {
    return kernelBuild;
  },
  /**
   * The one memory all tensors live in. It grows in place: its `buffer` is replaced by a longer one over the same bytes, and
   * a native address of the first byte stays true.
   */
  get memory(): WebAssembly.Memory {
    return memory;
  },
  /**
   * Peak rate of float32 multiply–adds on one core with 128-bit vectors, from a kernel that touches registers only: the roof
   * that matrix products are measured against.
   *
   * @units floating-point operations per second
   */
  multiplyAddRoof(iterations = 200_000): number {
    const start = performance.now();
    kernels.roof_f32(iterations);
    return (iterations * operationsPerIteration * 1000) / (performance.now() - start);
  },
  /**
   * Runs a kernel of your own over items 0 … n on as many threads as `setThreads` says, in parallel parts where there is enough
   * to do; `part(from, count)` are its arguments for one part: 32 numbers at most, none of them NaN. Returns when all is done.
   */
  forRanges: forRanges as (
    kernel: ThreadKernel,
    n: number,
    options: RangeOptions,
    part: (from: number, count: number) => readonly number[],
  ) => void,
};
