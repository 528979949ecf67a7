import { textWidth } from '@ml/nn/node';

/** A colour of the terminal's palette, or `#rrggbb`. */
export type SpanColor = 'cyan' | 'yellow' | 'green' | 'red' | 'magenta' | `#${string}`;

/** A piece of a line of the screen, in one style. */
export interface Span {
  readonly text: string;
  readonly color?: SpanColor;
  readonly background?: SpanColor;
  readonly dim?: boolean;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

/** A line of the screen, never wider than it was made for. */
export type Line = readonly Span[];

/** The parts that fit into a line, with dots between them; later ones are left out first. */
export function fitParts(parts: readonly Line[], columns: number): Line {
  const separator: Span = { text: ' · ', dim: true };
  const line: Span[] = [];
  let width = 0;
  for (const part of parts) {
    const needed = lineWidth(part) + (line.length === 0 ? 0 : 3);
    if (width + needed > columns) break;
    if (line.length > 0) line.push(separator);
    line.push(...part);
    width += needed;
  }
  return line;
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + textWidth(text), 0);
}

export function lineText(line: Line): string {
  return line.map(({ text }) => text).join('');
}

/** A number with its name in front. */
export function figure(name: string, value: string, color?: SpanColor): Line {
  return [{ text: `${name} `, dim: true }, color === undefined ? { text: value } : { text: value, color }];
}
