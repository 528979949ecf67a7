import { describe, expect, expectTypeOf, test } from 'vitest';
import { ShapeError } from './errors.ts';
import { expectShape } from './expect-shape.ts';
import { zeros } from './ops/creation-filled.ts';

describe('expectShape', () => {
  test('binds named axes', () => {
    const sizes = expectShape(zeros([4, 16, 128]), ['B', 'T', 128]);
    expect(sizes).toEqual({ B: 4, T: 16 });
    expectTypeOf(sizes).toEqualTypeOf<{ readonly B: number; readonly T: number }>();
  });

  test('a letter that stands twice means one size, _ any', () => {
    expect(expectShape(zeros([3, 2, 3]), ['N', 'M', 'N'])).toEqual({ N: 3, M: 2 });
    expect(expectShape(zeros([3, 2]), ['_', '_'])).toEqual({ _: 2 });
    expect(expectShape(zeros([]), [])).toEqual({});
  });

  test('names tensor, axis and both numbers', () => {
    const x = zeros([4, 16]);
    expect(() => expectShape(x, ['B', 128], 'tokens')).toThrow(ShapeError);
    expect(() => expectShape(x, ['B', 128], 'tokens')).toThrow(
      'expectShape: tokens should be [B, 128], but axis 1 has size 16, not 128 (shape [4, 16])',
    );
    expect(() => expectShape(x, ['N', 'N'])).toThrow(
      'expectShape: tensor should be [N, N], but axis 1 has size 16, and N is 4 already (shape [4, 16])',
    );
    expect(() => expectShape(x, ['B'])).toThrow(
      'expectShape: tensor should be [B], but has 2 axes, not 1 (shape [4, 16])',
    );
    expect(() => expectShape(zeros([1]), [1, 2])).toThrow(
      'expectShape: tensor should be [1, 2], but has 1 axis, not 2 (shape [1])',
    );
  });
});
