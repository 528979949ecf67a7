import { clip, type Line, type Span } from '@ml/terminal';

/** Columns of the whole grid: the digit in front, and three for each of ten. */
export const GRID_WIDTH = 33;
/** A heading, and a row for each digit. */
export const GRID_HEIGHT = 11;

/**
 * A confusion matrix as a coloured grid: on the diagonal how many in a hundred were found, in green; beside it how many were
 * taken for another digit, from yellow to red.
 */
export function confusionGrid(confusion: readonly (readonly number[])[]): Line[] {
  const digits = confusion.map((_, digit) => `${digit}`.padStart(3)).join('');
  const heading: Line = [{ text: clip(`is│${digits}`, GRID_WIDTH), dim: true }];
  const rows = confusion.map((row, digit): Line => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return [{ text: `${digit} │`, dim: true }, ...row.map((count, j) => cell(count, total, j === digit))];
  });
  return [heading, ...rows];
}

function cell(count: number, total: number, right: boolean): Span {
  if (right) {
    const share = total === 0 ? 0 : count / total;
    const text = (total === 0 ? '–' : Math.floor(100 * share).toString()).padStart(3);
    return share >= 0.98 ? { text, color: 'green', bold: true } : { text, color: share >= 0.9 ? 'green' : 'yellow' };
  }
  if (count === 0) return { text: '  ·', dim: true };
  const text = (count > 99 ? '++' : `${count}`).padStart(3);
  return count * 50 < total ? { text, color: 'yellow' } : { text, color: 'red', bold: count * 10 >= total };
}
