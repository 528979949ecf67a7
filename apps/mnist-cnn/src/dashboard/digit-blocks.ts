import type { Line, Span } from '@ml/terminal';
import type { Pixels } from '../digits/pixels.ts';
import { SIDE } from '../model/digit-net.ts';

/** Ink below this is not drawn, and ink from here on is drawn at full strength. */
const FAINT = 40;
const STRONG = 128;

/**
 * A picture in half-block characters, two pixels in a cell: ink has the colour of text, whatever that is on the terminal, and thin
 * ink is dim.
 *
 * @param shrink 2 draws squares of four pixels as one: 14 columns and 7 rows instead of 28 and 14
 */
export function digitBlocks(pixels: Pixels, shrink: 1 | 2 = 1): Line[] {
  const side = SIDE / shrink;
  const ink = (y: number, x: number): number => {
    let sum = 0;
    for (let dy = 0; dy < shrink; dy++)
      for (let dx = 0; dx < shrink; dx++) sum += pixels[(y * shrink + dy) * SIDE + x * shrink + dx];
    return sum / shrink ** 2;
  };
  return Array.from({ length: side / 2 }, (_, row) => {
    const line: { text: string; dim: boolean }[] = [];
    for (let x = 0; x < side; x++) {
      const { text, dim } = block(ink(2 * row, x), ink(2 * row + 1, x));
      const last = line.at(-1);
      if (last !== undefined && last.dim === dim) last.text += text;
      else line.push({ text, dim });
    }
    return line;
  });
}

function block(upper: number, lower: number): Required<Pick<Span, 'text' | 'dim'>> {
  const text = upper < FAINT ? (lower < FAINT ? ' ' : '▄') : lower < FAINT ? '▀' : '█';
  return { text, dim: text !== ' ' && Math.max(upper, lower) < STRONG };
}

/** Pictures side by side, a column apart. */
export function sideBySide(blocks: readonly (readonly Line[])[], height: number, gap = 1): Line[] {
  const between: Span = { text: ' '.repeat(gap) };
  return Array.from({ length: height }, (_, row) =>
    blocks.flatMap((lines, i) => (i === 0 ? (lines[row] ?? []) : [between, ...(lines[row] ?? [])])),
  );
}
