import { cellWidth, graphemes } from '@ml/terminal';
import type { EditedLine } from './line-editor.ts';

/** What of a line is seen: the cells left of the cursor, the one under it, those right of it. */
export interface InputView {
  readonly before: string;
  readonly under: string;
  readonly after: string;
}

/** A line of any length in a window of `columns` cells around its cursor; line ends are shown as ⏎. */
export function inputView({ text, cursor }: EditedLine, columns: number): InputView {
  const before = graphemes(visible(text.slice(0, cursor)));
  const [under = ' ', ...after] = graphemes(visible(text.slice(cursor)));
  const room = Math.max(1, columns) - Math.max(1, cellWidth(under));
  const total = before.reduce(addWidth, 0) + after.reduce(addWidth, 0);
  // Everything if it fits; else the cursor stays in view, with a quarter of the window to its right.
  const right = total <= room ? room : Math.min(after.reduce(addWidth, 0), Math.floor(room / 4));
  const shownAfter = takeWhileFits(after, right);
  const shownBefore = takeWhileFits([...before].reverse(), room - shownAfter.reduce(addWidth, 0)).reverse();
  return { before: shownBefore.join(''), under, after: shownAfter.join('') };
}

function visible(text: string): string {
  return text.replaceAll('\n', '⏎');
}

function takeWhileFits(list: readonly string[], columns: number): string[] {
  let width = 0;
  const end = list.findIndex((grapheme) => {
    width += cellWidth(grapheme);
    return width > columns;
  });
  return end === -1 ? [...list] : list.slice(0, end);
}

function addWidth(sum: number, grapheme: string): number {
  return sum + cellWidth(grapheme);
}
