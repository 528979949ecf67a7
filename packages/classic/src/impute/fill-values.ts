import { DataError } from '../base/data-error.ts';
import { type CellColumn, isMissing, type Present } from '../preprocessing/cell-columns.ts';
import { presentColumn, quantilesOf } from '../preprocessing/column-quantiles.ts';

export type FillStrategy = 'mean' | 'median' | 'most_frequent';

/** What the present cells of a column suggest for the missing ones; NaN where there is none. */
export function fillValue(strategy: FillStrategy, column: CellColumn): Present {
  if (strategy === 'most_frequent') return mostFrequent(column);
  if (!(column instanceof Float64Array))
    throw new DataError(`there is no ${strategy} of words; use strategy 'most_frequent' or 'constant'`);
  if (strategy === 'median') return quantilesOf(presentColumn(column, 1, 0), [0.5])[0];
  let sum = 0;
  let count = 0;
  for (let i = 0; i < column.length; i++) {
    if (Number.isNaN(column[i])) continue;
    sum += column[i];
    count++;
  }
  return sum / count;
}

/** Of equally frequent ones the smallest. */
function mostFrequent(column: CellColumn): Present {
  const counts = new Map<Present, number>();
  for (const cell of column) if (!isMissing(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  let best: Present = Number.NaN;
  let most = 0;
  for (const [cell, count] of counts) {
    if (count > most || (count === most && (cell as number) < (best as number))) {
      best = cell;
      most = count;
    }
  }
  return best;
}
