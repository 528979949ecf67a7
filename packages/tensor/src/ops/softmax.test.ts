import { describe, expect, test } from 'vitest';
import { logSoftmax, softmax, type Tensor, tensor, zeros } from '../index.ts';

// Numbers from torch 1.13 in float64.
describe.each(['float32', 'float64'] as const)('%s rows with infinities', (dtype) => {
  const row = (...values: number[]) => tensor(values, { dtype }) as Tensor;
  const digits = dtype === 'float64' ? 15 : 6;

  test.each([[[Infinity, 1, 2]], [[-Infinity, -Infinity, -Infinity]], [[1, Number.NaN, 2]]])(
    '%o is all NaN',
    (values) => {
      expect(softmax(row(...values)).toArray()).toEqual([Number.NaN, Number.NaN, Number.NaN]);
      expect(logSoftmax(row(...values)).toArray()).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    },
  );

  test('−Infinity has no share', () => {
    const [none, less, more] = softmax(row(-Infinity, 0, 1)).toArray() as number[];
    expect(none).toBe(0);
    expect(less).toBeCloseTo(0.26894142136999516, digits);
    expect(more).toBeCloseTo(0.7310585786300049, digits);
    const [never, ...others] = logSoftmax(row(-Infinity, 0, 1)).toArray() as number[];
    expect(never).toBe(-Infinity);
    expect(others[0]).toBeCloseTo(-1.3132616875182228, digits);
    expect(others[1]).toBeCloseTo(-0.31326168751822286, digits);
  });

  test('nothing stays nothing', () => {
    expect(softmax(zeros([3, 0], { dtype })).toArray()).toEqual([[], [], []]);
    expect(logSoftmax(zeros([0, 3], { dtype }), 0).shape).toEqual([0, 3]);
  });
});
