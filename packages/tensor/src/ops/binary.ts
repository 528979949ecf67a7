// Arithmetic on two arrays with NumPy broadcasting.
import { bytesPerElement, type DType, floatType, isFloat, promoteTypes } from '../dtype.ts';
import { kernels } from '../engine/kernels.ts';
import { forEachPlane } from '../engine/planes.ts';
import { elementwise, forRanges, type KernelWith } from '../engine/threads/parallel.ts';
import { broadcastShapes, broadcastStrides, sameShape } from '../layout.ts';
import { naiveZip } from '../naive/elementwise.ts';
import { apply, definePrimitive, type Primitive } from '../primitive.ts';
import type { Broadcast, Check, Ok, Shape } from '../shape-types.ts';
import { allocate, isTensor, type Tensor, viewOf } from '../tensor.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';
import { withOperands } from './operand.ts';
import { disposeCopies } from './rows.ts';

/** A strided two-dimensional loop over two operands, as in kernels/binary.ts. */
export type BinaryKernel = KernelWith<9>;

export interface BinaryLoops {
  readonly naive: (a: number, b: number) => number;
  readonly kernels?: Partial<Record<DType, BinaryKernel>>;
}

/** Elements from which two threads are quicker than one: reading and writing them takes some ten microseconds. */
const parallelSize = 65_536;

/** Fills `out` with loops.naive(a, b), by SIMD where there is a kernel for the operands' common type. */
export function zip(loops: BinaryLoops, out: Tensor, a: Tensor, b: Tensor): void {
  const kernel = loops.kernels?.[a.dtype];
  const { size } = out;
  // Row by row in all three, the common case: one line, and no strides to work out.
  if (kernel !== undefined && size < parallelSize && fills(a, out) && fills(b, out)) {
    if (size > 0) kernels[kernel](out.address, a.address, b.address, 1, size, 0, 1, 0, 1);
    return;
  }
  const aStrides = broadcastStrides(a.shape, a.strides, out.shape);
  const bStrides = broadcastStrides(b.shape, b.strides, out.shape);
  if (kernel === undefined) {
    naiveZip(loops.naive, out, a, aStrides, b, bStrides);
    return;
  }
  const [outWidth, width] = [bytesPerElement(out.dtype), bytesPerElement(a.dtype)];
  const [to, fromA, fromB] = [out.address, a.address, b.address];
  forEachPlane(out.shape, [aStrides, bStrides], ({ rows, cols, row, col }, [offsetA, offsetB], first) => {
    const [c, left, right] = [to + first * outWidth, fromA + offsetA * width, fromB + offsetB * width];
    if (rows * cols < parallelSize) {
      kernels[kernel](c, left, right, rows, cols, row[0], col[0], row[1], col[1]);
    } else if (rows === 1) {
      forRanges(kernel, cols, { grain: parallelSize / 2, multiple: 64 }, (i, count) => [
        ...[c + i * outWidth, left + i * col[0] * width, right + i * col[1] * width],
        ...[1, count, 0, col[0], 0, col[1]],
      ]);
    } else {
      forRanges(kernel, rows, { grain: Math.ceil(parallelSize / 2 / cols) }, (i, count) => [
        ...[c + i * cols * outWidth, left + i * row[0] * width, right + i * row[1] * width],
        ...[count, cols, row[0], col[0], row[1], col[1]],
      ]);
    }
  });
}

/** Whether `x` has all elements of `out` in the same places of its memory. */
function fills(x: Tensor, out: Tensor): boolean {
  return x.isContiguous && out.isContiguous && sameShape(x.shape, out.shape);
}

/** The same operation on two tensors of one type. */
type BinaryPrimitive<N extends string> = Primitive<N, [Tensor, Tensor], null, [Tensor]>;

function defineBinary<const N extends string>(name: N, loops: BinaryLoops): BinaryPrimitive<N> {
  return definePrimitive(name, ([a, b]: [Tensor, Tensor]): [Tensor] => {
    const shape = sameShape(a.shape, b.shape) ? a.shape : broadcastShapes(name, a.shape, b.shape);
    const out = allocate<Shape>(shape, a.dtype);
    zip(loops, out, a, b);
    return [out];
  });
}

