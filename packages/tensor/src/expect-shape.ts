import { ShapeError } from './errors.ts';
import { requireTensor } from './ops/argument-checks.ts';
import type { Tensor } from './tensor.ts';

/** One axis of an expected shape: a size, or a name that is bound to the size found there. */
export type NamedAxis = string | number;

/** The sizes of the named axes. */
export type NamedSizes<Axes extends readonly NamedAxis[]> = {
  readonly [Name in Extract<Axes[number], string>]: number;
};

/**
 * Checks the shape of `x` and gives the sizes of its named axes. A number must be met exactly, a name takes whatever
 * size is there, the same size wherever it stands; '_' takes any size each time.
 *
 * @param name what to call the tensor in the error
 * @throws {ShapeError} when the rank or an axis is not as expected
 * @example
 * const { B, T } = expectShape(zeros([4, 16, 128]), ['B', 'T', 128]);
 * [B, T] // => [4, 16]
 */
export function expectShape<const Axes extends readonly NamedAxis[]>(
  x: Tensor,
  axes: Axes,
  name = 'tensor',
): NamedSizes<Axes> {
  const fail = (problem: string, axis?: number) =>
    new ShapeError({
      op: 'expectShape',
      problem: `${name} should be [${axes.join(', ')}], but ${problem}`,
      shapes: [x.shape],
      axis,
    });
  requireTensor('expectShape', x);
  if (axes.length !== x.rank) throw fail(`has ${x.rank} ${x.rank === 1 ? 'axis' : 'axes'}, not ${axes.length}`);
  const sizes = new Map<string, number>();
  axes.forEach((expected, axis) => {
    const n = x.shape[axis];
    if (typeof expected === 'number') {
      if (n !== expected) throw fail(`axis ${axis} has size ${n}, not ${expected}`, axis);
      return;
    }
    const bound = sizes.get(expected);
    if (bound !== undefined && bound !== n && expected !== '_')
      throw fail(`axis ${axis} has size ${n}, and ${expected} is ${bound} already`, axis);
    sizes.set(expected, n);
  });
  return Object.fromEntries(sizes) as NamedSizes<Axes>;
}
