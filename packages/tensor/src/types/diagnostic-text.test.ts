import { beforeAll, describe, expect, test } from 'vitest';
import { diagnose } from './diagnose.testing.ts';

// The promise is a squiggle that reads like a sentence, so the compiler is run and its words are compared.

const preamble = `
import type { Axes, Broadcast, Check, Concat, Guard, MapLast, MatMul, NestedShape, Ok, Permute, Reduce, Reshape, Shape, ShapesOf, Squeeze } from '../shape-types.ts';
declare class Tensor<out S extends Shape = Shape> {
  readonly shape: Readonly<S>;
  add<A extends Shape, B extends Shape = []>(this: Tensor<A>, other: Check<number | Tensor<B>, Broadcast<A, B, 'add'>>): Tensor<Ok<Broadcast<A, B, 'add'>>>;
}
declare const t: <const S extends Shape>(shape: readonly [...S]) => Tensor<S>;
declare function matmul<A extends Shape, B extends Shape>(a: Tensor<A>, b: Check<Tensor<B>, MatMul<A, B>>): Tensor<Ok<MatMul<A, B>>>;
declare function guarded<A extends Shape, B extends Shape>(a: Tensor<A>, b: Tensor<B> & Guard<MatMul<A, B>>): void;
declare function reshape<A extends Shape, const To extends Shape>(a: Tensor<A>, to: Check<readonly [...To], Reshape<A, To>>): void;
declare function permute<A extends Shape, const P extends Shape>(a: Tensor<A>, axes: Check<readonly [...P], Permute<A, P>>): void;
declare function squeeze<A extends Shape, const X extends Axes>(a: Tensor<A>, axis: Check<X, Squeeze<A, X>>): void;
declare function sum<A extends Shape, const X extends Axes = undefined, K extends boolean = false>(a: Tensor<A>, options?: { readonly axis?: Check<X, Reduce<A, X, K, 'sum'>>; readonly keepDims?: K }): void;
declare function concat<const Ts extends readonly Tensor[]>(tensors: Check<readonly [...Ts], Concat<ShapesOf<Ts>>>): void;
declare function tensor<const D>(data: Check<D, NestedShape<D>>): void;
declare function linear<S extends Shape>(x: Tensor<S> & Guard<MapLast<S, 784, 128, 'linear'>>): void;
`;

/** A call that must be refused → what the compiler must say. */
const refused: readonly (readonly [string, string])[] = [
  ['t([2, 3]).add(t([4]))', `"add: axis -1 differs: 3 vs 4"`],
  ['matmul(t([32, 784]), t([800, 10]))', `"matmul: inner axes differ: 784 vs 800"`],
  ['guarded(t([32, 784]), t([800, 10]))', `"matmul: inner axes differ: 784 vs 800"`],
  ['reshape(t([3, 4]), [5, 3])', `"reshape: 12 elements do not fit [5, 3]"`],
  ['permute(t([2, 3]), [0, 0])', `"permute: axis 0 is given twice"`],
  ['squeeze(t([1, 3]), 1)', `"squeeze: axis 1 has size 3, not 1"`],
  ['sum(t([2, 3]), { axis: 3 })', `"sum: axis 3 is out of range for rank 2"`],
  ['sum(t([2, 3]), { axis: [0, 3] })', `"sum: axis 3 is out of range for rank 2"`],
  ['concat([t([2, 3]), t([4, 5])])', `"concat: axis 1 differs: 3 vs 5"`],
  ['tensor([[1, 2], [3]])', `"tensor: rows differ in length along axis 1"`],
  ['linear(t([32, 800]))', `"linear: last axis differs: 800 vs 784"`],
];

describe('what the compiler says', () => {
  const first = preamble.split('\n').length - 1;
  const said = new Map<number, string>();

  beforeAll(() => {
    for (const [line, text] of diagnose(preamble + refused.map(([call]) => `${call};`).join('\n'))) {
      said.set(line - first, text);
    }
  });

  test.each(refused.map(([call, sentence], index) => ({ call, sentence, index })))('$call', ({ sentence, index }) => {
    expect(said.get(index)).toContain(sentence);
  });

  test('and nothing else', () => {
    expect([...said.keys()].sort((a, b) => a - b)).toEqual(refused.map((_, index) => index));
  });
});
