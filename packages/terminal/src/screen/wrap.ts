import { cellWidth, graphemes, textWidth } from '@ml/nn/node';

/** Lines of at most `columns` cells: breaks at spaces, and inside words that are longer than a line. */
export function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, columns)));
}

function wrapLine(line: string, columns: number): string[] {
  const lines: string[] = [];
  let current = '';
  let width = 0;
  const finish = (): void => {
    lines.push(current.trimEnd());
    current = '';
    width = 0;
  };
  for (const word of line.match(/\s+|\S+/g) ?? []) {
    const wordWidth = textWidth(word);
    if (width + wordWidth > columns && width > 0 && word.trim() !== '') finish();
    if (wordWidth <= columns - width) {
      current += word;
      width += wordWidth;
    } else if (word.trim() !== '') {
      for (const grapheme of graphemes(word)) {
        const cells = cellWidth(grapheme);
        if (width + cells > columns && width > 0) finish();
        current += grapheme;
        width += cells;
      }
    }
  }
  if (current.trim() !== '' || lines.length === 0) lines.push(current.trimEnd());
  return lines;
}
