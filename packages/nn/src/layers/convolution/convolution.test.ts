import { Rng, ShapeError, type Tensor, toTypedArray, variance, zeros } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { describeLayers } from '../../parity.testing.ts';
import { ConvTranspose1d } from './conv-transpose1d.ts';
import { ConvTranspose2d } from './conv-transpose2d.ts';
import { ConvTranspose3d } from './conv-transpose3d.ts';
import { Conv1d } from './conv1d.ts';
import { Conv2d } from './conv2d.ts';
import { Conv3d } from './conv3d.ts';

describeLayers('convolution', {
  Conv1d: (dtype) => new Conv1d(2, 3, 3, { dtype }),
  'Conv1d stride, padding, dilation': (dtype) => new Conv1d(2, 3, 3, { stride: 2, padding: 2, dilation: 2, dtype }),
  'Conv1d one image': (dtype) => new Conv1d(3, 2, 2, { dtype }),
  'Conv1d same': (dtype) => new Conv1d(2, 2, 4, { padding: 'same', dilation: 3, dtype }),
  'Conv1d circular': (dtype) => new Conv1d(2, 2, 3, { padding: 2, paddingMode: 'circular', dtype }),
  Conv2d: (dtype) => new Conv2d(3, 4, 3, { dtype }),
  'Conv2d many channels': (dtype) => new Conv2d(2, 9, 3, { padding: 1, dtype }),
  'Conv2d many channels, stride': (dtype) => new Conv2d(2, 9, [3, 2], { stride: [2, 3], padding: 1, dtype }),
  'Conv2d without bias': (dtype) => new Conv2d(2, 5, 1, { bias: false, dtype }),
  'Conv2d stride of 1 by 1': (dtype) => new Conv2d(2, 3, 1, { stride: 2, dtype }),
  'Conv2d per axis': (dtype) => new Conv2d(2, 3, [3, 2], { stride: [2, 1], padding: [1, 2], dilation: [1, 2], dtype }),
  'Conv2d groups': (dtype) => new Conv2d(4, 6, 3, { groups: 2, padding: 1, dtype }),
  'Conv2d depthwise': (dtype) => new Conv2d(3, 6, 3, { groups: 3, stride: 2, padding: 1, dtype }),
  'Conv2d same, even kernel': (dtype) => new Conv2d(2, 2, [2, 4], { padding: 'same', dtype }),
  'Conv2d kernel larger than the image': (dtype) => new Conv2d(2, 3, 5, { padding: 2, dtype }),
  'Conv2d one pixel': (dtype) => new Conv2d(3, 4, 1, { dtype }),
  'Conv2d stride beyond the kernel': (dtype) => new Conv2d(2, 9, 2, { stride: 3, dtype }),
  'Conv2d reflect': (dtype) => new Conv2d(1, 2, 3, { padding: [1, 2], paddingMode: 'reflect', dtype }),
  'Conv2d replicate': (dtype) => new Conv2d(1, 2, 3, { padding: 2, paddingMode: 'replicate', dtype }),
  Conv3d: (dtype) => new Conv3d(2, 3, [1, 2, 3], { stride: [1, 2, 1], padding: [0, 1, 1], dtype }),
  'Conv3d groups': (dtype) => new Conv3d(2, 4, 2, { groups: 2, dilation: [1, 2, 1], dtype }),
});

describeLayers('convolution-transposed', {
  ConvTranspose1d: (dtype) => new ConvTranspose1d(2, 3, 3, { stride: 2, padding: 1, outputPadding: 1, dtype }),
  'ConvTranspose1d dilation': (dtype) => new ConvTranspose1d(3, 2, 2, { dilation: 3, dtype }),
  ConvTranspose2d: (dtype) => new ConvTranspose2d(3, 2, 3, { dtype }),
  'ConvTranspose2d many channels': (dtype) => new ConvTranspose2d(9, 2, 4, { stride: 2, padding: 1, dtype }),
  'ConvTranspose2d groups': (dtype) =>
    new ConvTranspose2d(4, 6, [3, 2], { stride: [2, 1], padding: [1, 0], outputPadding: [1, 0], groups: 2, dtype }),
  'ConvTranspose2d dilation without bias': (dtype) =>
    new ConvTranspose2d(2, 3, 2, { stride: 3, dilation: 2, outputPadding: 2, bias: false, dtype }),
  ConvTranspose3d: (dtype) => new ConvTranspose3d(2, 2, 2, { stride: [1, 2, 1], dtype }),
});

