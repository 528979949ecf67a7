import { DataError } from '../base/data-error.ts';
import type { Cell } from '../base/matrix-like.ts';
import { type Column, keyOf, takeRows } from './column.ts';
import { type Summary, summaries } from './summaries.ts';
import { Table } from './table.ts';

/** What is made of the rows of a group: their number, a summary of a column, or anything. */
export type Aggregate = 'count' | readonly [summary: Summary, column: string] | ((group: Table) => Cell | Date);

/** The rows of a table, divided by equal cells in some columns. */
export class GroupedTable {
  readonly #table: Table;
  readonly #names: readonly string[];
  readonly #groups: readonly (readonly number[])[];

  constructor(table: Table, names: readonly string[]) {
    if (names.length === 0) throw new DataError('Table.groupBy: there must be a column to group by');
    this.#table = table;
    this.#names = names;
    this.#groups = [
      ...rowsByKey(
        names.map((name) => table.columnData(name)),
        table.rowCount,
      ).values(),
    ];
  }

  /** Number of groups. */
  get size(): number {
    return this.#groups.length;
  }

  *[Symbol.iterator](): Generator<Table> {
    for (const rows of this.#groups) yield this.#table.take(rows);
  }

  /**
   * A row for every group: the cells that it shares, and these aggregates. Missing cells count for nothing, but for 'count'.
   *
   * @throws {DataError} when there is no such column, or it holds words and the summary needs numbers
   */
  aggregate(aggregates: Readonly<Record<string, Aggregate>>): Table {
    const first = this.#groups.map(([row]) => row);
    const keys = this.#names.map((name) => [name, takeRows(this.#table.columnData(name), first)] as const);
    const made = Object.entries(aggregates).map(
      ([name, aggregate]) => [name, this.#groups.map((rows) => this.#made(rows, aggregate))] as const,
    );
    return made.reduce((table, [name, cells]) => table.withColumn(name, cells), Table.ofColumns(keys));
  }

  #made(rows: readonly number[], aggregate: Aggregate): Cell | Date {
    if (aggregate === 'count') return rows.length;
    if (typeof aggregate === 'function') return aggregate(this.#table.take(rows));
    const [summary, name] = aggregate;
    const column = this.#table.columnData(name);
    if (column.type === 'string')
      throw new DataError(`Table.aggregate: '${name}' holds words, of which there is no ${summary}`);
    const numbers = Float64Array.from(rows, (row) => keyOf(column, row) as number).filter(
      (value) => !Number.isNaN(value),
    );
    return summaries[summary](numbers.sort());
  }
}

/** Places of rows by the cells of some columns. */
export function rowsByKey(columns: readonly Column[], rowCount: number): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < rowCount; row++) {
    const key = JSON.stringify(columns.map((column) => keyOf(column, row)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
