import { graphemes } from '@ml/terminal';

/** A line being written. The cursor stands between graphemes, as an index into the text. */
export interface EditedLine {
  readonly text: string;
  readonly cursor: number;
}

export const emptyLine: EditedLine = { text: '', cursor: 0 };

export type EditKey = 'left' | 'right' | 'home' | 'end' | 'word-left' | 'word-right';
export type EraseKey = 'backspace' | 'delete' | 'word' | 'to-start' | 'to-end';

/** A line with the cursor at its end. */
export function lineOf(text: string): EditedLine {
  return { text, cursor: text.length };
}

/** Puts text at the cursor. Tabs become spaces; what is not printable is left out, but line ends stay. */
export function insert({ text, cursor }: EditedLine, typed: string): EditedLine {
  const clean = typed
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[^\P{Cc}\n]/gu, '');
  return { text: text.slice(0, cursor) + clean + text.slice(cursor), cursor: cursor + clean.length };
}

export function move(line: EditedLine, key: EditKey): EditedLine {
  return { ...line, cursor: target(line, key) };
}

export function erase(line: EditedLine, key: EraseKey): EditedLine {
  const { text, cursor } = line;
  const [from, to] = {
    backspace: [target(line, 'left'), cursor],
    delete: [cursor, target(line, 'right')],
    word: [target(line, 'word-left'), cursor],
    'to-start': [0, cursor],
    'to-end': [cursor, text.length],
  }[key];
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

function target({ text, cursor }: EditedLine, key: EditKey): number {
  const before = text.slice(0, cursor);
  const after = text.slice(cursor);
  switch (key) {
    case 'left':
      return cursor - (graphemes(before).at(-1)?.length ?? 0);
    case 'right':
      return cursor + (graphemes(after)[0]?.length ?? 0);
    case 'home':
      return 0;
    case 'end':
      return text.length;
    case 'word-left':
      return before.replace(/\S*\s*$/, '').length;
    case 'word-right':
      return cursor + (/^\s*\S*/.exec(after)?.[0].length ?? 0);
  }
}
