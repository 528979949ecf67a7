import type { Tensor } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { Cell } from '../base/matrix-like.ts';
import { matrix } from '../base/values.ts';
import {
  type Column,
  type ColumnType,
  type ColumnValues,
  cellOf,
  columnLength,
  columnOf,
  isMissing,
  keyOf,
  takeRows,
} from './column.ts';
import { describeColumns } from './describe-columns.ts';
import { formatTable } from './format-table.ts';
import { GroupedTable } from './grouped-table.ts';
import { type JoinOptions, joinedRows } from './joined-rows.ts';

/** A row by the names of the columns; null where a cell is missing. */
export type Row = Readonly<Record<string, string | number | boolean | Date | null>>;

/** What makes a new column: its cells, or a function of the row. */
export type ColumnSource = ColumnValues | ((row: Row, index: number) => Cell | Date);

/**
 * Named columns of equal length, each of one type: number, string, boolean or date. Tables are values: methods return new ones, which
 * share what did not change.
 *
 * Cells that are missing are null, whatever the type. Estimators take tables as they are and remember the names of the columns.
 *
 * @example
 * const table = Table.of({ name: ['Ada', 'Bo', 'Cy'], age: [36, null, 41] });
 * table.filter(({ age }) => age !== null).column('name') // => ['Ada', 'Cy']
 */
export class Table {
  readonly #columns: ReadonlyMap<string, Column>;
  readonly rowCount: number;

  private constructor(columns: ReadonlyMap<string, Column>) {
    const lengths = [...columns].map(([name, column]) => [name, columnLength(column)] as const);
    const [first] = lengths;
    const odd = lengths.find(([, length]) => length !== first[1]);
    if (odd !== undefined) throw new DataError(`Table: '${odd[0]}' has ${odd[1]} cells, '${first[0]}' has ${first[1]}`);
    this.#columns = columns;
    this.rowCount = first?.[1] ?? 0;
  }

  /**
   * A table of columns of cells; their types are those of the cells.
   *
   * @throws {DataError} when columns have different lengths, or one mixes types
   */
  static of(columns: Readonly<Record<string, ColumnValues>>): Table {
    return new Table(new Map(Object.entries(columns).map(([name, cells]) => [name, columnOf(name, cells)])));
  }

  /** A table of columns that are typed already. */
  static ofColumns(columns: Iterable<readonly [string, Column]>): Table {
    return new Table(new Map(columns));
  }

  /** A table of rows; a name that some rows lack is missing there. */
  static fromRows(rows: readonly Readonly<Record<string, Cell | Date>>[]): Table {
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return new Table(
      new Map(
        names.map((name) => [
          name,
          columnOf(
            name,
            rows.map((row) => row[name]),
          ),
        ]),
      ),
    );
  }

