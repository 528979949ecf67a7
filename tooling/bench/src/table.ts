export type Row = Readonly<Record<string, string | number>>;

/** Three significant digits: what a ratio of two timings is good for. Whole numbers keep theirs. */
export function cell(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  if (!Number.isFinite(value)) return String(value);
  const digits = Number.isInteger(value) ? 21 : Math.max(3, Math.ceil(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumSignificantDigits: digits });
}

/** A Markdown table; its columns are those of all rows, in the order in which they first appear. */
export function table(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => columns.map((column) => cell(row[column])))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
