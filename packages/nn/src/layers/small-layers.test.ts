import { ones, Rng, type Tensor, tensor, toTypedArray, zeros } from '@ml/tensor';
import { expect, test } from 'vitest';
import { describeLayers } from '../parity.testing.ts';
import { Bilinear } from './bilinear.ts';
import { Dropout1d, Dropout2d, Dropout3d } from './channel-dropout.ts';
import { ModuleDict } from './containers/module-dict.ts';
import { ModuleList } from './containers/module-list.ts';
import { Embedding } from './embedding.ts';
import { EmbeddingBag } from './embedding-bag.ts';
import { Flatten } from './flatten.ts';
import { Linear } from './linear.ts';
import { Unflatten } from './unflatten.ts';

const offsets = [0, 2, 2, 6];

describeLayers('small-layers', {
  Flatten: () => new Flatten(),
  'Flatten 0 to 1': () => new Flatten(0, 1),
  Unflatten: () => new Unflatten(1, [3, 2]),
  Bilinear: (dtype) => new Bilinear(3, 4, 2, { dtype }),
  'Bilinear without bias': (dtype) => new Bilinear(2, 2, 3, { bias: false, dtype }),
  Dropout1d: () => new Dropout1d().eval(),
  Dropout2d: () => new Dropout2d().eval(),
  Dropout3d: () => new Dropout3d().eval(),
  'EmbeddingBag sum': (dtype) => new EmbeddingBag(5, 3, { mode: 'sum', dtype }),
  'EmbeddingBag mean': (dtype) => new EmbeddingBag(5, 3, { dtype }),
  'EmbeddingBag max': (dtype) => new EmbeddingBag(5, 3, { mode: 'max', dtype }),
  'EmbeddingBag sum with offsets': (dtype) => withOffsets(new EmbeddingBag(5, 3, { mode: 'sum', dtype })),
  'EmbeddingBag mean with offsets': (dtype) => withOffsets(new EmbeddingBag(5, 3, { dtype })),
  'EmbeddingBag max with offsets': (dtype) => withOffsets(new EmbeddingBag(5, 3, { mode: 'max', dtype })),
  'EmbeddingBag weighted': (dtype) => {
    const layer = new EmbeddingBag(5, 3, { mode: 'sum', dtype });
    return [layer, (ids: Tensor, weights: Tensor) => layer.forward(ids, { perSampleWeights: weights })];
  },
  'Embedding with padding': (dtype) => new Embedding(5, 3, { paddingIdx: 2, dtype }),
  ModuleList: (dtype) => {
    const list = new ModuleList([new Linear(3, 4, { dtype }) as Linear]).push(new Linear(4, 2, { dtype }) as Linear);
    return [list, (x: Tensor) => [...list].reduce((value, layer) => layer.forward(value), x)];
  },
  ModuleDict: (dtype) => {
    const heads = new ModuleDict({ a: new Linear(3, 2, { dtype }) as Linear }).set(
      'b',
      new Linear(3, 1, { dtype }) as Linear,
    );
    return [heads, (x: Tensor) => [...heads].map(([, layer]) => layer.forward(x))];
  },
});

function withOffsets(layer: EmbeddingBag) {
  return [layer, (ids: Tensor): Tensor => layer.forward(ids, { offsets })] as const;
}

test('Dropout2d drops whole channels and keeps the mean', () => {
  const y = new Dropout2d(0.25, { rng: new Rng(1) }).forward(ones([50, 40, 2, 3]));
  const sums = toTypedArray(y.sum({ axis: [2, 3] }) as Tensor);
  expect(sums.every((sum) => sum === 0 || Math.abs(sum - 8) < 1e-5)).toBe(true);
  // Of 2,000 channels a share of 0.25 ± 0.04, four standard errors, is dropped.
  expect(Math.abs(sums.filter((sum) => sum === 0).length / 2000 - 0.25)).toBeLessThan(0.04);
});

test('the row of the padding starts as zeros', () => {
  expect(new Embedding(3, 2, { paddingIdx: 1, rng: new Rng(0) }).weight.slice(1).toArray()).toEqual([0, 0]);
  expect(() => new Embedding(3, 2, { paddingIdx: 3 })).toThrow('paddingIdx must be an id from 0 to 2, not 3');
});

const ids = (values: number[]): Tensor => tensor(values, { dtype: 'int32' });
test.each([
  ['Flatten', () => new Flatten(2).forward(zeros([2, 3])), 'there are no axes 2 to -1'],
  ['Unflatten', () => new Unflatten(1, [2, 2]).forward(zeros([2, 3])), 'axis 1 has 3 elements, [2, 2] takes 4'],
  ['Bilinear', () => new Bilinear(2, 3, 1).forward(zeros([4, 2]), zeros([4, 2])), 'must be [..., 2] and [..., 3]'],
  ['Dropout2d', () => new Dropout2d().forward(zeros([2, 3])), 'Dropout2d: x must have 4 axes, but has 2'],
  ['Dropout1d', () => new Dropout1d(2), 'Dropout1d: p must be in 0 … 1, not 2'],
  ['EmbeddingBag', () => new EmbeddingBag(3, 1).forward(ids([0])), 'ids must be [N, L], or a list with offsets'],
  [
    'EmbeddingBag',
    () => new EmbeddingBag(3, 1).forward(ids([0]), { offsets: [1] }),
    'offsets must rise from 0 to at most 1',
  ],
  ['EmbeddingBag', () => new EmbeddingBag(3, 1).forward(ids([3]), { offsets: [0] }), '3'],
])('%s refuses what does not fit', (_, call, message) => {
  expect(call).toThrow(message);
});
