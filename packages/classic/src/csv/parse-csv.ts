import { parse } from 'csv-parse/sync';
import type { Table } from '../table/table.ts';
import { csvErrorOf } from './csv-error.ts';
import { type CsvOptions, recordOptions } from './csv-options.ts';
import { TableBuilder } from './table-builder.ts';

/**
 * The table that a text in CSV describes.
 *
 * @throws {CsvError} when rows have different lengths, a quote is not closed, or names are there twice; says where
 * @example
 * const table = parseCsv('name,born,score\nAda,1815-12-10,9.5\nBo,,NA\n');
 * table.typeOf('born') // => 'date'
 * table.column('score') // => Float64Array [9.5, NaN]
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  const builder = new TableBuilder(options);
  try {
    for (const record of parse(text, recordOptions(options)) as string[][]) builder.add(record);
  } catch (error) {
    throw csvErrorOf(error);
  }
  return builder.build();
}
