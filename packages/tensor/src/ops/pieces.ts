import { scratch } from '../engine/scratch.ts';
import { forRanges } from '../engine/threads/parallel.ts';
import type { KernelName } from '../engine/threads/thread-pool.ts';
import { heapArray, type Tensor } from '../tensor.ts';

export interface PieceOptions {
  /** Operands of a piece that the kernel's table has; 0 stands for one that is missing. */
  readonly operands: number;
  /** Elements of the blocks that the kernel counts. */
  readonly block: number;
}

/** A cache line of float32 or more: no two threads write to one line. */
export const lineBlock = 16;

/** Elements worth a task of their own: some microseconds of work. */
const grain = 16_384;

/** Operands that belong together, contiguous and of one size; null for one that is missing, but not the first. */
export type PieceOperands = readonly (Tensor | null)[];

/** How many blocks the pieces are; each begins a new one. */
export function countBlocks(pieces: readonly PieceOperands[], block: number): number {
  let blocks = 0;
  for (const [first] of pieces) blocks += Math.ceil((first?.size ?? 0) / block);
  return blocks;
}

/**
 * Runs a kernel over many tensors as one job (kernels/pieces.ts), cut evenly between threads wherever the tensors begin and
 * end. `list(table, from, count)` are the kernel's
 * arguments for `count` blocks from block `from` of the table.
 */
export function forPieces(
  kernel: KernelName,
  pieces: readonly PieceOperands[],
  { operands, block }: PieceOptions,
  list: (table: number, from: number, count: number) => readonly number[],
): void {
  const table = scratch(4 * (1 + operands) * pieces.length);
  const words = heapArray('int32');
  let word = table / 4;
  for (const piece of pieces) {
    words[word++] = piece[0]?.size ?? 0;
    for (let i = 0; i < operands; i++) words[word++] = piece[i]?.address ?? 0;
  }
  forRanges(kernel, countBlocks(pieces, block), { grain: grain / block }, (from, count) => list(table, from, count));
}
