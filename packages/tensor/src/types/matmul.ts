import type { BroadcastOnto } from './broadcast.ts';
import type { Agree, Shape } from './shape.ts';

/**
 * The shape of a · b as in np.matmul: vectors drop their axis, all but the last two axes broadcast.
 *
 * @example
 * MatMul<[32, 784], [784, 10]> // [32, 10]
 * MatMul<[32, 784], [800, 10]> // 'matmul: inner axes differ: 784 vs 800'
 */
export type MatMul<A extends Shape, B extends Shape, Op extends string = 'matmul'> = number[] extends A
  ? Shape
  : number[] extends B
    ? Shape
    : A extends readonly []
      ? ScalarError<Op>
      : B extends readonly []
        ? ScalarError<Op>
        : A extends readonly [infer K extends number]
          ? VectorTimes<K, B, Op>
          : A extends readonly [...infer Batch extends Shape, infer M extends number, infer K extends number]
            ? MatrixTimes<Batch, M, K, B, Op>
            : OpenTimes<A, B, Op>;

type ScalarError<Op extends string> = `${Op}: a scalar has no axis to contract, multiply instead`;

type Inner<K extends number, L extends number, Op extends string, R> = [Agree<K, L>] extends [never]
  ? `${Op}: inner axes differ: ${K} vs ${L}`
  : R;

type VectorTimes<K extends number, B extends Shape, Op extends string> = B extends readonly [infer L extends number]
  ? Inner<K, L, Op, []>
  : B extends readonly [...infer Batch extends Shape, infer L extends number, infer N extends number]
    ? Inner<K, L, Op, [...Batch, N]>
    : Shape;

type MatrixTimes<
  Batch extends Shape,
  M extends number,
  K extends number,
  B extends Shape,
  Op extends string,
> = B extends readonly [infer L extends number]
  ? Inner<K, L, Op, [...Batch, M]>
  : B extends readonly [...infer BatchB extends Shape, infer L extends number, infer N extends number]
    ? Inner<K, L, Op, BroadcastOnto<Batch, BatchB, [M, N], Op>>
    : Shape;

/** A is [...unknown, K], the output of a layer fed with an open shape: a vector or matrix on the right can still be checked. */
type OpenTimes<A extends Shape, B extends Shape, Op extends string> = A extends readonly [
  ...Shape,
  infer K extends number,
]
  ? B extends readonly [infer L extends number]
    ? Inner<K, L, Op, Shape>
    : B extends readonly [infer L extends number, infer N extends number]
      ? Inner<K, L, Op, [...number[], N]>
      : Shape
  : Shape;
