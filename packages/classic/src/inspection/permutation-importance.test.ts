import { expect, test } from 'vitest';
import { dataset, expectClose, type Nested } from '../fixture.testing.ts';
import { Ridge } from '../linear/ridge.ts';
import { permutationImportance } from './permutation-importance.ts';

const { X, y } = dataset('regression');
const fitted = new Ridge().fit(X, y);

test('a feature counts by what it explains; one that is not used counts nothing', () => {
  const { importancesMean, importancesStd, importances } = permutationImportance(fitted, X, y, {
    nRepeats: 8,
    randomState: 0,
  });
  const [first, second, third] = importancesMean.toArray() as number[];
  expect(second).toBeGreaterThan(first); // weights 1.5 · 1 and −2 · 2
  expect(first).toBeGreaterThan(Math.abs(third)); // weight 0
  expect(Math.abs(third)).toBeLessThan(0.01);
  const table = importances.toArray() as number[][];
  const mean = table.map((row) => row.reduce((sum, value) => sum + value, 0) / 8);
  expectClose(importancesMean, mean, 1e-14);
  expectClose(
    importancesStd,
    table.map((row, j) => Math.sqrt(row.reduce((sum, value) => sum + (value - mean[j]) ** 2, 0) / 8)),
    1e-14,
  );
});

test('shuffling a feature twice the variance of what it adds is lost', () => {
  // R² falls by 2·w²·Var(x) / Var(y) on average, as the shuffled feature is as far from y again.
  const { importancesMean } = permutationImportance(fitted, X, y, { nRepeats: 200, randomState: 1 });
  const variance = (list: readonly number[]) => {
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    return list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  };
  const weights = fitted.coef_.toArray() as number[];
  const expected = (2 * weights[1] ** 2 * variance(X.map((row) => row[1]))) / variance(y);
  expect(Math.abs((importancesMean.toArray() as number[])[1] / expected - 1)).toBeLessThan(0.15);
});

test('rows, tables and scorers', () => {
  const table = {
    columnNames: ['a', 'b', 'c', 'd', 'e'],
    rowCount: X.length,
    column: (name: string) => X.map((row) => row['abcde'.indexOf(name)]),
  };
  const options = { nRepeats: 2, randomState: 3, scoring: 'neg_mean_absolute_error' as const };
  const rows = permutationImportance(fitted, X, y, options).importances.toArray() as Nested;
  expectClose(permutationImportance(fitted, table, y, options).importances, rows, 0);
  expect(() => permutationImportance(fitted, X, y, { nRepeats: 0 })).toThrow('nRepeats must be an integer ≥ 1');
});
