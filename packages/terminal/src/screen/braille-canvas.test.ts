import { expect, test } from 'vitest';
import { BrailleCanvas } from './braille-canvas.ts';

const text = (canvas: BrailleCanvas): string[] =>
  Array.from({ length: canvas.rows }, (_, y) =>
    canvas
      .row(y)
      .map(({ character }) => character)
      .join(''),
  );

test('eight dots fill a cell', () => {
  const canvas = new BrailleCanvas(2, 1);
  for (let y = 0; y < 4; y++) for (let x = 0; x < 2; x++) canvas.dot(x, y, 0);
  expect(text(canvas)).toEqual(['⣿ ']);
});

test('a diagonal runs through every row of dots', () => {
  const canvas = new BrailleCanvas(2, 1);
  canvas.line(0, 0, 3, 3, 0);
  expect(text(canvas)).toEqual(['⠑⢄']);
});

test('a cell belongs to the layer drawn last, and dots outside are ignored', () => {
  const canvas = new BrailleCanvas(1, 1);
  canvas.dot(0, 0, 0);
  canvas.dot(1, 0, 1);
  canvas.dot(-1, 0, 2);
  canvas.dot(0, 4, 2);
  expect(canvas.row(0)).toEqual([{ character: '⠉', layer: 1 }]);
});
