import { DataError } from '../base/data-error.ts';
import { isMissing } from './column.ts';
import { rowsByKey } from './grouped-table.ts';
import type { Table } from './table.ts';

export interface JoinOptions {
  /** Columns that both tables have and whose cells must be equal. */
  readonly on: string | readonly string[];
  readonly how?: 'inner' | 'left' | 'outer';
  /** Added to names of the other table that this one has too; default '_right'. */
  readonly suffix?: string;
}

/** Places of rows that belong together, −1 where there is no partner. */
export function joinedRows(
  one: Table,
  other: Table,
  keys: readonly string[],
  how: 'inner' | 'left' | 'outer',
): { left: number[]; right: number[] } {
  const mixed = keys.find((name) => one.typeOf(name) !== other.typeOf(name));
  if (mixed !== undefined)
    throw new DataError(`Table.join: '${mixed}' is of type ${one.typeOf(mixed)} here and ${other.typeOf(mixed)} there`);
  const [mine, theirs] = [one, other].map((table) => keys.map((name) => table.columnData(name)));
  const partners = rowsByKey(theirs, other.rowCount);
  const left: number[] = [];
  const right: number[] = [];
  const met = new Set<number>();
  const matches = new Map<number, readonly number[]>();
  for (const [key, rows] of rowsByKey(mine, one.rowCount)) {
    const found = mine.some((column) => isMissing(column, rows[0])) ? [] : (partners.get(key) ?? []);
    for (const row of rows) matches.set(row, found);
  }
  for (let row = 0; row < one.rowCount; row++) {
    const found = matches.get(row) ?? [];
    for (const partner of found) {
      left.push(row);
      right.push(partner);
      met.add(partner);
    }
    if (found.length === 0 && how !== 'inner') {
      left.push(row);
      right.push(-1);
    }
  }
  if (how === 'outer') {
    for (let row = 0; row < other.rowCount; row++) {
      if (met.has(row)) continue;
      left.push(-1);
      right.push(row);
    }
  }
  return { left, right };
}
