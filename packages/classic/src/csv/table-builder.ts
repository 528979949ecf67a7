import { Table } from '../table/table.ts';
import { CsvError } from './csv-error.ts';
import { type CsvOptions, missingWords } from './csv-options.ts';
import { inferColumn } from './infer-column.ts';

/** Takes records one by one and makes a table of them; of every word only its first copy is kept. */
export class TableBuilder {
  readonly #options: CsvOptions;
  #names: readonly string[] | null;
  #wanted: readonly number[] = [];
  #columns: WordList[] = [];
  #rows = 0;

  constructor(options: CsvOptions) {
    this.#options = options;
    this.#names = null;
    if (Array.isArray(options.header)) this.#begin(options.header);
  }

  get isFull(): boolean {
    return this.#rows >= (this.#options.maxRows ?? Number.POSITIVE_INFINITY);
  }

  add(record: readonly string[]): void {
    if (this.#names === null) {
      const isHeader = this.#options.header !== false;
      this.#begin(isHeader ? record.map((name) => name.trim()) : record.map((_, i) => `column${i}`));
      if (isHeader) return;
    }
    const names = this.#names as readonly string[];
    if (record.length !== names.length)
      throw new CsvError(`row ${this.#rows} has ${record.length} cells for ${names.length} names`);
    if (this.isFull) return;
    this.#wanted.forEach((from, i) => void this.#columns[i].add(record[from]));
    this.#rows++;
  }

  build(): Table {
    const { types = {}, decimal = '.' } = this.#options;
    if (this.#names === null) throw new CsvError('there is no line in it');
    const names = this.#names;
    const unknown = Object.keys(types).find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new CsvError(`types names '${unknown}', which is no column; there are ${names.join(', ')}`);
    const isMissing = missingWords(this.#options);
    return Table.ofColumns(
      this.#wanted.map((from, i) => {
        const name = names[from];
        const type = Object.hasOwn(types, name) ? types[name] : undefined;
        return [name, inferColumn({ name, ...this.#columns[i].list() }, isMissing, { type, decimal })] as const;
      }),
    );
  }

  #begin(names: readonly string[]): void {
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new CsvError(`there are two columns '${twice}'`);
    const { columns = names } = this.#options;
    const unknown = columns.find((name) => !names.includes(name));
    if (unknown !== undefined) throw new CsvError(`there is no column '${unknown}'; there are ${names.join(', ')}`);
    this.#names = names;
    this.#wanted = columns.map((name) => names.indexOf(name));
    this.#columns = columns.map(() => new WordList());
  }
}

/** Words by their places in a list of the different ones. */
class WordList {
  readonly #places = new Map<string, number>();
  #codes = new Int32Array(256);
  #count = 0;

  add(word: string): void {
    let place = this.#places.get(word);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(word, place);
    }
    if (this.#count === this.#codes.length) {
      const longer = new Int32Array(2 * this.#count);
      longer.set(this.#codes);
      this.#codes = longer;
    }
    this.#codes[this.#count++] = place;
  }

  list(): { codes: Int32Array; words: string[] } {
    return { codes: this.#codes.slice(0, this.#count), words: [...this.#places.keys()] };
  }
}
