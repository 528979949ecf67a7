import type { Column, ColumnType } from '../table/column.ts';
import { parseDate } from './parse-date.ts';

/** Cells of a column as they are written, by their place in a list of the different ones. */
export interface WrittenColumn {
  readonly name: string;
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

const booleans = new Map([
  ['true', 1],
  ['True', 1],
  ['TRUE', 1],
  ['false', 0],
  ['False', 0],
  ['FALSE', 0],
]);

const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const infinite = /^[+-]?(inf|infinity)$/i;

/** A number as CSV files write it, NaN where the word is none; `decimal` stands for the point. */
export function parseNumber(word: string, decimal: string): number {
  const plain = (decimal === '.' ? word : word.replace(decimal, '.')).trim();
  if (number.test(plain)) return Number(plain);
  return infinite.test(plain)
    ? plain.startsWith('-')
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY
    : Number.NaN;
}

/**
 * The column with the type of all its cells: numbers, true and false, dates, or else words. Each different word is looked at once.
 *
 * @param type what it is to be, where that is known; cells that are not become missing
 */
export function inferColumn(
  { codes, words }: WrittenColumn,
  isMissing: (word: string) => boolean,
  { type, decimal }: { readonly type: ColumnType | undefined; readonly decimal: string },
): Column {
  const missing = words.map(isMissing);
  const present = words.filter((_, i) => !missing[i]);
  const found = type ?? typeOfWords(present, decimal);
  if (found === 'string') return stringColumn(codes, words, missing);
  const numbers = words.map((word, i) => (missing[i] ? Number.NaN : numberOf(word, found, decimal)));
  if (found === 'boolean') {
    return { type: found, values: Int8Array.from(codes, (code) => (Number.isNaN(numbers[code]) ? -1 : numbers[code])) };
  }
  return { type: found, values: Float64Array.from(codes, (code) => numbers[code]) };
}

function typeOfWords(words: readonly string[], decimal: string): ColumnType {
  if (words.every((word) => !Number.isNaN(parseNumber(word, decimal)))) return 'number';
  if (words.every((word) => booleans.has(word))) return 'boolean';
  if (words.every((word) => !Number.isNaN(parseDate(word)))) return 'date';
  return 'string';
}

function numberOf(word: string, type: ColumnType, decimal: string): number {
  if (type === 'boolean') return booleans.get(word) ?? Number.NaN;
  return type === 'date' ? parseDate(word) : parseNumber(word, decimal);
}

/** Without the words that stand for a missing cell. */
function stringColumn(codes: Int32Array, words: readonly string[], missing: readonly boolean[]): Column {
  let next = 0;
  const place = words.map((_, i) => (missing[i] ? -1 : next++));
  return {
    type: 'string',
    codes: codes.map((code) => place[code]),
    words: words.filter((_, i) => !missing[i]),
  };
}
