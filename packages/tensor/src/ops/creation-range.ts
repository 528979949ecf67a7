// Evenly spaced numbers.
import { dtypes } from '../dtype.ts';
import { ShapeError } from '../errors.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { checkNumbers } from './argument-checks.ts';
import { type CreationOptions, checkShape, chosenDType } from './creation-options.ts';

/** A range of truth values says nothing. */
const numericDTypes = dtypes.filter((dtype) => dtype !== 'bool');

/**
 * start, start + step, start + 2·step, … up to but without stop; `arange(stop)` counts from 0.
 *
 * There are ⌈(stop − start) / step⌉ elements, none where that is negative. float32 unless `dtype` says otherwise.
 *
 * @shape → [⌈(stop − start) / step⌉]
 * @throws {ShapeError} when that is not a finite number (step 0, NaN or ±Inf)
 * @example
 * arange(4).toArray() // => [0, 1, 2, 3]
 * arange(5, 0, -2).toArray() // => [5, 3, 1]
 */
export function arange(stop: number, options?: CreationOptions): Tensor<[number]>;
export function arange(start: number, stop: number, options?: CreationOptions): Tensor<[number]>;
export function arange(start: number, stop: number, step: number, options?: CreationOptions): Tensor<[number]>;
export function arange(first: number, ...rest: readonly (number | CreationOptions | undefined)[]): Tensor<[number]> {
  const last = rest.at(-1);
  const hasOptions = typeof last === 'object' && last !== null;
  const dtype = chosenDType('arange', hasOptions ? last : {}, 'float32', numericDTypes);
  const [second, step = 1] = hasOptions ? rest.slice(0, -1) : rest;
  const [start, stop] = second === undefined ? [0, first] : [first, second as number];
  checkNumbers('arange', { start, stop, step });
  const size = Math.ceil((stop - start) / (step as number));
  if (!Number.isFinite(size)) {
    throw new ShapeError({
      op: 'arange',
      problem: `from ${start} to ${stop} in steps of ${step} is not a finite number of elements`,
      shapes: [],
    });
  }
  const out = allocate<[number]>([Math.max(0, size)], dtype);
  const values = heapView(out);
  for (let i = 0; i < values.length; i++) values[i] = start + i * (step as number);
  return out;
}

/**
 * `count` numbers from start to stop, both ends included, evenly spaced.
 *
 * xᵢ = start + i·(stop − start)/(count − 1), computed in float64; the last is stop itself.
 *
 * @shape → [count]
 * @throws {ShapeError} when count is not a whole number ≥ 0
 * @special count 1 → [start]
 * @reference agrees with numpy.linspace to the last bit in float64
 * @example
 * linspace(0, 1, 5).toArray() // => [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace<const N extends number>(
  start: number,
  stop: number,
  count: N,
  options?: CreationOptions,
): Tensor<[N]>;
export function linspace(start: number, stop: number, count: number, options: CreationOptions = {}): Tensor {
  checkShape('linspace', [count]);
  checkNumbers('linspace', { start, stop });
  const dtype = chosenDType('linspace', options, 'float32', numericDTypes);
  const out = allocate([count], dtype);
  const values = heapView(out);
  const gaps = Math.max(1, count - 1);
  const step = (stop - start) / gaps;
  // A step that underflows to 0 would repeat start; NumPy then scales first and multiplies afterwards.
  for (let i = 0; i < count; i++) values[i] = step === 0 ? (i / gaps) * (stop - start) + start : i * step + start;
  if (count > 1) values[count - 1] = stop;
  return out;
}
