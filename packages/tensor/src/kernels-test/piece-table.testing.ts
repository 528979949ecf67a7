import type { Arena, NumberArray } from './arena.testing.ts';

/** The table of pieces that the kernels walk over, and how many blocks it is. */
export function pieceTable(arena: Arena, pieces: readonly (readonly (NumberArray | null)[])[], block = 16) {
  const words = pieces.flatMap((piece) => [piece[0]?.length ?? 0, ...piece.map((array) => array?.byteOffset ?? 0)]);
  const table = arena.from(Int32Array, words).byteOffset;
  return { table, blocks: pieces.reduce((sum, [x]) => sum + Math.ceil((x?.length ?? 0) / block), 0) };
}

/** Sizes around the blocks of 16 and 1,024 elements. */
export const pieceSizes = [0, 1, 3, 15, 16, 17, 1000, 0, 1023, 1025, 33];

/** A run of blocks in parts: whole, in `parts` parts, last first. */
export function cuts(blocks: number, parts: number): [from: number, count: number][] {
  const size = Math.ceil(blocks / parts);
  return Array.from({ length: parts }, (_, i): [number, number] => {
    const from = Math.min(blocks, (parts - 1 - i) * size);
    return [from, Math.min(size, blocks - from)];
  });
}
