import { expect, test } from 'vitest';
import { lineText, lineWidth } from './line.ts';
import { type ChartSeries, lossChart } from './loss-chart.ts';

const batches = (points: ChartSeries['points']): ChartSeries[] => [{ points, color: 'cyan' }];

test('a falling line runs from the top left to the bottom right', () => {
  const losses = Array.from({ length: 101 }, (_, step): [number, number] => [step, 100 - step]);
  // The first twentieth may leave the scale: losses above 95 lie on its upper edge.
  expect(lossChart(batches(losses), 100, 10, 4).map(lineText)).toEqual([
    '⠉⠢⣀       ',
    '   ⠑⢄     ',
    '     ⠉⠢⡀  ',
    '       ⠈⠑⢄',
  ]);
});

test('three fifths of a run take three fifths of the width', () => {
  const losses: [number, number][] = [
    [1, 3],
    [59, 2],
  ];
  const widths = lossChart(batches(losses), 100, 20, 4).map((line) => lineText(line).trimEnd().length);
  expect(Math.max(...widths)).toBe(12);
});

test('the beginning of a long run is stretched by a power of two', () => {
  const losses: [number, number][] = [
    [1, 3],
    [100, 2],
  ];
  const widths = lossChart(batches(losses), 128_000, 20, 4).map((line) => lineText(line).trimEnd().length);
  expect(Math.max(...widths)).toBe(16); // 100 of 125 steps
});

test('a later series is drawn over the earlier, in its own colour', () => {
  const flat = [
    [0, 2],
    [100, 2],
  ] as const;
  const series = [...batches(flat), { points: flat, color: 'yellow' } as const];
  const colors = lossChart(series, 100, 10, 3)
    .flat()
    .map(({ color }) => color);
  expect(colors).toContain('yellow');
  expect(colors).not.toContain('cyan');
});

test.each([
  ['nothing', []],
  ['one point', [[1, 2]]],
  [
    'a flat line',
    [
      [1, 2],
      [2, 2],
    ],
  ],
  [
    'losses that are no numbers',
    [
      [1, Number.NaN],
      [2, Infinity],
      [3, 2],
    ],
  ],
] as [string, [number, number][]][])('%s makes lines of the full width', (_, losses) => {
  for (const columns of [1, 20, 40, 200]) {
    for (const line of lossChart(batches(losses), 10, columns, 5)) expect(lineWidth(line)).toBe(columns);
  }
});
