import type { Options } from 'csv-parse';
import type { ColumnType } from '../table/column.ts';

export interface CsvOptions {
  /** Between cells; default ','. */
  readonly delimiter?: string;
  /** Around cells that hold delimiters or ends of lines; doubled inside them; default '"'. */
  readonly quote?: string;
  /** Whether the first line has the names of the columns (the default), or else their names; false calls them column0, column1, … */
  readonly header?: boolean | readonly string[];
  /** Types of columns that are not to be inferred; what is not of the type becomes missing. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** Columns to read; default: all. */
  readonly columns?: readonly string[];
  /** Words that stand for a missing cell, beside an empty one, NA, N/A, #N/A, NaN, null, None and the like. */
  readonly missing?: readonly string[];
  /** Whether only empty cells and those in `missing` are missing. */
  readonly onlyThoseMissing?: boolean;
  /** What stands for the decimal point; default '.'. */
  readonly decimal?: string;
  /** Lines that begin with it are left out. */
  readonly comment?: string;
  /** Lines to leave out at the beginning; default 0. */
  readonly skipLines?: number;
  /** Most rows to read; default: all. */
  readonly maxRows?: number;
}

/** What pandas takes for missing. */
const usual: readonly string[] = [
  ...['#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>', 'N/A', 'NA'],
  ...['NULL', 'NaN', 'None', 'n/a', 'nan', 'null'],
];

export function missingWords({ missing = [], onlyThoseMissing = false }: CsvOptions): (word: string) => boolean {
  const words = new Set(['', ...missing, ...(onlyThoseMissing ? [] : usual)]);
  return (word) => words.has(word.trim());
}

/** Longer than any record of a file that was meant to be read: an open quote must not swallow all of it. */
const maxRecordSize = 16 * 1024 * 1024;

/** The options of the library that divides the text into records. */
export function recordOptions({ delimiter = ',', quote = '"', comment, skipLines = 0 }: CsvOptions): Options<string[]> {
  return {
    delimiter,
    quote,
    bom: true,
    skip_empty_lines: true,
    from_line: skipLines + 1,
    max_record_size: maxRecordSize,
    ...(comment === undefined ? {} : { comment, comment_no_infix: true }),
  };
}
