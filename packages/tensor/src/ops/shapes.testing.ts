// Random tensors for laws: any rank and layout, elements that are all different.
import { fc } from '@fast-check/vitest';
import type { Tensor } from '../tensor.ts';
import { arange } from './creation-range.ts';
import { flip } from './flip.ts';
import { permute } from './permute.ts';
import { reshape } from './reshape.ts';

export interface ShapeOptions {
  readonly minRank?: number;
  readonly maxRank?: number;
  readonly minSize?: number;
  readonly maxSize?: number;
}

export function anyShape({
  minRank = 1,
  maxRank = 4,
  minSize = 0,
  maxSize = 4,
}: ShapeOptions = {}): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: minSize, max: maxSize }), { minLength: minRank, maxLength: maxRank });
}

/** How to make a tensor: tensors themselves live only inside the test. */
export interface Recipe {
  readonly shape: readonly number[];
  readonly axes: readonly number[];
  readonly flipped: readonly number[];
}

/** Shape, and a layout of permuted axes some of which run backwards. */
export function anyTensor(options: ShapeOptions = {}): fc.Arbitrary<Recipe> {
  return anyShape(options).chain((shape) => {
    const axes = shape.map((_, axis) => axis);
    return fc.record({
      shape: fc.constant(shape),
      axes: fc.shuffledSubarray(axes, { minLength: shape.length }),
      flipped: fc.subarray(axes),
    });
  });
}

export function make({ shape, axes, flipped }: Recipe): Tensor {
  const base: Tensor = reshape(
    arange(shape.reduce((size, n) => size * n, 1)),
    axes.map((axis) => shape[axis]),
  );
  return flip(
    permute(
      base,
      shape.map((_, axis) => axes.indexOf(axis)),
    ) as Tensor,
    flipped,
  );
}
