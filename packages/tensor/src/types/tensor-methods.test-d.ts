import { describe, expectTypeOf, test } from 'vitest';
import type {
  Axes,
  Broadcast,
  Check,
  Concat,
  Expand,
  ExpandDims,
  Flatten,
  Guard,
  IndexFirst,
  Known,
  MapLast,
  MatMul,
  NestedNumbers,
  NestedShape,
  Ok,
  Permute,
  Reduce,
  Reshape,
  Shape,
  ShapesOf,
  Squeeze,
  Stack,
  SwapAxes,
  T,
} from '../shape-types.ts';

// A class with nothing but signatures: what the encoding of shapes in methods, free functions and layers must be able to do.

interface Methods<out S extends Shape> {
  neg(): Tensor<S>;
  add<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: Check<number | Tensor<B>, Broadcast<A, B, 'add'>>,
  ): Tensor<Ok<Broadcast<A, B, 'add'>>>;
  matmul<A extends Shape, B extends Shape>(
    this: Tensor<A>,
    other: Check<Tensor<B>, MatMul<A, B>>,
  ): Tensor<Ok<MatMul<A, B>>>;
  reshape<A extends Shape, const To extends Shape>(
    this: Tensor<A>,
    shape: Check<readonly [...To], Reshape<A, To>>,
  ): Tensor<Ok<Reshape<A, To>>>;
  expand<A extends Shape, const To extends Shape>(
    this: Tensor<A>,
    shape: Check<readonly [...To], Expand<A, To>>,
  ): Tensor<Ok<Expand<A, To>>>;
  permute<A extends Shape, const P extends Shape>(
    this: Tensor<A>,
    axes: Check<readonly [...P], Permute<A, P>>,
  ): Tensor<Ok<Permute<A, P>>>;
  transpose<A extends Shape, I extends number = -2, J extends number = -1>(
    this: Tensor<A>,
    i?: Check<I, SwapAxes<A, I, J, 'transpose'>>,
    j?: J,
  ): Tensor<Ok<SwapAxes<A, I, J, 'transpose'>>>;
  t<A extends Shape>(this: Tensor<A>): Tensor<T<A>>;
  flatten<A extends Shape>(this: Tensor<A>): Tensor<Flatten<A>>;
  at<A extends Shape>(this: Tensor<A>, index: Check<number, IndexFirst<A>>): Tensor<Ok<IndexFirst<A>>>;
  expandDims<A extends Shape, Axis extends number>(
    this: Tensor<A>,
    axis: Check<Axis, ExpandDims<A, Axis>>,
  ): Tensor<Ok<ExpandDims<A, Axis>>>;
  squeeze<A extends Shape, const Axis extends Axes = undefined>(
    this: Tensor<A>,
    axis?: Check<Axis, Squeeze<A, Axis>>,
  ): Tensor<Ok<Squeeze<A, Axis>>>;
  sum<A extends Shape, const Axis extends Axes = undefined, K extends boolean = false>(
    this: Tensor<A>,
    options?: { readonly axis?: Check<Axis, Reduce<A, Axis, K, 'sum'>>; readonly keepDims?: K },
  ): Tensor<Ok<Reduce<A, Axis, K, 'sum'>>>;
}
declare class Tensor<out S extends Shape = Shape> {
  readonly shape: Readonly<S>;
  readonly dtype: string;
}
interface Tensor<out S extends Shape = Shape> extends Methods<S> {}
declare class Parameter<out S extends Shape = Shape> extends Tensor<S> {
  readonly trainable: boolean;
}
declare abstract class Module {
  abstract forward(x: Tensor): Tensor;
}
declare class Linear<const I extends number = number, const O extends number = number> extends Module {
  readonly weight: Parameter<[O, I]>;
  constructor(inFeatures: I, outFeatures: O);
  override forward<S extends Shape>(
    x: Tensor<S> & Guard<MapLast<S, I, O, 'linear'>>,
  ): Tensor<Ok<MapLast<S, I, O, 'linear'>>>;
}

