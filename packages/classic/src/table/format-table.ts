import { cellOf } from './column.ts';
import type { Table } from './table.ts';

/** The first rows of a table as text: names and types above, numbers to the right, and how much there is below. */
export function formatTable(table: Table, rows: number): string {
  const shown = Math.min(rows, table.rowCount);
  const columns = table.columnNames.map((name) => {
    const column = table.columnData(name);
    const cells = Array.from({ length: shown }, (_, row) => formatCell(cellOf(column, row)));
    const lines = [name, column.type, ...cells];
    const width = Math.max(...lines.map((line) => line.length));
    const right = column.type === 'number';
    return lines.map((line) => (right ? line.padStart(width) : line.padEnd(width)));
  });
  const lines = Array.from({ length: shown + 2 }, (_, i) =>
    columns
      .map((cells) => cells[i])
      .join('  ')
      .trimEnd(),
  );
  const size = `${table.rowCount} row${table.rowCount === 1 ? '' : 's'} × ${table.columnCount} column${table.columnCount === 1 ? '' : 's'}`;
  return [...lines, ...(shown < table.rowCount ? ['…'] : []), size].join('\n');
}

function formatCell(cell: string | number | boolean | Date | null): string {
  if (cell === null) return '—';
  if (cell instanceof Date) return cell.toISOString().replace('T00:00:00.000Z', '');
  if (typeof cell === 'number') return String(Number(cell.toPrecision(6)));
  return String(cell);
}
