// Tables from CSV, for programs that read files: `import { readCsv } from '@ml/classic/csv'`.
export { CsvError } from './csv/csv-error.ts';
export type { CsvOptions } from './csv/csv-options.ts';
export { parseCsv } from './csv/parse-csv.ts';
export { type ReadCsvOptions, readCsv } from './csv/read-csv.ts';