  get columnNames(): string[] {
    return [...this.#columns.keys()];
  }

  get columnCount(): number {
    return this.#columns.size;
  }

  /** The type of a column. @throws {DataError} when there is no such column */
  typeOf(name: string): ColumnType {
    return this.columnData(name).type;
  }

  /**
   * The cells of a column: numbers (dates as milliseconds) in a Float64Array with NaN where one is missing, others in a list with null.
   *
   * @throws {DataError} when there is no such column; lists those there are
   */
  column(name: string): Float64Array | (string | null)[] | (boolean | null)[] {
    const column = this.columnData(name);
    if (column.type === 'number' || column.type === 'date') return column.values;
    return Array.from({ length: this.rowCount }, (_, row) => cellOf(column, row)) as (string | null)[];
  }

  /** A column as it is kept. @throws {DataError} when there is no such column; lists those there are */
  columnData(name: string): Column {
    const column = this.#columns.get(name);
    if (column === undefined)
      throw new DataError(`Table: there is no column '${name}'; there are ${this.columnNames.join(', ')}`);
    return column;
  }

  row(index: number): Row {
    return Object.fromEntries([...this.#columns].map(([name, column]) => [name, cellOf(column, index)]));
  }

  *rows(): Generator<Row> {
    for (let i = 0; i < this.rowCount; i++) yield this.row(i);
  }

  /** These columns, in this order, or those of a type. */
  select(columns: readonly string[] | { readonly type: ColumnType | readonly ColumnType[] }): Table {
    const names =
      'type' in columns
        ? this.columnNames.filter((name) => [columns.type].flat().includes(this.typeOf(name)))
        : columns;
    return Table.ofColumns(names.map((name) => [name, this.columnData(name)] as const));
  }

  /** All columns but these. */
  drop(names: readonly string[]): Table {
    for (const name of names) this.columnData(name);
    return this.select(this.columnNames.filter((name) => !names.includes(name)));
  }

  /** The same columns under other names. */
  rename(names: Readonly<Record<string, string>>): Table {
    for (const name of Object.keys(names)) this.columnData(name);
    const renamed = [...this.#columns].map(
      ([name, column]) => [Object.hasOwn(names, name) ? names[name] : name, column] as const,
    );
    if (new Set(renamed.map(([name]) => name)).size < renamed.length)
      throw new DataError('Table.rename: two columns get one name');
    return Table.ofColumns(renamed);
  }

  /** With another column, behind the others or in the place of one of that name. */
  withColumn(name: string, source: ColumnSource): Table {
    const cells = typeof source === 'function' ? Array.from(this.rows(), (row, i) => source(row, i)) : source;
    return new Table(new Map([...this.#columns, [name, columnOf(name, cells)]]));
  }

  filter(keep: (row: Row, index: number) => boolean): Table {
    const rows: number[] = [];
    let index = 0;
    for (const row of this.rows()) {
      if (keep(row, index)) rows.push(index);
      index++;
    }
    return this.take(rows);
  }

  /** The rows at these places. */
  take(rows: ArrayLike<number>): Table {
    const odd = Array.from(rows).find((row) => !(Number.isInteger(row) && row >= 0 && row < this.rowCount));
    if (odd !== undefined) throw new DataError(`Table.take: there is no row ${odd} in ${this.rowCount}`);
    return Table.ofColumns([...this.#columns].map(([name, column]) => [name, takeRows(column, rows)] as const));
  }

  /** The first n rows. */
  head(n = 5): Table {
    return this.take(Array.from({ length: Math.min(n, this.rowCount) }, (_, i) => i));
  }

  /** Rows without a missing cell (in these columns). */
  dropMissing(names: readonly string[] = this.columnNames): Table {
    const columns = names.map((name) => this.columnData(name));
    const rows = Array.from({ length: this.rowCount }, (_, i) => i);
    return this.take(rows.filter((row) => !columns.some((column) => isMissing(column, row))));
  }

  /** In the order of a column, or of several; equal rows keep theirs, missing cells come last. */
  sortBy(names: string | readonly string[], { descending = false }: { readonly descending?: boolean } = {}): Table {
    const columns = [names].flat().map((name) => this.columnData(name));
    const sign = descending ? -1 : 1;
    const order = Array.from({ length: this.rowCount }, (_, i) => i).sort((a, b) => {
      for (const column of columns) {
        const [x, y] = [keyOf(column, a), keyOf(column, b)];
        const [noX, noY] = [isMissing(column, a), isMissing(column, b)];
        if (noX !== noY) return noX ? 1 : -1;
        if (x < y) return -sign;
        if (x > y) return sign;
      }
      return a - b;
    });
    return this.take(order);
  }

  /** The rows of other tables under those of this one; they need the same columns. */
  append(...others: readonly Table[]): Table {
    return Table.ofColumns(
      this.columnNames.map((name) => {
        const cells = [this, ...others].flatMap((table) =>
          Array.from({ length: table.rowCount }, (_, i) => cellOf(table.columnData(name), i)),
        );
        return [name, columnOf(name, cells)] as const;
      }),
    );
  }

  /**
   * Rows by equal cells in these columns, in the order in which they first appear.
   *
   * @example
   * const table = Table.of({ kind: ['a', 'b', 'a'], size: [1, 2, 5] });
   * table.groupBy('kind').aggregate({ mean: ['mean', 'size'] }).column('mean') // => Float64Array [3, 2]
   */
  groupBy(names: string | readonly string[]): GroupedTable {
    return new GroupedTable(this, [names].flat());
  }

  /**
   * Rows of this table beside those of another with equal cells in the columns `on`. A missing cell is equal to none.
   *
   * @param options `how`: 'inner' keeps rows that have a partner, 'left' all of this table, 'outer' all of both
   * @throws {DataError} when a column of both that is not in `on` has no suffix to tell them apart
   */
  join(other: Table, options: JoinOptions): Table {
    const { on, suffix = '_right' } = options;
    const keys = [on].flat();
    const { left, right } = joinedRows(this, other, keys, options.how ?? 'inner');
    const columns = this.columnNames.map((name) => {
      const own = takeRows(this.columnData(name), left);
      if (!keys.includes(name) || !left.includes(-1)) return [name, own] as const;
      // A row that only the other table has gets its key from there.
      const theirs = other.columnData(name);
      return [
        name,
        columnOf(
          name,
          left.map((row, i) => (row < 0 ? cellOf(theirs, right[i]) : cellOf(this.columnData(name), row))),
        ),
      ] as const;
    });
    const names = new Set(this.columnNames);
    for (const name of other.columnNames) {
      if (keys.includes(name)) continue;
      const called = names.has(name) ? `${name}${suffix}` : name;
      if (names.has(called)) throw new DataError(`Table.join: both tables have '${name}', and '${called}' is taken`);
      names.add(called);
      columns.push([called, takeRows(other.columnData(name), right)] as const);
    }
    return Table.ofColumns(columns);
  }

  /** How often each cell of a column occurs, most often first. Columns: the name, and count. */
  valueCounts(name: string): Table {
    const counted = this.groupBy(name).aggregate({ count: 'count' });
    return counted.sortBy('count', { descending: true });
  }

  /**
   * A row for every column: its type, how many cells there are and are missing, mean, standard deviation (N − 1), quartiles and extremes of
   * numbers, how many different cells and the most frequent one of others.
   */
  describe(): Table {
    return describeColumns(this);
  }

  /** The columns in which cells are missing, and how many, most first. Columns: column, missing, share. */
  missingReport(): Table {
    const counts = this.columnNames.map((name) => {
      const column = this.columnData(name);
      let missing = 0;
      for (let i = 0; i < this.rowCount; i++) if (isMissing(column, i)) missing++;
      return { column: name, missing, share: missing / this.rowCount };
    });
    const some = counts.filter(({ missing }) => missing > 0).sort((a, b) => b.missing - a.missing);
    return Table.of({
      column: some.map(({ column }) => column),
      missing: some.map(({ missing }) => missing),
      share: some.map(({ share }) => share),
    });
  }

  /**
   * The columns as a float64 matrix: booleans are 0 and 1, dates milliseconds, missing cells NaN.
   *
   * @shape → [rows, columns]
   * @throws {DataError} when a column holds words; says which
   */
  toMatrix(names: readonly string[] = this.columnNames): Tensor<[number, number]> {
    const columns = names.map((name) => ({ name, column: this.columnData(name) }));
    const words = columns.find(({ column }) => column.type === 'string');
    if (words !== undefined)
      throw new DataError(
        `Table.toMatrix: '${words.name}' holds words; select({ type: 'number' }), or encode it first (OneHotEncoder)`,
      );
    const data = new Float64Array(this.rowCount * names.length);
    columns.forEach(({ column }, j) => {
      for (let i = 0; i < this.rowCount; i++) data[i * names.length + j] = keyOf(column, i) as number;
    });
    return matrix(data, this.rowCount, names.length);
  }

  /** The first rows, drawn with the names and types of the columns. */
  toString(): string {
    return formatTable(this, 10);
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
