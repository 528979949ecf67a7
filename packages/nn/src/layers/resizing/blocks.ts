import type { PerAxis } from '@ml/tensor/layers';

export interface UnfoldOptions {
  /** Distance between blocks; default 1. */
  readonly stride?: PerAxis;
  /** Zeros on both sides; default 0. */
  readonly padding?: PerAxis;
  /** Distance between the elements of a block; default 1. */
  readonly dilation?: PerAxis;
}

/** Blocks of an image: all numbers per axis, height first, and how many blocks there are along each. */
export interface Blocks {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly counts: readonly number[];
}

/** @throws {RangeError} when there is no block, or an option is no whole number in its range */
export function blocksOf(
  op: string,
  sizes: readonly number[],
  kernelSize: PerAxis,
  { stride = 1, padding = 0, dilation = 1 }: UnfoldOptions,
): Blocks {
  const both = (name: string, value: PerAxis, least: number): number[] => {
    const list = typeof value === 'number' ? [value, value] : [...value];
    if (list.length !== 2 || !list.every((n) => Number.isInteger(n) && n >= least))
      throw new RangeError(`${op}: ${name} must be one or two whole numbers ≥ ${least}, not ${value}`);
    return list;
  };
  const [kernel, steps, pads, gaps] = [
    both('kernelSize', kernelSize, 1),
    both('stride', stride, 1),
    both('padding', padding, 0),
    both('dilation', dilation, 1),
  ];
  const counts = sizes.map((n, i) => Math.floor((n + 2 * pads[i] - gaps[i] * (kernel[i] - 1) - 1) / steps[i]) + 1);
  if (counts.some((count) => count < 1))
    throw new RangeError(`${op}: blocks of ${kernel.join(' × ')} do not fit into ${sizes.join(' × ')}`);
  return { kernel, stride: steps, padding: pads, dilation: gaps, counts };
}
