/** Text that is no CSV: rows of different lengths, a quote that is never closed, a name that is there twice. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

interface LibraryError {
  readonly code?: string;
  readonly lines?: number;
  readonly record?: readonly string[];
  readonly message: string;
}

/** The library's error as a sentence with the line. */
export function csvErrorOf(error: unknown): unknown {
  const { code, lines, record, message } = error as LibraryError;
  if (typeof code !== 'string' || !code.startsWith('CSV_')) return error;
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
    const columns = /expect (\d+)/.exec(message)?.[1];
    return new CsvError(`line ${lines} has ${record?.length} cells, the first line has ${columns}`);
  }
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new CsvError(`a quote is not closed at the end of the file (line ${lines})`);
  if (code === 'CSV_MAX_RECORD_SIZE')
    return new CsvError(`line ${lines} has a record of more than 16 MiB; is a quote not closed?`);
  return new CsvError(`line ${lines}: ${message}`);
}