declare function tensor<const D extends NestedNumbers>(data: Check<D, NestedShape<D>>): Tensor<Ok<NestedShape<D>>>;
declare function zeros<const S extends Shape>(shape: readonly [...S]): Tensor<Known<S>>;
declare function sub<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'sub'>>,
): Tensor<Ok<Broadcast<A, B, 'sub'>>>;
declare function concat<const Ts extends readonly Tensor[], Axis extends number = 0>(
  tensors: Check<readonly [...Ts], Concat<ShapesOf<Ts>, Axis>>,
  axis?: Axis,
): Tensor<Ok<Concat<ShapesOf<Ts>, Axis>>>;
declare function stack<const Ts extends readonly Tensor[], Axis extends number = 0>(
  tensors: Check<readonly [...Ts], Stack<ShapesOf<Ts>, Axis>>,
  axis?: Axis,
): Tensor<Ok<Stack<ShapesOf<Ts>, Axis>>>;

declare const open: Tensor;
declare const n: number;
declare const sizes: number[];
const x = zeros([32, 784]);
const w = zeros([784, 10]);

describe('assignability', () => {
  test('a known shape goes wherever less is known', () => {
    expectTypeOf(x).toExtend<Tensor>();
    expectTypeOf(x).toExtend<Tensor<Shape>>();
    expectTypeOf(x).toExtend<Tensor<[number, 784]>>();
    expectTypeOf(x).toExtend<Tensor<readonly [32, 784]>>();
    expectTypeOf(x).toExtend<Tensor<[...number[], 784]>>();
    expectTypeOf<Parameter<[2, 3]>>().toExtend<Tensor<[2, number]>>();
  });

  test('and not where more is known', () => {
    expectTypeOf<Tensor<[number, 3]>>().not.toExtend<Tensor<[2, 3]>>();
    expectTypeOf<Tensor>().not.toExtend<Tensor<[2, 3]>>();
    expectTypeOf<Tensor<[2, 4]>>().not.toExtend<Tensor<[2, 3]>>();
    expectTypeOf<Tensor<[2, 3]>>().not.toExtend<Tensor<[2, 3, 1]>>();
  });

  test('a variable can be reassigned in a loop', () => {
    let h = x;
    h = h.add(1).neg();
    h = h.add(x);
    let o = open;
    o = o.matmul(w).add(1).sum({ axis: 0 });
    expectTypeOf(o).toEqualTypeOf<Tensor>();
    expectTypeOf(h).toEqualTypeOf<Tensor<[32, 784]>>();
  });

  test('a shape cannot be written to', () => {
    // @ts-expect-error: read-only
    x.shape[0] = 1;
  });

  test('code generic in the shape widens first', () => {
    function twice<S extends Shape>(x0: Tensor<S>): Tensor<S> {
      const wide: Tensor = x0;
      return wide.add(wide) as Tensor<S>;
    }
    expectTypeOf(twice(x)).toEqualTypeOf<Tensor<[32, 784]>>();
  });
});

describe('creation', () => {
  test('zeros', () => {
    expectTypeOf(x).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(zeros([2, 3] as const)).toEqualTypeOf<Tensor<[2, 3]>>();
    expectTypeOf(zeros([n, 3])).toEqualTypeOf<Tensor<[number, 3]>>();
    expectTypeOf(zeros(sizes)).toEqualTypeOf<Tensor>();
    expectTypeOf(zeros(x.shape)).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(zeros([])).toEqualTypeOf<Tensor<[]>>();
  });

  test('tensor', () => {
    expectTypeOf(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ).toEqualTypeOf<Tensor<[2, 2]>>();
    expectTypeOf(tensor(sizes)).toEqualTypeOf<Tensor<[number]>>();
    expectTypeOf(tensor(new Float64Array(2))).toEqualTypeOf<Tensor<[number]>>();
    expectTypeOf(tensor(1)).toEqualTypeOf<Tensor<[]>>();
    expectTypeOf(tensor([] as NestedNumbers)).toEqualTypeOf<Tensor>();
    // @ts-expect-error: tensor: rows differ in length along axis 1
    tensor([[1, 2], [3]]);
  });
});

