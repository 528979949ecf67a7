// Comparisons and logic: bool results, no gradient.
import { promoteTypes } from '../dtype.ts';
import { broadcastShapes } from '../layout.ts';
import { naiveMap } from '../naive/elementwise.ts';
import { apply, defineStep } from '../primitive.ts';
import type { Broadcast, Check, Ok, Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { type BinaryLoops, zip } from './binary.ts';
import { cast } from './cast.ts';
import { withOperands } from './operand.ts';

const lessLoops: BinaryLoops = {
  naive: (a, b) => Number(a < b),
  kernels: { float32: 'less_f32', float64: 'less_f64', int32: 'less_i32' },
};
const lessEqualLoops: BinaryLoops = {
  naive: (a, b) => Number(a <= b),
  kernels: { float32: 'lessEqual_f32', float64: 'lessEqual_f64', int32: 'lessEqual_i32' },
};
const equalLoops: BinaryLoops = {
  naive: (a, b) => Number(a === b),
  kernels: { float32: 'equal_f32', float64: 'equal_f64', int32: 'equal_i32' },
};

/** What compares, and what it is called in messages. `greater` and `greaterEqual` are `less` and `lessEqual` of (b, a). */
interface CompareParams {
  readonly op: string;
  readonly loops: BinaryLoops;
}

const compareStep = defineStep('compare', ([a, b]: [Tensor, Tensor], { op, loops }: CompareParams): [Tensor] => {
  const out = allocate<Shape>(broadcastShapes(op, a.shape, b.shape), 'bool');
  zip(loops, out, a, b);
  return [out];
});

/** A comparison by `loops`, in the type both operands have in common unless `computeIn` says otherwise. */
export function compare(
  op: string,
  loops: BinaryLoops,
  a: Tensor | number,
  b: Tensor | number,
  computeIn = promoteTypes,
): Tensor {
  return withOperands(op, a, b, (x, y) => {
    const dtype = computeIn(x.dtype, y.dtype);
    return apply(compareStep, [cast(x, dtype), cast(y, dtype)], { op, loops })[0];
  });
}

/**
 * Elementwise a < b.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @special anything with NaN is false
 * @example
 * less(tensor([1, 2, 3]), 2).toArray() // => [true, false, false]
 */
export function less<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'less'>>,
): Tensor<Ok<Broadcast<A, B, 'less'>>>;
export function less(a: Tensor | number, b: Tensor | number): Tensor {
  return compare('less', lessLoops, a, b);
}

/**
 * Elementwise a ≤ b.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @special anything with NaN is false
 * @example
 * lessEqual(tensor([1, 2, 3]), 2).toArray() // => [true, true, false]
 */
export function lessEqual<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'lessEqual'>>,
): Tensor<Ok<Broadcast<A, B, 'lessEqual'>>>;
export function lessEqual(a: Tensor | number, b: Tensor | number): Tensor {
  return compare('lessEqual', lessEqualLoops, a, b);
}

/**
 * Elementwise a > b.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @special anything with NaN is false
 * @example
 * greater(tensor([1, 2, 3]), 2).toArray() // => [false, false, true]
 */
export function greater<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'greater'>>,
): Tensor<Ok<Broadcast<A, B, 'greater'>>>;
export function greater(a: Tensor | number, b: Tensor | number): Tensor {
  return compare('greater', lessLoops, b, a);
}

/**
 * Elementwise a ≥ b.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @special anything with NaN is false
 * @example
 * greaterEqual(tensor([1, 2, 3]), 2).toArray() // => [false, true, true]
 */
export function greaterEqual<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'greaterEqual'>>,
): Tensor<Ok<Broadcast<A, B, 'greaterEqual'>>>;
export function greaterEqual(a: Tensor | number, b: Tensor | number): Tensor {
  return compare('greaterEqual', lessEqualLoops, b, a);
}

/**
 * Elementwise a = b.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @special NaN equals nothing
 * @example
 * equal(tensor([1, 2]), 2).toArray() // => [false, true]
 */
