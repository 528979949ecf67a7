import { floatType } from '../dtype.ts';
import { elementwise, forRanges } from '../engine/threads/parallel.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Rng } from '../rng/rng.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { checkNumbers, requireOptions, requireTensor } from './argument-checks.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';
import { chosenRng, type RandomOptions } from './random.ts';
import { disposeCopies } from './rows.ts';

export interface DropoutParams {
  readonly p: number;
  /** 64-bit key of the counter-based mask; element i is dropped or not whatever else is computed. */
  readonly keyLow: number;
  readonly keyHigh: number;
}

export const dropoutPrimitive = definePrimitive(
  'dropout',
  ([x]: [Tensor], { p, keyLow, keyHigh }: DropoutParams): [Tensor] => {
    const out = allocate(x.shape, x.dtype);
    if (x.dtype === 'float32') {
      const source = rowMajor(x);
      maskInto(out, source, { p, keyLow, keyHigh });
      disposeCopies([source], [x]);
    } else maskedByFloat32(out, x, { p, keyLow, keyHigh });
    return [out];
  },
);

/** Parts begin at multiples of 16 elements: as many get their bits from one step of the generator. */
function maskInto(out: Tensor, x: Tensor, { p, keyLow, keyHigh }: DropoutParams): void {
  const [to, from] = [out.address, x.address];
  forRanges('dropout_f32', x.size, elementwise, (i, count) => [to + 4 * i, from + 4 * i, i, count, p, keyLow, keyHigh]);
}

/** Float64 takes its mask from the float32 kernel run on ones, so that both types drop the same elements. */
function maskedByFloat32(out: Tensor, x: Tensor, { p, keyLow, keyHigh }: DropoutParams): void {
  const mask = allocate(x.shape, 'float32');
  heapView(mask).fill(1);
  maskInto(mask, mask, { p, keyLow, keyHigh });
  const source = rowMajor(x);
  const [target, values, kept] = [heapView(out), heapView(source), heapView(mask)];
  for (let i = 0; i < target.length; i++) target[i] = kept[i] === 0 ? 0 : values[i] / (1 - p);
  disposeCopies([source, mask], [x]);
}

export interface DropoutOptions {
  /** Probability of dropping an element; default 0.5. */
  readonly p?: number;
  readonly rng?: Rng;
}

/**
 * Sets each element to 0 with probability p and divides the others by 1 − p, so that the expectation stays.
 *
 * The mask is a function of one 64-bit key drawn from `rng` and of the element's position.
 *
 * @shape x [...] → [...]
 * @throws {RangeError} when p is not in 0 … 1
 * @example
 * dropout(tensor([1, 2, 3]), { p: 0 }).toArray() // => [1, 2, 3]
 */
export function dropout<S extends Shape>(x: Tensor<S>, options: DropoutOptions = {}): Tensor<S> {
  requireTensor('dropout', x);
  requireOptions('dropout', options, '{ p: 0.1 }');
  const params = drawnDropout('dropout', { p: options.p ?? 0.5 }, options);
  if (params === undefined) return x;
  return apply(dropoutPrimitive, [cast(x as Tensor, floatType(x.dtype))], params)[0] as Tensor<S>;
}

/** A fresh key for dropping with this probability, by the name it has, or undefined where 0 leaves everything as it is. */
export function drawnDropout(
  op: string,
  probability: Readonly<Record<string, number>>,
  options: RandomOptions,
): DropoutParams | undefined {
  checkNumbers(op, probability);
  const [[name, p]] = Object.entries(probability) as [[string, number]];
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${op}: ${name} must be in 0 … 1, not ${p}`);
  if (p === 0) return undefined;
  const rng = chosenRng(op, options);
  const keyLow = rng.integers(0, 2 ** 32);
  return { p, keyLow, keyHigh: rng.integers(0, 2 ** 32) };
}