describe('arithmetic', () => {
  test('with tensors and with numbers on either side', () => {
    expectTypeOf(x.add(1)).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(x.add(n)).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(x.add(zeros([784]))).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(sub(1, x)).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(sub(x, 1)).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(sub(1, 2)).toEqualTypeOf<Tensor<[]>>();
    expectTypeOf(x.add(open)).toEqualTypeOf<Tensor>();
    expectTypeOf(open.add(x)).toEqualTypeOf<Tensor>();
    const either = open as Tensor<[784]> | number;
    expectTypeOf(x.add(either)).toEqualTypeOf<Tensor<[32, 784]>>();
  });

  test('with parameters', () => {
    const p = null as unknown as Parameter<[784]>;
    expectTypeOf(x.add(p)).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(p.add(x)).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(sub(p, p)).toEqualTypeOf<Tensor<[784]>>();
  });

  test('mismatches are refused', () => {
    // @ts-expect-error: add: axis -1 differs: 784 vs 10
    x.add(zeros([10]));
    // @ts-expect-error: sub: axis -2 differs: 32 vs 33
    sub(x, zeros([33, 784]));
    // @ts-expect-error: a string is no operand
    x.add('1');
    // @ts-expect-error: matmul: inner axes differ: 784 vs 800
    const bad = x.matmul(zeros([800, 10]));
    expectTypeOf(bad).toEqualTypeOf<Tensor>(); // one mistake is told once
    bad.add(x);
  });

  test('matmul', () => {
    expectTypeOf(x.matmul(w)).toEqualTypeOf<Tensor<[32, 10]>>();
    expectTypeOf(open.matmul(w)).toEqualTypeOf<Tensor>();
    expectTypeOf(zeros([n, 784]).matmul(w)).toEqualTypeOf<Tensor<[number, 10]>>();
  });
});

describe('movement', () => {
  test('results', () => {
    expectTypeOf(x.reshape([-1, 28, 28])).toEqualTypeOf<Tensor<[32, 28, 28]>>();
    expectTypeOf(x.reshape([n, -1])).toEqualTypeOf<Tensor<[number, number]>>();
    expectTypeOf(x.reshape(sizes)).toEqualTypeOf<Tensor>();
    expectTypeOf(open.reshape([2, -1])).toEqualTypeOf<Tensor<[2, number]>>();
    expectTypeOf(x.t()).toEqualTypeOf<Tensor<[784, 32]>>();
    expectTypeOf(x.transpose()).toEqualTypeOf<Tensor<[784, 32]>>();
    expectTypeOf(zeros([2, 3, 4]).transpose(0, 2)).toEqualTypeOf<Tensor<[4, 3, 2]>>();
    expectTypeOf(zeros([2, 3, 4]).permute([2, 0, 1])).toEqualTypeOf<Tensor<[4, 2, 3]>>();
    expectTypeOf(x.flatten()).toEqualTypeOf<Tensor<[25088]>>();
    expectTypeOf(x.expandDims(0)).toEqualTypeOf<Tensor<[1, 32, 784]>>();
    expectTypeOf(zeros([1, 3]).squeeze()).toEqualTypeOf<Tensor<[3]>>();
    expectTypeOf(zeros([1, 3, 1]).squeeze([0, 2])).toEqualTypeOf<Tensor<[3]>>();
    expectTypeOf(zeros([3, 1]).expand([2, -1, 4])).toEqualTypeOf<Tensor<[2, 3, 4]>>();
    expectTypeOf(x.at(0)).toEqualTypeOf<Tensor<[784]>>();
    expectTypeOf(concat([x, zeros([1, 784])])).toEqualTypeOf<Tensor<[33, 784]>>();
    expectTypeOf(concat([x, x], -1)).toEqualTypeOf<Tensor<[32, 1568]>>();
    expectTypeOf(concat([x, open])).toEqualTypeOf<Tensor>();
    expectTypeOf(concat([] as Tensor<[2, 3]>[], 1)).toEqualTypeOf<Tensor<[2, number]>>();
    expectTypeOf(stack([x, x, x], 1)).toEqualTypeOf<Tensor<[32, 3, 784]>>();
  });

  test('mistakes are refused', () => {
    // @ts-expect-error: reshape: 25088 elements do not fit [5, 3]
    x.reshape([5, 3]);
    // @ts-expect-error: permute: axis 0 is given twice
    x.permute([0, 0]);
    // @ts-expect-error: transpose: axis 2 is out of range for rank 2
    x.transpose(0, 2);
    // @ts-expect-error: expandDims: axis 3 is out of range for a result of rank 3
    x.expandDims(3);
    // @ts-expect-error: squeeze: axis 0 has size 32, not 1
    x.squeeze(0);
    // @ts-expect-error: expand: axis -1 differs: 784 vs 10
    x.expand([32, 10]);
    // @ts-expect-error: concat: axis 1 differs: 784 vs 10
    concat([x, zeros([32, 10])]);
    // @ts-expect-error: stack: axis 0 differs: 32 vs 784
    stack([x, w]);
    // @ts-expect-error: index: a scalar has no axis 0
    zeros([]).at(0);
  });
});

