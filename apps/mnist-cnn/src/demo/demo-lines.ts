import { clip, fitParts, formatCount, formatPercent, type Line } from '@ml/terminal';
import { digitBlocks, sideBySide } from '../dashboard/digit-blocks.ts';
import { probabilityBars } from '../dashboard/probability-bars.ts';
import type { Pixels } from '../digits/pixels.ts';
import { likeliest } from '../model/class-probabilities.ts';
import type { DemoState } from './demo-state.ts';

/** A digit that was read. */
export interface Reading {
  readonly pixels: Pixels;
  readonly truth: number;
  readonly probabilities: readonly number[];
}

const FULL = { width: 28, height: 14 };
const HALF = { width: 14, height: 7 };
const BARS = 10;
/** The least columns of bars: digit, a bar of a few cells, figures. */
const LEAST_BARS = 18;

/** A digit and its probabilities for a screen of any size, at least one row less than it is high. */
export function demoLines(
  { pixels, truth, probabilities }: Reading,
  { index, length, playing }: DemoState,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Line[] {
  const free = Math.max(1, rows - 1);
  const found = likeliest(probabilities);
  const title = fitParts(
    [
      [{ text: `${truth} → ${found}`, bold: true, color: truth === found ? 'green' : 'red' }],
      [{ text: formatPercent(probabilities[found], 1) }],
      [{ text: `test digit ${formatCount(index)} of ${formatCount(length)}`, dim: true }],
    ],
    columns,
  );
  const hint: Line = [
    { text: clip(`${playing ? 'space stops' : 'space goes on'} · ← → one by one · q leaves`, columns), dim: true },
  ];
  const body = picture({ pixels, truth, probabilities }, columns, free - 1);
  const all = [title, ...body];
  return all.length < free ? [...all, hint] : all;
}

function picture({ pixels, truth, probabilities }: Reading, columns: number, rows: number): Line[] {
  const size = [FULL, HALF].find(({ width, height }) => height <= rows && width <= columns);
  const drawn = size === undefined ? [] : digitBlocks(pixels, size === FULL ? 1 : 2);
  const beside = size === undefined ? columns : columns - size.width - 3;
  if (rows >= BARS && beside >= LEAST_BARS) {
    const bars = probabilityBars(probabilities, beside, truth);
    if (size === undefined) return bars;
    return sideBySide([drawn, bars], Math.max(size.height, BARS), 3).map((line, row) => padded(line, row, size));
  }
  return drawn;
}

/** Where the picture is lower than the bars beside it, its place stays empty. */
function padded(line: Line, row: number, { width, height }: typeof FULL): Line {
  return row < height ? line : [{ text: ' '.repeat(width) }, ...line];
}
