import { type Tensor, zeros } from '@ml/tensor';
import { expect, test } from 'vitest';
import { describeLayers, type LayerMaker } from '../../parity.testing.ts';
import { AdaptiveAvgPool1d } from './adaptive-avg-pool1d.ts';
import { AdaptiveAvgPool2d } from './adaptive-avg-pool2d.ts';
import { AdaptiveMaxPool1d } from './adaptive-max-pool1d.ts';
import { AdaptiveMaxPool2d } from './adaptive-max-pool2d.ts';
import { AvgPool1d } from './avg-pool1d.ts';
import { AvgPool2d } from './avg-pool2d.ts';
import { AvgPool3d } from './avg-pool3d.ts';
import { LPPool1d } from './lp-pool1d.ts';
import { LPPool2d } from './lp-pool2d.ts';
import { MaxPool1d } from './max-pool1d.ts';
import { MaxPool2d } from './max-pool2d.ts';
import { MaxPool3d } from './max-pool3d.ts';

const withIndices: LayerMaker = () => {
  const layer = new MaxPool2d(2);
  return [
    layer,
    (x) => {
      const { values, indices } = layer.forwardWithIndices(x);
      return [values, indices];
    },
  ];
};

describeLayers('pooling', {
  MaxPool1d: () => new MaxPool1d(3, { stride: 2, padding: 1 }),
  MaxPool2d: () => new MaxPool2d(2),
  'MaxPool2d odd sizes': () => new MaxPool2d(2),
  'MaxPool2d overlapping': () => new MaxPool2d(3, { stride: [2, 1], padding: 1 }),
  'MaxPool2d ceiling, dilation': () => new MaxPool2d([2, 3], { stride: 2, dilation: [2, 1], ceilMode: true }),
  'MaxPool2d with indices': withIndices,
  'MaxPool2d one image': () => new MaxPool2d(2),
  'MaxPool2d ties': () => new MaxPool2d(2),
  'MaxPool2d NaN': withIndices,
  MaxPool3d: () => new MaxPool3d([1, 2, 2], { stride: [1, 2, 1] }),
  AvgPool1d: () => new AvgPool1d(3, { stride: 2, padding: 1 }),
  AvgPool2d: () => new AvgPool2d(2),
  'AvgPool2d ceiling': () => new AvgPool2d(3, { stride: 2, padding: 1, ceilMode: true }),
  'AvgPool2d without border': () =>
    new AvgPool2d([3, 2], { stride: 2, padding: 1, ceilMode: true, countIncludePad: false }),
  'AvgPool2d divisor': () => new AvgPool2d(2, { divisorOverride: 3 }),
  AvgPool3d: () => new AvgPool3d(2, { stride: 1, padding: 1 }),
  AdaptiveAvgPool1d: () => new AdaptiveAvgPool1d(3),
  AdaptiveAvgPool2d: () => new AdaptiveAvgPool2d([3, 2]),
  'AdaptiveAvgPool2d larger': () => new AdaptiveAvgPool2d(4),
  AdaptiveMaxPool1d: () => new AdaptiveMaxPool1d(3),
  AdaptiveMaxPool2d: () => new AdaptiveMaxPool2d([3, 2]),
  LPPool1d: () => new LPPool1d(2, 3, { stride: 2 }),
  LPPool2d: () => new LPPool2d(3, [2, 3], { ceilMode: true }),
});

test('what does not fit', () => {
  const open = (shape: number[]): Tensor => zeros(shape);
  expect(() => new MaxPool2d(3).forward(open([1, 1, 2, 4]))).toThrow(
    'maxPool2d: height 2 is smaller than the window, which spans 3 less 0 of padding (shape [1, 1, 2, 4]); add padding',
  );
  expect(() => new MaxPool2d(2).forward(open([4, 4]))).toThrow(
    'maxPool2d: x must have 2 spatial axes and one of channels',
  );
  expect(() => new AvgPool1d(3, { padding: 2 }).forward(open([1, 5]))).toThrow(
    "avgPool1d: padding 2 is more than half of the kernel's size, 3",
  );
  expect(() => new AvgPool2d([2, 2, 2]).forward(open([1, 5, 5]))).toThrow(
    'avgPool2d: kernelSize has 3 numbers for 2 spatial axes',
  );
  expect(() => new MaxPool1d(1.5).forward(open([1, 5]))).toThrow('kernelSize must be whole numbers ≥ 1, not 1.5');
  expect(() => new AdaptiveAvgPool2d(2).forward(open([1, 0, 5]))).toThrow(
    'height 0 is smaller than a window of one element',
  );
});