describe('reductions', () => {
  test('results', () => {
    expectTypeOf(x.sum()).toEqualTypeOf<Tensor<[]>>();
    expectTypeOf(x.sum({})).toEqualTypeOf<Tensor<[]>>();
    expectTypeOf(x.sum({ keepDims: true })).toEqualTypeOf<Tensor<[1, 1]>>();
    expectTypeOf(x.sum({ axis: -1, keepDims: true })).toEqualTypeOf<Tensor<[32, 1]>>();
    expectTypeOf(x.sum({ axis: [0, 1] })).toEqualTypeOf<Tensor<[]>>();
    expectTypeOf(x.sum({ axis: n })).toEqualTypeOf<Tensor<[number]>>();
    expectTypeOf(open.sum({ axis: 0 })).toEqualTypeOf<Tensor>();
  });

  test('mistakes are refused', () => {
    // @ts-expect-error: sum: axis 3 is out of range for rank 2
    x.sum({ axis: 3 });
    // @ts-expect-error: sum: axis -2 is given twice
    x.sum({ axis: [0, -2] });
    // @ts-expect-error: keepdims is spelled keepDims
    x.sum({ axis: 0, keepdims: true });
  });
});

describe('layers', () => {
  const first = new Linear(784, 128);
  const second = new Linear(128, 10);
  const other = new Linear(200, 10);

  test('carry the batch axes', () => {
    expectTypeOf(second.forward(first.forward(x))).toEqualTypeOf<Tensor<[32, 10]>>();
    expectTypeOf(first.forward(zeros([2, n, 784]))).toEqualTypeOf<Tensor<[2, number, 128]>>();
    expectTypeOf(second.forward(first.forward(open))).toEqualTypeOf<Tensor<[...number[], 10]>>();
    expectTypeOf(first).toExtend<Linear>();
    expectTypeOf(first).toExtend<Module>();
    expectTypeOf((first as Linear).forward(x)).toEqualTypeOf<Tensor<[32, number]>>();
  });

  test('do not fit together by accident, even on an open shape', () => {
    // @ts-expect-error: linear: last axis differs: 784 vs 200
    other.forward(x);
    // @ts-expect-error: linear: last axis differs: 128 vs 200
    other.forward(first.forward(open));
    // @ts-expect-error: linear: last axis differs: 128 vs 200
    other.forward(first.forward(open).add(first.forward(open)).neg());
  });
});
