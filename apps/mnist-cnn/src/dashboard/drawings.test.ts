import { lineText, lineWidth } from '@ml/terminal';
import { expect, test } from 'vitest';
import { drawnOne } from '../testing/drawn-one.testing.ts';
import { confusionGrid, GRID_HEIGHT, GRID_WIDTH } from './confusion-grid.ts';
import { digitBlocks } from './digit-blocks.ts';
import { probabilityBars } from './probability-bars.ts';

test('a picture is 28 columns and 14 rows of half blocks', () => {
  const lines = digitBlocks(drawnOne()).map(lineText);
  expect(lines.map((line) => line.length)).toEqual(Array(14).fill(28));
  expect(lines[1].trim()).toBe('');
  expect(lines[2]).toBe(`${' '.repeat(12)}████${' '.repeat(12)}`);
  expect(lines[12].trim()).toBe('');
});

test('shrunk it is half of that', () => {
  const lines = digitBlocks(drawnOne(), 2).map(lineText);
  expect(lines).toHaveLength(7);
  expect(lines[1]).toBe(`${' '.repeat(6)}██${' '.repeat(6)}`);
});

test('a single row of ink is half a block, and thin ink is dim', () => {
  const pixels = new Uint8Array(784);
  pixels[28] = 255;
  pixels[2] = 60;
  expect(digitBlocks(pixels)[0].slice(0, 3)).toEqual([
    { text: '▄ ', dim: false },
    { text: '▀', dim: true },
    { text: ' '.repeat(25), dim: false },
  ]);
});

test('the confusion grid says shares found and numbers mistaken, in colours', () => {
  const confusion = Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 10 }, (_, j): number => (i === j ? 99 : 0)),
  );
  confusion[7][1] = 101;
  confusion[3][5] = 1;
  const lines = confusionGrid(confusion);
  expect(lines).toHaveLength(GRID_HEIGHT);
  for (const line of lines) expect(lineWidth(line)).toBe(GRID_WIDTH);
  expect(lineText(lines[8])).toBe('7 │  · ++  ·  ·  ·  ·  · 49  ·  ·');
  expect(lines[8][2]).toMatchObject({ color: 'red', bold: true });
  expect(lines[4][6]).toMatchObject({ text: '  1', color: 'yellow' });
  expect(lines[1][1]).toMatchObject({ text: '100', color: 'green' });
});

test('bars are as long as probabilities, and the wrong likeliest is red', () => {
  const probabilities = [0.75, 0.25, 0, 0, 0, 0, 0, 0, 0, 0];
  const lines = probabilityBars(probabilities, 33, 1);
  expect(lineText(lines[0])).toBe(` 0 ${'█'.repeat(15)}${' '.repeat(5)}   75.0 %`);
  expect(lineText(lines[1])).toBe(`›1 █████${' '.repeat(15)}   25.0 %`);
  expect(lines[0][1].color).toBe('red');
  expect(probabilityBars(probabilities, 33, 0)[0][1].color).toBe('green');
});