export function equal<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'equal'>>,
): Tensor<Ok<Broadcast<A, B, 'equal'>>>;
export function equal(a: Tensor | number, b: Tensor | number): Tensor {
  return compare('equal', equalLoops, a, b);
}

/**
 * Elementwise a ≠ b.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @special NaN differs from everything
 * @example
 * notEqual(tensor([1, 2]), 2).toArray() // => [true, false]
 */
export function notEqual<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'notEqual'>>,
): Tensor<Ok<Broadcast<A, B, 'notEqual'>>>;
export function notEqual(a: Tensor | number, b: Tensor | number): Tensor {
  return compare('notEqual', { naive: (x, y) => Number(x !== y) }, a, b);
}

/**
 * Elementwise a ∧ b. Anything but 0 counts as true.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * logicalAnd(tensor([true, true]), tensor([true, false])).toArray() // => [true, false]
 */
export function logicalAnd<A extends Shape, B extends Shape>(
  a: Tensor<A>,
  b: Check<Tensor<B>, Broadcast<A, B, 'logicalAnd'>>,
): Tensor<Ok<Broadcast<A, B, 'logicalAnd'>>>;
export function logicalAnd(a: Tensor, b: Tensor): Tensor {
  return compare('logicalAnd', { naive: (x, y) => x & y }, a, b, () => 'bool');
}

/**
 * Elementwise a ∨ b. Anything but 0 counts as true.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * logicalOr(tensor([false, true]), tensor([false, false])).toArray() // => [false, true]
 */
export function logicalOr<A extends Shape, B extends Shape>(
  a: Tensor<A>,
  b: Check<Tensor<B>, Broadcast<A, B, 'logicalOr'>>,
): Tensor<Ok<Broadcast<A, B, 'logicalOr'>>>;
export function logicalOr(a: Tensor, b: Tensor): Tensor {
  return compare('logicalOr', { naive: (x, y) => x | y }, a, b, () => 'bool');
}

/**
 * Elementwise a ⊕ b. Anything but 0 counts as true.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * logicalXor(tensor([true, true]), tensor([true, false])).toArray() // => [false, true]
 */
export function logicalXor<A extends Shape, B extends Shape>(
  a: Tensor<A>,
  b: Check<Tensor<B>, Broadcast<A, B, 'logicalXor'>>,
): Tensor<Ok<Broadcast<A, B, 'logicalXor'>>>;
export function logicalXor(a: Tensor, b: Tensor): Tensor {
  return compare('logicalXor', { naive: (x, y) => x ^ y }, a, b, () => 'bool');
}

interface TestParams {
  readonly op: string;
  readonly predicate: (value: number) => boolean;
}

const testStep = defineStep('test', ([x]: [Tensor], { predicate }: TestParams): [Tensor] => {
  const out = allocate(x.shape, 'bool');
  naiveMap((value) => Number(predicate(value)), out, x);
  return [out];
});

function test(op: string, predicate: (value: number) => boolean, x: Tensor): Tensor {
  requireTensor(op, x);
  return apply(testStep, [x], { op, predicate })[0];
}

/**
 * Elementwise ¬x: true where x is 0.
 *
 * @shape x [...] → [...], bool
 * @example
 * logicalNot(tensor([true, false])).toArray() // => [false, true]
 */
export function logicalNot<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return test('logicalNot', (value) => value === 0, x) as Tensor<S>;
}

/**
 * True where x is not a number.
 *
 * @shape x [...] → [...], bool
 * @example
 * isnan(tensor([1, NaN])).toArray() // => [false, true]
 */
export function isnan<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return test('isnan', (value) => Number.isNaN(value), x) as Tensor<S>;
}

/**
 * True where x is neither NaN nor infinite.
 *
 * @shape x [...] → [...], bool
 * @example
 * isfinite(tensor([1, NaN, Infinity])).toArray() // => [true, false, false]
 */
export function isfinite<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return test('isfinite', (value) => Number.isFinite(value), x) as Tensor<S>;
}
