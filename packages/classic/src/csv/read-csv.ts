// biome-ignore lint/correctness/noNodejsModules: files are what this entry point is for
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Table } from '../table/table.ts';
import { csvErrorOf } from './csv-error.ts';
import { type CsvOptions, recordOptions } from './csv-options.ts';
import { TableBuilder } from './table-builder.ts';

export interface ReadCsvOptions extends CsvOptions {
  /** How characters are written; default 'utf8'. */
  readonly encoding?: 'utf8' | 'latin1' | 'utf16le';
}

/**
 * The table in a CSV file, read piece by piece: of a cell that occurs again only its number is kept.
 *
 * Types are inferred from all cells of a column: numbers, true and false, dates (2024-02-29, with or without a time), else words. Cells are
 * missing where they are empty, NA, NaN, null and the like.
 *
 * @param source a path, an address `file:`, or a stream of text or bytes
 * @throws {CsvError} when it is no CSV; says where
 */
export async function readCsv(source: string | URL | Readable, options: ReadCsvOptions = {}): Promise<Table> {
  const { encoding = 'utf8' } = options;
  const isPath = typeof source === 'string' || source instanceof URL;
  const stream = isPath ? createReadStream(source) : source;
  const builder = new TableBuilder(options);
  const decoder = new TextDecoder(encoding === 'utf16le' ? 'utf-16le' : encoding === 'latin1' ? 'latin1' : 'utf-8');
  const records = parse(recordOptions(options));
  const feed = async (): Promise<void> => {
    for await (const chunk of stream) {
      if (builder.isFull) break;
      const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      if (!records.write(text)) await new Promise((resolve) => records.once('drain', resolve));
    }
    records.end(decoder.decode());
  };
  const fed = feed().catch((error) => void records.destroy(error));
  try {
    for await (const record of records as AsyncIterable<string[]>) builder.add(record);
    await fed;
  } catch (error) {
    stream.destroy();
    records.destroy();
    throw csvErrorOf(error);
  }
  return builder.build();
}
