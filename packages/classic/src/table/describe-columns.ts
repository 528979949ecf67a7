import { cellOf, isMissing, keyOf } from './column.ts';
import { quantile, summaries } from './summaries.ts';
import { Table } from './table.ts';

/** See `Table.describe`. */
export function describeColumns(table: Table): Table {
  return Table.fromRows(table.columnNames.map((name) => describeColumn(table, name)));
}

function describeColumn(table: Table, name: string): Record<string, string | number | null> {
  const column = table.columnData(name);
  const rows = Array.from({ length: table.rowCount }, (_, i) => i).filter((row) => !isMissing(column, row));
  const keys = rows.map((row) => keyOf(column, row));
  const common = { column: name, type: column.type, count: rows.length, missing: table.rowCount - rows.length };
  const isNumber = column.type === 'number';
  const sorted = isNumber ? Float64Array.from(keys as number[]).sort() : new Float64Array(0);
  const frequent = isNumber ? null : mostFrequent(keys);
  const top = frequent === null || frequent.at < 0 ? null : cellOf(column, rows[frequent.at]);
  return {
    ...common,
    mean: isNumber ? summaries.mean(sorted) : null,
    std: isNumber ? summaries.std(sorted) : null,
    min: isNumber ? summaries.min(sorted) : null,
    '25%': isNumber ? quantile(sorted, 0.25) : null,
    '50%': isNumber ? quantile(sorted, 0.5) : null,
    '75%': isNumber ? quantile(sorted, 0.75) : null,
    max: isNumber ? summaries.max(sorted) : null,
    unique: new Set(keys).size,
    top: top instanceof Date ? top.toISOString() : top === null ? null : String(top),
    freq: frequent === null ? null : frequent.count,
  };
}

/** Where the cell that occurs most often is first, and how often it occurs. */
function mostFrequent(keys: readonly (number | string)[]): { at: number; count: number } {
  const counts = new Map<number | string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  let best: number | string | null = null;
  for (const [key, count] of counts) if (best === null || count > (counts.get(best) as number)) best = key;
  return best === null ? { at: -1, count: 0 } : { at: keys.indexOf(best), count: counts.get(best) as number };
}