test('weights and biases start uniform in ±1/√fanIn, the same for the same seed', () => {
  const layer = new Conv2d(16, 64, 5, { groups: 4, rng: new Rng(3) });
  const bound = 1 / Math.sqrt(4 * 25);
  const weight = toTypedArray(layer.weight);
  expect(Math.max(...weight.map(Math.abs))).toBeLessThanOrEqual(bound);
  // The variance of U(−a, a) is a²/3; 6 % is more than four standard errors of 6,400 draws.
  expect(Math.abs(variance(layer.weight as Tensor).item() / (bound ** 2 / 3) - 1)).toBeLessThan(0.06);
  expect(Math.max(...toTypedArray(layer.bias as Tensor).map(Math.abs))).toBeLessThanOrEqual(bound);
  expect(toTypedArray(new Conv2d(16, 64, 5, { groups: 4, rng: new Rng(3) }).weight)).toEqual(weight);
  // A transposed convolution counts what goes into a place of its result: weight.shape[1] channels.
  const turned = new ConvTranspose2d(64, 16, 5, { groups: 4, rng: new Rng(3) });
  expect(turned.weight.shape).toEqual([64, 4, 5, 5]);
  expect(toTypedArray(turned.weight)).toEqual(weight);
});

describe('what does not fit', () => {
  const open = (shape: number[]): Tensor => zeros(shape);

  test('another number of channels names the axis, and channels that come last', () => {
    const layer = new Conv2d(3, 4, 3) as Conv2d;
    const refused = () => layer.forward(open([2, 8, 9, 3]));
    expect(refused).toThrow(ShapeError);
    expect(refused).toThrow('conv2d: x has 8 channels, weight takes 3');
    expect(refused).toThrow('channels come first: did you mean x.permute([0, 3, 1, 2])?');
    try {
      refused();
    } catch (error) {
      expect(error).toMatchObject({ op: 'conv2d', axis: -3, shapes: [[2, 8, 9, 3], [4, 3, 3, 3], [4]] });
    }
  });

  test('a kernel larger than the image', () => {
    const layer = new Conv2d(1, 1, [2, 5], { padding: 1 }) as Conv2d;
    expect(() => layer.forward(open([1, 1, 4, 2]))).toThrow(
      'conv2d: width 2 is smaller than the kernel, which spans 5 less 2 of padding',
    );
  });

  test('other ranks', () => {
    const layer = new Conv1d(1, 1, 2) as Conv1d;
    expect(() => layer.forward(open([4]))).toThrow('conv1d: x must have 3 axes, or 2 without a batch, not 1');
  });

  test('options', () => {
    expect(() => new Conv2d(3, 4, 3, { groups: 2 })).toThrow(
      'Conv2d: inChannels must be a multiple of groups, 2, not 3',
    );
    expect(() => new Conv2d(3, 4, 0)).toThrow('Conv2d: kernelSize must be 2 whole numbers ≥ 1, not 0');
    const strided = new Conv1d(1, 1, 3, { stride: 2, padding: 'same' }) as Conv1d;
    expect(() => strided.forward(open([1, 1, 5]))).toThrow("conv1d: padding 'same' goes with stride 1 only, not 2");
    const turned = new ConvTranspose1d(1, 1, 3, { outputPadding: 1 }) as ConvTranspose1d;
    expect(() => turned.forward(open([1, 1, 5]))).toThrow(
      'outputPadding 1 must be smaller than stride 1 or dilation 1',
    );
    const mirrored = new Conv1d(1, 1, 7, { padding: 5, paddingMode: 'reflect' }) as Conv1d;
    expect(() => mirrored.forward(open([1, 1, 5]))).toThrow("padding 5 is too wide for an axis of 5 in mode 'reflect'");
  });
});
