const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a reader calls characters: an emoji with its modifiers is one. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Two cells wide in terminals: East Asian wide and full-width forms, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

/** Columns a grapheme takes: 0, 1 or 2. */
export function cellWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

export function textWidth(text: string): number {
  return isPlain(text) ? text.length : graphemes(text).reduce((sum, grapheme) => sum + cellWidth(grapheme), 0);
}

/** The beginning of a text that fits into `columns`, with an ellipsis where something is missing. */
export function clip(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  if (columns <= 0) return '';
  let width = 1;
  let kept = '';
  for (const grapheme of graphemes(text)) {
    width += cellWidth(grapheme);
    if (width > columns) break;
    kept += grapheme;
  }
  return `${kept}…`;
}

/** Printable ASCII, for which columns and characters are the same. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
