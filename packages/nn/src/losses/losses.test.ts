import { Rng, randn, type Tensor, tensor, transpose } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { describeFunctions } from '../parity.testing.ts';
import { crossEntropy } from './cross-entropy.ts';
import { mse } from './mse.ts';

describeFunctions('losses', { crossEntropy, mse });

describe('crossEntropy', () => {
  const labels = (values: number[] | number[][]): Tensor => tensor(values, { dtype: 'int32' });

  test('takes [B, T, V] with [B, T], and is then what it is on the rows', () => {
    const logits = randn([2, 3, 5], { rng: new Rng(1) });
    const targets = labels([
      [0, 1, 2],
      [4, 3, 0],
    ]);
    const rows = crossEntropy(logits.reshape([6, 5]), targets.reshape([6]), { reduction: 'none' });
    expect(crossEntropy(logits, targets, { reduction: 'none' }).toArray()).toEqual(rows.reshape([2, 3]).toArray());
    expect(crossEntropy(logits, targets).item()).toBeCloseTo(rows.mean().item(), 6);
  });

  test('adding a constant to a row changes nothing', () => {
    const logits = randn([4, 7], { rng: new Rng(3), dtype: 'float64' });
    const targets = labels([0, 6, 3, 3]);
    const loss = crossEntropy(logits, targets, { labelSmoothing: 0.2 }).item();
    expect(crossEntropy(logits.add(100), targets, { labelSmoothing: 0.2 }).item()).toBeCloseTo(loss, 10);
  });

  test('stays finite for logits of ±1e4', () => {
    expect(crossEntropy(tensor([[1e4, -1e4]]), labels([1])).item()).toBe(2e4);
  });

  test('all rows ignored: NaN for the mean, 0 for the sum', () => {
    const logits = randn([2, 3]);
    expect(crossEntropy(logits, labels([-100, -100])).item()).toBeNaN();
    expect(crossEntropy(logits, labels([-100, -100]), { reduction: 'sum' }).item()).toBe(0);
  });

  test('says what is wrong', () => {
    const logits = randn([2, 3, 5]);
    expect(() => crossEntropy(logits, labels([0, 1]))).toThrow(
      'crossEntropy: targets must be [2, 3], logits without their last axis',
    );
    const classesSecond = transpose(logits, 1, 2);
    const targets = labels([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(() => crossEntropy(classesSecond, targets)).toThrow('did you mean moveAxis(logits, 1, -1)?');
    expect(() => crossEntropy(randn([1, 3]), labels([3]))).toThrow('target 3 at row 0 is not one of 3 classes');
    expect(() => crossEntropy(randn([1, 3]), labels([0]), { labelSmoothing: 2 })).toThrow(
      'labelSmoothing must be in 0 … 1, not 2',
    );
  });
});

test('mse refuses to broadcast and offers the mend', () => {
  const [input, target]: Tensor[] = [randn([4, 1]), randn([4])];
  expect(() => mse(input, target)).toThrow(
    'mse: input and target differ in shape (shapes [4, 1] and [4]); did you mean target.reshape(input.shape)?',
  );
});
