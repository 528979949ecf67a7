import { type Tensor, zeros } from '@ml/tensor';
import { expect, test } from 'vitest';
import { describeFunctions, describeLayers } from '../../parity.testing.ts';
import { Fold, fold } from './fold.ts';
import { interpolate } from './interpolate.ts';
import { PixelShuffle, pixelShuffle } from './pixel-shuffle.ts';
import { PixelUnshuffle, pixelUnshuffle } from './pixel-unshuffle.ts';
import { Unfold, unfold } from './unfold.ts';
import { Upsample } from './upsample.ts';

describeLayers('resizing', {
  'Upsample nearest': () => new Upsample({ scaleFactor: 2 }),
  'Upsample nearest, to a size': () => new Upsample({ size: [5, 7] }),
  'Upsample nearest, by a third more': () => new Upsample({ scaleFactor: 4 / 3 }),
  'Upsample linear': () => new Upsample({ scaleFactor: 1.7, mode: 'linear' }),
  'Upsample bilinear': () => new Upsample({ scaleFactor: 2, mode: 'bilinear' }),
  'Upsample bilinear, smaller': () => new Upsample({ size: [2, 5], mode: 'bilinear' }),
  'Upsample bilinear, corners': () => new Upsample({ size: [5, 1], mode: 'bilinear', alignCorners: true }),
  'Upsample trilinear': () => new Upsample({ scaleFactor: [2, 1, 1.5], mode: 'trilinear' }),
  'Upsample bicubic': () => new Upsample({ size: [5, 7], mode: 'bicubic' }),
  'Upsample bicubic, corners': () => new Upsample({ scaleFactor: 2, mode: 'bicubic', alignCorners: true }),
  PixelShuffle: () => new PixelShuffle(2),
  PixelUnshuffle: () => new PixelUnshuffle(3),
  Unfold: () => new Unfold([2, 3], { stride: [1, 2], padding: [0, 1], dilation: [2, 1] }),
  Fold: () => new Fold([5, 6], [2, 3], { stride: [2, 1], padding: [1, 0] }),
});

describeFunctions('resizing-functions', {
  interpolate,
  pixelShuffle: (x: Tensor) => pixelShuffle(x, 2),
  pixelUnshuffle: (x: Tensor) => pixelUnshuffle(x, 2),
  unfold: (x: Tensor) => unfold(x, 2),
  fold: (x: Tensor) => fold(x, [4, 5], { kernelSize: 2, stride: [1, 2], dilation: [2, 1] }),
});

test('what does not fit', () => {
  const open = (shape: number[]): Tensor => zeros(shape);
  expect(() => interpolate(open([1, 1, 4]), { size: 3, mode: 'bilinear' })).toThrow(
    "interpolate: mode 'bilinear' takes [N, C] and 2 spatial axes (shape [1, 1, 4])",
  );
  expect(() => interpolate(open([1, 1, 4]), { size: 3, scaleFactor: 2 })).toThrow(
    'give size or scaleFactor, and not both',
  );
  expect(() => interpolate(open([1, 1, 4]), { scaleFactor: 0.1 })).toThrow('size must be whole and ≥ 1, not 0');
  expect(() => pixelShuffle(open([3, 4, 4]), 2)).toThrow('the channels must be a multiple of 2² = 4');
  expect(() => pixelUnshuffle(open([3, 4, 5]), 2)).toThrow('sizes must be multiples of 2');
  expect(() => unfold(open([1, 1, 2, 2]), 3)).toThrow('unfold: blocks of 3 × 3 do not fit into 2 × 2');
  expect(() => fold(open([1, 4, 5]), 3, { kernelSize: 2 })).toThrow('fold: 5 positions, where 2 × 2 blocks fit');
});
