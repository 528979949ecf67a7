import { backward } from '@ml/autograd';
import { Rng, randn, type Shape, type Tensor, zeros } from '@ml/tensor';
import { expect, test } from 'vitest';
import { describeLayers } from '../../parity.testing.ts';
import { LayerNorm } from '../layer-norm.ts';
import { BatchNorm1d, BatchNorm2d, BatchNorm3d } from './batch-norm.ts';
import { GroupNorm } from './group-norm.ts';
import { InstanceNorm1d, InstanceNorm2d, InstanceNorm3d } from './instance-norm.ts';
import { RMSNorm } from './rms-norm.ts';

/** Two batches: the running statistics have moved twice. */
const twice = (layer: BatchNorm1d | BatchNorm2d) =>
  [layer, (x: Tensor): Tensor[] => [layer.forward(x), layer.forward(x.mul(2).add(1) as Tensor)]] as const;

describeLayers('norms', {
  BatchNorm1d: (dtype) => new BatchNorm1d(3, { dtype }),
  'BatchNorm1d of signals': (dtype) => new BatchNorm1d(3, { dtype }),
  'BatchNorm1d without affine': (dtype) => new BatchNorm1d(3, { affine: false, momentum: 0.4, dtype }),
  'BatchNorm1d twice, cumulative': (dtype) => twice(new BatchNorm1d(2, { momentum: null, dtype })),
  'BatchNorm1d in evaluation': (dtype) => new BatchNorm1d(3, { dtype }).eval(),
  'BatchNorm1d without statistics': (dtype) => new BatchNorm1d(3, { trackRunningStats: false, dtype }).eval(),
  BatchNorm2d: (dtype) => new BatchNorm2d(2, { eps: 0.1, dtype }),
  'BatchNorm2d twice': (dtype) => twice(new BatchNorm2d(2, { dtype })),
  'BatchNorm2d in evaluation': (dtype) => new BatchNorm2d(2, { dtype }).eval(),
  BatchNorm3d: (dtype) => new BatchNorm3d(2, { dtype }),
  GroupNorm: (dtype) => new GroupNorm(2, 4, { dtype }),
  'GroupNorm of vectors': (dtype) => new GroupNorm(2, 6, { eps: 0.1, dtype }),
  'GroupNorm without affine': (dtype) => new GroupNorm(1, 4, { affine: false, dtype }),
  InstanceNorm1d: (dtype) => new InstanceNorm1d(3, { dtype }),
  'InstanceNorm1d affine': (dtype) => new InstanceNorm1d(3, { affine: true, dtype }),
  InstanceNorm2d: (dtype) => new InstanceNorm2d(2, { affine: true, eps: 0.1, dtype }),
  InstanceNorm3d: (dtype) => new InstanceNorm3d(2, { dtype }),
  'LayerNorm of two axes': (dtype) => new LayerNorm([3, 2], { dtype }),
  'LayerNorm of all axes without affine': (dtype) => new LayerNorm([3, 2], { elementwiseAffine: false, dtype }),
  RMSNorm: (dtype) => new RMSNorm(4, { dtype }),
  'RMSNorm eps 0.1': (dtype) => new RMSNorm(4, { eps: 0.1, dtype }),
  'RMSNorm without weight': (dtype) => new RMSNorm(4, { elementwiseAffine: false, dtype }),
});

test('BatchNorm counts its batches, and a saved state brings them back', () => {
  const layer = new BatchNorm1d(2);
  for (let i = 0; i < 3; i++) layer.forward(randn([4, 2], { rng: new Rng(i) }));
  const fresh = new BatchNorm1d(2);
  fresh.loadStateDict(layer.stateDict());
  expect(fresh.num_batches_tracked?.item()).toBe(3);
  const x: Tensor = randn([4, 2], { rng: new Rng(9) });
  expect(fresh.eval().forward(x).toArray()).toEqual(layer.eval().forward(x).toArray());
});

test('a batch seen in between does not disturb the gradient of an earlier one', () => {
  const layer = new BatchNorm1d(2);
  const y: Tensor = layer.forward(randn([4, 2], { rng: new Rng(1) }));
  layer.forward(randn([4, 2], { rng: new Rng(2) }));
  expect(() => backward(y.sum())).not.toThrow();
});

test('LayerNorm of several axes adds a branch as that of one does', () => {
  const [x, branch]: Tensor[] = [randn([4, 3, 2], { rng: new Rng(1) }), randn([4, 3, 2], { rng: new Rng(2) })];
  const [stream, normed] = new LayerNorm([3, 2]).addForward(x, branch);
  expect(stream.toArray()).toEqual(x.add(branch).toArray());
  expect(normed.toArray()).toEqual(new LayerNorm([3, 2]).forward(stream as Tensor<[4, 3, 2]>).toArray());
});

test.each([
  ['channels', () => new BatchNorm2d(3).forward(zeros([2, 4, 5, 5])), 'x has 4 channels, the layer 3'],
  ['axes', () => new BatchNorm2d(3).forward(zeros([2, 3])), 'BatchNorm2d: x must have 4 axes, but has 2'],
  ['one value', () => new BatchNorm1d(3).forward(zeros([1, 3])), 'one value for each channel has no variance'],
  ['groups', () => new GroupNorm(3, 4), '4 channels do not fall into 3 groups'],
  ['channels of groups', () => new GroupNorm(2, 4).forward(zeros([2, 6])), 'x has 6 channels, the layer 4'],
  [
    'one position',
    () => new InstanceNorm1d(3).forward(zeros([2, 3, 1])),
    'one position for each channel has no variance',
  ],
  ['last axes', () => (new LayerNorm([3, 2]) as LayerNorm<Shape>).forward(zeros([2, 2, 3])), 'x must end in [3, 2]'],
  ['no axes', () => new LayerNorm([]), 'there are no axes to normalise'],
  ['features', () => new RMSNorm(3).forward(zeros([2, 4])), 'the last axis has 4 elements, the layer normalises 3'],
])('%s that do not fit are refused', (_, call, message) => {
  expect(call).toThrow(message);
});
