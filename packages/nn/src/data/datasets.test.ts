import { memory, Rng, ShapeError, type Tensor, tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { collate } from './collate.ts';
import { ConcatDataset } from './concat-dataset.ts';
import type { Dataset } from './dataset.ts';
import { MapDataset } from './map-dataset.ts';
import { randomSplit } from './random-split.ts';
import { Subset } from './subset.ts';
import { TensorDataset } from './tensor-dataset.ts';

const int = (values: number[]) => tensor(values, { dtype: 'int32' });
const grid = () =>
  tensor(
    [
      [0, 1],
      [10, 11],
      [20, 21],
      [30, 31],
    ].map((row) => [...row, row[0] + 2]),
  );
const named = () => new TensorDataset({ inputs: grid(), targets: int([5, 6, 7, 8]) });
const numbers = (length: number): Dataset<number> => ({ length, get: (i) => i });

describe('TensorDataset', () => {
  test('gives rows, and batches of rows in the order asked for, of every type', () => {
    const data = named();
    expect(data.length).toBe(4);
    expect(data.get(2).inputs.toArray()).toEqual([20, 21, 22]);
    expect(data.get(2).targets.shape).toEqual([]);
    const batch = data.getMany(Int32Array.of(3, 0, 3));
    expect(batch.inputs.toArray()).toEqual([
      [30, 31, 32],
      [0, 1, 2],
      [30, 31, 32],
    ]);
    expect([batch.targets.dtype, batch.targets.toArray()]).toEqual(['int32', [8, 5, 8]]);
  });

  test('takes a list or one tensor as well', () => {
    const [x, y] = new TensorDataset([grid(), int([1, 2, 3, 4])]).get(1);
    expect([x.toArray(), y.item()]).toEqual([[10, 11, 12], 2]);
    expect(new TensorDataset(grid()).getMany(Int32Array.of(1)).toArray()).toEqual([[10, 11, 12]]);
  });

  test.each(['float32', 'float64', 'int32', 'uint8', 'bool'] as const)('keeps %s', (dtype) => {
    const x = tensor(
      Array.from({ length: 60 }, (_, i) => i % 2),
      { dtype },
    ).reshape([3, 20]) as Tensor;
    const batch = new TensorDataset(x).getMany(Int32Array.of(2, 1));
    const rows = x.toArray() as unknown[];
    expect([batch.dtype, batch.toArray()]).toEqual([dtype, [rows[2], rows[1]]]);
  });

  test('refuses what has no rows in common', () => {
    expect(() => new TensorDataset([grid(), int([1])])).toThrow(ShapeError);
    expect(() => new TensorDataset([grid(), int([1])])).toThrow('tensors must have a first axis of one length');
    expect(() => new TensorDataset([])).toThrow('expected at least one tensor');
    expect(() => new TensorDataset(tensor(1) as Tensor)).toThrow(ShapeError);
  });

  test.each([-1, 4, 1.5, Number.NaN])('has no sample %d', (index) => {
    expect(() => named().get(index)).toThrow(new RangeError(`TensorDataset: there is no sample ${index} among 4`));
  });

  test('a batch is all that is left of its making', () => {
    const data = named();
    const before = memory.report().liveBytes;
    const batch = data.getMany(Int32Array.of(0, 1));
    const { inputs, targets } = batch;
    inputs.dispose();
    targets.dispose();
    expect(memory.report().liveBytes).toBe(before);
  });
});

describe('Subset', () => {
  test('looks through to the samples, one or many', () => {
    const part = new Subset(named(), [3, 1, 1]);
    expect([part.length, part.get(0).targets.item()]).toEqual([3, 8]);
    expect(part.getMany?.(Int32Array.of(2, 0)).targets.toArray()).toEqual([6, 8]);
  });

  test('of a data set without batches has none', () => {
    expect(new Subset(numbers(3), [0]).getMany).toBeUndefined();
  });

  test('refuses indices beyond either', () => {
    expect(() => new Subset(numbers(3), [0, 3])).toThrow('there is no sample 3 among 3');
    expect(() => new Subset(numbers(3), [2]).get(1)).toThrow('there is no sample 1 among 1');
    expect(() => new Subset(named(), [2]).getMany?.(Int32Array.of(1))).toThrow('there is no sample 1 among 1');
  });
});

describe('ConcatDataset', () => {
  const parts = () => [named(), new Subset(named(), []), new Subset(named(), [0, 2])] as const;

  test('gives the samples of all, in any order', () => {
    const all = new ConcatDataset([...parts()]);
    expect(all.length).toBe(6);
    expect([0, 3, 4, 5].map((i) => all.get(i).targets.item())).toEqual([5, 8, 5, 7]);
    const batch = all.getMany?.(Int32Array.of(5, 0, 4, 3, 5));
    expect(batch?.targets.toArray()).toEqual([7, 5, 5, 8, 7]);
    expect(batch?.inputs.toArray()).toEqual([20, 0, 0, 30, 20].map((first) => [first, first + 1, first + 2]));
    expect(all.getMany?.(Int32Array.of(1, 0)).targets.toArray()).toEqual([6, 5]);
  });

  test('puts lists and tuples inside batches into order too', () => {
    const part = (names: string): Dataset<[string, number], [string[], Tensor]> => ({
      length: names.length,
      get: (i) => [names[i], i],
      getMany: (indices) => [Array.from(indices, (i) => names[i]), tensor([...indices]) as Tensor],
    });
    const [letters, places] = new ConcatDataset([part('abc'), part('xyz')]).getMany?.(Int32Array.of(4, 0, 5)) ?? [];
    expect([letters, places?.toArray()]).toEqual([
      ['y', 'a', 'z'],
      [1, 0, 2],
    ]);
  });

  test('frees everything but the batch', () => {
    const all = new ConcatDataset([...parts()]);
    const before = memory.report().liveBytes;
    for (let i = 0; i < 20; i++) tidy(() => void all.getMany?.(Int32Array.of(5, 0)));
    expect(memory.report().liveBytes).toBe(before);
  });

  test('needs a data set, and has an end', () => {
    expect(() => new ConcatDataset([])).toThrow('at least one data set');
    expect(() => new ConcatDataset([numbers(2)]).get(2)).toThrow('there is no sample 2 among 2');
  });
});

describe('MapDataset', () => {
  const scale = <S extends { inputs: Tensor }>(sample: S) => ({ ...sample, inputs: sample.inputs.mul(2) as Tensor });

  test('transforms samples, and batches where it is told how', () => {
    const mapped = new MapDataset(named(), scale, { batched: scale });
    expect(mapped.get(1).inputs.toArray()).toEqual([20, 22, 24]);
    expect(mapped.getMany?.(Int32Array.of(1)).inputs.toArray()).toEqual([[20, 22, 24]]);
    expect(new MapDataset(named(), scale).getMany).toBeUndefined();
  });

  test('draws from the stream it is handed', () => {
    const noisy = new MapDataset(numbers(3), (x, rng) => x + rng.random());
    expect(noisy.get(1, new Rng(5))).toBe(1 + new Rng(5).random());
  });
});

describe('randomSplit', () => {
  test('covers everything once, whatever the seed', () => {
    for (let seed = 0; seed < 20; seed++) {
      const parts = randomSplit(numbers(50), [20, 25, 5], { rng: new Rng(seed) });
      expect(parts.map((part) => part.length)).toEqual([20, 25, 5]);
      const all = parts.flatMap((part) => Array.from({ length: part.length }, (_, i) => part.get(i)));
      expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    }
  });

  test('is decided by the seed', () => {
    const split = (seed: number) => [...randomSplit(numbers(9), [4, 5], { rng: new Rng(seed) })[0].indices];
    expect(split(3)).toEqual(split(3));
    expect(split(3)).not.toEqual(split(4));
  });

  // torch 1.13: [len(p) for p in random_split(range(N), fractions)]
  test.each([
    [10, [0.3, 0.3, 0.4], [3, 3, 4]],
    [11, [0.5, 0.5], [6, 5]],
    [7, [0.1, 0.2, 0.7], [1, 2, 4]],
    [5, [0.5, 0.25, 0.25], [3, 1, 1]],
  ])('%d by fractions %j is %j', (count, fractions, lengths) => {
    expect(randomSplit(numbers(count), fractions, { rng: new Rng(0) }).map((part) => part.length)).toEqual(lengths);
  });

  test('refuses lengths that add up to nothing', () => {
    expect(() => randomSplit(numbers(4), [1, 2])).toThrow('lengths [1,2] add up neither to the 4 samples nor to 1');
    expect(() => randomSplit(numbers(4), [0.5, 0.4])).toThrow(RangeError);
    expect(() => randomSplit(numbers(4), [5, -1])).toThrow(RangeError);
  });
});

describe('collate', () => {
  test('goes into records and lists, place by place', () => {
    const sample = (i: number) => ({ x: tensor([i, i + 1]), y: i, ok: i > 1, name: `n${i}`, pair: [i, 'p'] as const });
    const batch = collate([sample(1), sample(2)]);
    expect(batch.x.toArray()).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect([batch.y.dtype, batch.y.toArray()]).toEqual(['float32', [1, 2]]);
    expect([batch.ok.dtype, batch.ok.toArray()]).toEqual(['bool', [false, true]]);
    expect(batch.name).toEqual(['n1', 'n2']);
    expect((batch.pair[0] as Tensor).toArray()).toEqual([1, 2]);
  });

  test('keeps the type of typed arrays and of tensors', () => {
    const batch = collate([
      { a: Int32Array.of(1), b: int([1]) },
      { a: Int32Array.of(2), b: int([2]) },
    ]);
    expect([batch.a.dtype, batch.a.toArray(), batch.b.dtype]).toEqual(['int32', [[1], [2]], 'int32']);
  });

  test.each([
    ['kinds', [{ a: 1 }, { a: 'x' }], 'sample.a is a number in one sample and a string in another'],
    ['lengths', [[1, 2], [1]], 'sample has 2 entries in one sample and 1 in another'],
    ['keys', [{ a: 1 }, { b: 1 }], 'sample has keys a in one sample and b in another'],
    ['more keys', [{ a: 1 }, { a: 1, b: 1 }], 'sample has keys a in one sample and a,b in another'],
  ])('refuses samples of different %s, naming the place', (_, samples, message) => {
    expect(() => collate(samples as unknown[])).toThrow(new TypeError(`collate: ${message}`));
  });

  test('refuses different shapes and an empty list', () => {
    expect(() => collate([tensor([1]), tensor([1, 2])] as Tensor[])).toThrow(ShapeError);
    expect(() => collate([])).toThrow(RangeError);
  });
});