export const addPrimitive = defineBinary('add', {
  naive: (a, b) => a + b,
  kernels: { float32: 'add_f32', float64: 'add_f64', int32: 'add_i32' },
});
export const subPrimitive = defineBinary('sub', {
  naive: (a, b) => a - b,
  kernels: { float32: 'sub_f32', float64: 'sub_f64', int32: 'sub_i32' },
});
export const mulPrimitive = defineBinary('mul', {
  naive: (a, b) => a * b,
  kernels: { float32: 'mul_f32', float64: 'mul_f64', int32: 'mul_i32' },
});
export const divPrimitive = defineBinary('div', {
  naive: (a, b) => a / b,
  kernels: { float32: 'div_f32', float64: 'div_f64' },
});
export const maximumPrimitive = defineBinary('maximum', {
  naive: Math.max,
  kernels: { float32: 'maximum_f32', float64: 'maximum_f64', int32: 'maximum_i32' },
});
export const minimumPrimitive = defineBinary('minimum', {
  naive: Math.min,
  kernels: { float32: 'minimum_f32', float64: 'minimum_f64', int32: 'minimum_i32' },
});
export const powPrimitive = definePrimitive('pow', ([a, b]: [Tensor, Tensor]): [Tensor] => {
  const out = allocate<Shape>(broadcastShapes('pow', a.shape, b.shape), a.dtype);
  if (a.dtype !== 'float32') {
    zip({ naive: isFloat(a.dtype) ? numpyPow : integerPow }, out, a, b);
    return [out];
  }
  const whole = [a, b].map((x) => viewOf(x, out.shape, broadcastStrides(x.shape, x.strides, out.shape), x.offset));
  const ready = whole.map(rowMajor);
  const [to, base, exponent] = [out, ...ready].map((x) => x.address);
  forRanges('pow_f32', out.size, elementwise, (i, count) => [to + 4 * i, base + 4 * i, exponent + 4 * i, count]);
  disposeCopies(ready, whole);
  disposeCopies(whole, []);
  return [out];
});
export const remainderPrimitive = defineBinary('remainder', { naive: flooredRemainder });

/** pow(1, NaN) and pow(±1, ±Inf) are 1 as in C and NumPy; JavaScript says NaN. */
function numpyPow(a: number, b: number): number {
  if (a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b))) return 1;
  return a ** b;
}

/** aᵇ modulo 2³² by squaring, as integers wrap; a negative exponent gives the fraction, of which the whole part is stored. */
function integerPow(a: number, b: number): number {
  if (b < 0) return a ** b;
  let power = 1;
  for (let rest = b, square = a; rest > 0; rest >>= 1, square = Math.imul(square, square))
    if (rest % 2 === 1) power = Math.imul(power, square);
  return power;
}

/** a − b·⌊a/b⌋ without cancellation: the result takes the sign of b, as in Python. */
function flooredRemainder(a: number, b: number): number {
  const r = a % b;
  if (r === 0) return b < 0 ? -0 : 0;
  return r < 0 !== b < 0 ? r + b : r;
}

function binary(
  primitive: BinaryPrimitive<string>,
  a: Tensor | number,
  b: Tensor | number,
  computeIn = promoteTypes,
): Tensor {
  if (isTensor(a) && isTensor(b)) return inCommonType(primitive, a, b, computeIn);
  return withOperands(primitive.name, a, b, (x, y) => inCommonType(primitive, x, y, computeIn));
}

function inCommonType(
  primitive: BinaryPrimitive<string>,
  a: Tensor,
  b: Tensor,
  computeIn: typeof promoteTypes,
): Tensor {
  const dtype = computeIn(a.dtype, b.dtype);
  return apply(primitive, [cast(a, dtype), cast(b, dtype)], null)[0];
}

/** Arithmetic on two bools counts: it is done in int32. */
function numeric(a: DType, b: DType): DType {
  const dtype = promoteTypes(a, b);
  return dtype === 'bool' ? 'int32' : dtype;
}

