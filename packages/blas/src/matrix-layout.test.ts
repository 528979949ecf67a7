import { describe, expect, test } from 'vitest';
import { matrixLayout } from './matrix-layout.ts';

describe('matrixLayout', () => {
  test.each([
    ['contiguous', [3, 4, 4, 1], { transposed: false, leading: 4 }],
    ['part of wider rows', [3, 4, 10, 1], { transposed: false, leading: 10 }],
    ['transposed', [3, 4, 1, 3], { transposed: true, leading: 3 }],
    ['transposed part of wider rows', [3, 4, 1, 8], { transposed: true, leading: 8 }],
    ['one row, whose stride means nothing', [1, 4, 0, 1], { transposed: false, leading: 4 }],
    ['one row with a step', [1, 4, 77, 5], { transposed: true, leading: 5 }],
    ['one column with a step', [4, 1, 5, 77], { transposed: false, leading: 5 }],
    ['one element', [1, 1, 0, 0], { transposed: false, leading: 1 }],
    ['a row broadcast down', [3, 4, 0, 1], null],
    ['a column broadcast across', [3, 4, 1, 0], null],
    ['flipped columns', [3, 4, 4, -1], null],
    ['flipped rows', [3, 4, -4, 1], null],
    ['every second column', [3, 4, 8, 2], null],
    ['overlapping windows', [3, 4, 1, 1], null],
  ] as const)('%s', (_, [rows, columns, rowStride, columnStride], layout) => {
    expect(matrixLayout(rows, columns, rowStride, columnStride)).toEqual(layout);
  });
});
