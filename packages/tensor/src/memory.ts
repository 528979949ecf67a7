import { heap } from './engine/heap.ts';
import { liveBytesBySite, setTracing } from './engine/memory-trace.ts';

export interface MemoryReport {
  /** Bytes in blocks that some tensor still refers to. */
  readonly liveBytes: number;
  readonly liveBlocks: number;
  /** The most that was ever live at once. */
  readonly peakBytes: number;
  /** Memory taken from the system; it is reused but never given back. */
  readonly reservedBytes: number;
  /** Live bytes by the line of user code that made them, largest first; null unless tracing is on. */
  readonly bySite: readonly { readonly site: string; readonly bytes: number; readonly blocks: number }[] | null;
}

/** What the heap holds, and on request who holds it. */
export const memory = {
  report(): MemoryReport {
    return {
      liveBytes: heap.liveBytes,
      liveBlocks: heap.liveBlocks,
      peakBytes: heap.peakBytes,
      reservedBytes: heap.reservedBytes,
      bySite: liveBytesBySite(),
    };
  },
  /** Remembers, from now on, which line of user code made each tensor. Slow; for hunting leaks. */
  trace(on: boolean): void {
    setTracing(on);
  },
};