/**
 * Elementwise sum a + b with NumPy broadcasting.
 *
 * @shape a [...], b [...] → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * add(tensor([[1], [2]]), tensor([10, 20])).toArray() // => [[11, 21], [12, 22]]
 */
export function add<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'add'>>,
): Tensor<Ok<Broadcast<A, B, 'add'>>>;
export function add(a: Tensor | number, b: Tensor | number): Tensor {
  return binary(addPrimitive, a, b, numeric);
}

/**
 * Elementwise difference a − b with NumPy broadcasting.
 *
 * @shape a [...], b [...] → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * sub(1, tensor([0.25, 2])).toArray() // => [0.75, -1]
 */
export function sub<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'sub'>>,
): Tensor<Ok<Broadcast<A, B, 'sub'>>>;
export function sub(a: Tensor | number, b: Tensor | number): Tensor {
  return binary(subPrimitive, a, b, numeric);
}

/**
 * Elementwise product a · b with NumPy broadcasting; `matmul` is the matrix product.
 *
 * @shape a [...], b [...] → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * mul(tensor([1, 2, 3]), 2).toArray() // => [2, 4, 6]
 */
export function mul<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'mul'>>,
): Tensor<Ok<Broadcast<A, B, 'mul'>>>;
export function mul(a: Tensor | number, b: Tensor | number): Tensor {
  return binary(mulPrimitive, a, b, numeric);
}

/**
 * Elementwise true division a / b with NumPy broadcasting; integers divide as float32.
 *
 * @shape a [...], b [...] → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @special x/0 → ±Inf, 0/0 → NaN
 * @example
 * div(tensor([1, 2], { dtype: 'int32' }), 4).toArray() // => [0.25, 0.5]
 */
export function div<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'div'>>,
): Tensor<Ok<Broadcast<A, B, 'div'>>>;
export function div(a: Tensor | number, b: Tensor | number): Tensor {
  return binary(divPrimitive, a, b, (x, y) => floatType(promoteTypes(x, y)));
}

/**
 * Elementwise power aᵇ with NumPy broadcasting.
 *
 * @shape a [...], b [...] → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @special x⁰ = 1 and 1ᵇ = 1 even for NaN; a negative base with a fractional exponent → NaN
 * @example
 * pow(tensor([1, 2, 3]), 2).toArray() // => [1, 4, 9]
 */
export function pow<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'pow'>>,
): Tensor<Ok<Broadcast<A, B, 'pow'>>>;
export function pow(a: Tensor | number, b: Tensor | number): Tensor {
  return binary(powPrimitive, a, b, numeric);
}

/**
 * Elementwise remainder a − b·⌊a/b⌋, with the sign of b as in Python and NumPy.
 *
 * @shape a [...], b [...] → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @special x mod 0 → NaN (0 for integers)
 * @example
 * remainder(tensor([-3, 5]), 4).toArray() // => [1, 1]
 */
export function remainder<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'remainder'>>,
): Tensor<Ok<Broadcast<A, B, 'remainder'>>>;
export function remainder(a: Tensor | number, b: Tensor | number): Tensor {
  return binary(remainderPrimitive, a, b, numeric);
}

/**
 * The larger of a and b, elementwise with NumPy broadcasting. Where both are equal each gets half of the gradient.
 *
 * @shape a [...], b [...] → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @special NaN in either propagates
 * @example
 * maximum(tensor([-1, 2]), 0).toArray() // => [0, 2]
 */
export function maximum<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'maximum'>>,
): Tensor<Ok<Broadcast<A, B, 'maximum'>>>;
export function maximum(a: Tensor | number, b: Tensor | number): Tensor {
  return binary(maximumPrimitive, a, b);
}

/**
 * The smaller of a and b, elementwise with NumPy broadcasting. Where both are equal each gets half of the gradient.
 *
 * @shape a [...], b [...] → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @special NaN in either propagates
 * @example
 * minimum(tensor([-1, 2]), 0).toArray() // => [-1, 0]
 */
export function minimum<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'minimum'>>,
): Tensor<Ok<Broadcast<A, B, 'minimum'>>>;
export function minimum(a: Tensor | number, b: Tensor | number): Tensor {
  return binary(minimumPrimitive, a, b);
}
