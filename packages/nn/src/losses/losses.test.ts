import { backward, checkGrad, parameter } from '@ml/autograd';
import { memory, Rng, randn, type Tensor, tensor, tidy, transpose } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { expectClose, fixture, type Nested, precisions, toTensor } from '../fixture.testing.ts';
import { type CrossEntropyOptions, crossEntropy } from './cross-entropy.ts';
import { type MseOptions, mse } from './mse.ts';

interface Case<O> {
  readonly name: string;
  readonly options: O;
  readonly value: Nested;
  readonly gradient: Nested;
  readonly dx: Nested;
}

const losses = fixture<{
  crossEntropy: { logits: Nested; cases: (Case<CrossEntropyOptions> & { targets: Nested })[] };
  mse: { input: Nested; target: Nested; cases: Case<MseOptions>[] };
}>('losses');

describe.each(precisions)('in $dtype matches torch', ({ dtype, tolerance }) => {
  test.each(losses.crossEntropy.cases)('crossEntropy $name', ({ options, targets, value, gradient, dx }) => {
    const logits = parameter(toTensor(losses.crossEntropy.logits, dtype));
    const loss: Tensor = crossEntropy(logits, toTensor(targets, 'int32'), options);
    expectClose(loss, value, tolerance);
    backward(loss, { gradient: toTensor(gradient, dtype) });
    expectClose(logits.grad, dx, tolerance);
  });

  test.each(losses.mse.cases)('mse $name', ({ options, value, gradient, dx }) => {
    const input = parameter(toTensor(losses.mse.input, dtype));
    const loss: Tensor = mse(input as Tensor, toTensor(losses.mse.target, dtype), options);
    expectClose(loss, value, tolerance);
    backward(loss, { gradient: toTensor(gradient, dtype) });
    expectClose(input.grad, dx, tolerance);
  });
});

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

  test('gradient agrees with central differences', () => {
    for (const shape of [
      [2, 5],
      [1, 1],
    ]) {
      const targets = labels(shape[0] === 1 ? [0] : [4, 1]);
      checkGrad(
        (x: Tensor) => crossEntropy(x, targets, { labelSmoothing: 0.1 }),
        [randn(shape, { dtype: 'float64', rng: new Rng(4) })],
      );
    }
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

test('losses leave nothing behind', () => {
  const x = parameter(randn([3, 4]));
  const live: number[] = [];
  for (let i = 0; i < 200; i++) {
    tidy(() => backward(crossEntropy(x, tensor([0, -100, 2], { dtype: 'int32' }), { labelSmoothing: 0.1 })));
    tidy(() => backward(mse(x, randn([3, 4]))));
    x.zeroGrad();
    live.push(memory.report().liveBytes);
  }
  expect(live.at(-1)).toBe(live[1]);
});
