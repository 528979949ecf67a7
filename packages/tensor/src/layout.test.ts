import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShapeError } from './errors.ts';
import {
  broadcastShapes,
  broadcastStrides,
  coalesce,
  contiguousStrides,
  isContiguous,
  normalizeAxes,
  reshapeStrides,
  sizeOf,
} from './layout.ts';

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });

/** Every offset a strided walk visits, in row-major order: the definition that the algebra must agree with. */
function offsets(shape: readonly number[], strides: readonly number[]): number[] {
  if (shape.length === 0) return [0];
  const [n, ...rest] = shape;
  return Array.from({ length: n }, (_, i) => offsets(rest, strides.slice(1)).map((o) => o + i * strides[0])).flat();
}

/** A shape with strides from permuting and stepping a contiguous array. */
const views = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
    step: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ shape, seed, step }) => {
    const order = shape.map((_, axis) => axis).sort((a, b) => ((a * 7 + seed) % 5) - ((b * 7 + seed) % 5));
    const strides = contiguousStrides(shape).map((stride) => stride * step);
    return { shape: order.map((axis) => shape[axis]), strides: order.map((axis) => strides[axis]) };
  });

test('contiguous strides walk memory in order', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      expect(offsets(shape, contiguousStrides(shape))).toEqual(Array.from({ length: sizeOf(shape) }, (_, i) => i));
      expect(isContiguous(shape, contiguousStrides(shape))).toBe(true);
    }),
  );
});

test('a view is contiguous exactly when its walk is 0, 1, 2, …', () => {
  fc.assert(
    fc.property(views, ({ shape, strides }) => {
      const inOrder = offsets(shape, strides).every((offset, i) => offset === i);
      expect(isContiguous(shape, strides)).toBe(inOrder);
    }),
  );
});

test('coalescing keeps the walk of every operand and leaves no axis of size 1', () => {
  fc.assert(
    fc.property(views, ({ shape, strides }) => {
      const other = contiguousStrides(shape);
      const merged = coalesce(shape, [strides, other]);
      expect(offsets(merged.shape, merged.strides[0])).toEqual(offsets(shape, strides));
      expect(offsets(merged.shape, merged.strides[1])).toEqual(offsets(shape, other));
      if (merged.shape.length > 1) expect(merged.shape).not.toContain(1);
    }),
  );
});

describe('reshapeStrides', () => {
  test('keeps the walk wherever it finds a view', () => {
    fc.assert(
      fc.property(views, fc.integer({ min: 1, max: 4 }), ({ shape, strides }, n) => {
        const size = sizeOf(shape);
        for (const to of [[size], [1, size, 1], size % n === 0 ? [n, size / n] : [size], [...shape, 1]]) {
          const reshaped = reshapeStrides(shape, strides, to);
          if (reshaped !== null) expect(offsets(to, reshaped)).toEqual(offsets(shape, strides));
        }
      }),
    );
  });

  test('splits and joins axes of a transpose, but does not flatten it', () => {
    expect(reshapeStrides([4, 6], [1, 4], [2, 2, 6])).toEqual([2, 1, 4]);
    expect(reshapeStrides([4, 6], [1, 4], [24])).toBeNull();
  });
});

describe('broadcasting', () => {
  test('follows NumPy', () => {
    expect(broadcastShapes('op', [3, 1], [1, 4])).toEqual([3, 4]);
    expect(broadcastShapes('op', [], [2, 3])).toEqual([2, 3]);
    expect(broadcastShapes('op', [0], [1])).toEqual([0]);
    expect(broadcastStrides([3, 1], [1, 1], [2, 3, 4])).toEqual([0, 1, 0]);
  });

  test('names the axis, both sizes and the mend', () => {
    expect(() => broadcastShapes('add', [2, 3], [2])).toThrow(
      'add: axis -1 differs: 3 vs 2 (shapes [2, 3] and [2]); did you mean b.expandDims(1)?',
    );
    expect(() => broadcastShapes('add', [2, 3], [3, 2])).toThrow('did you mean b.transpose()?');
    expect(() => broadcastShapes('add', [0], [2])).toThrow(ShapeError);
  });
});

describe('axes', () => {
  test('are normalised, sorted and distinct', () => {
    expect(normalizeAxes('sum', [-1, 0], [2, 3, 4])).toEqual([0, 2]);
    expect(normalizeAxes('sum', undefined, [2, 3])).toEqual([0, 1]);
    expect(() => normalizeAxes('sum', [1, -1], [2, 3])).toThrow('sum: axis 1 appears twice (shape [2, 3])');
    expect(() => normalizeAxes('sum', 2, [2, 3])).toThrow('sum: axis 2 is out of range for rank 2 (shape [2, 3])');
  });
});
