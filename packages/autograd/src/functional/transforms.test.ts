import { readFileSync } from 'node:fs';
import {
  exp,
  fromBuffer,
  logsumexp,
  matmul,
  memory,
  mul,
  ones,
  softmax,
  square,
  sum,
  type Tensor,
  tanh,
  tensor,
  tidy,
  toTypedArray,
  zeros,
} from '@ml/tensor';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { backward, grad, hessian, jacobian, jvp, noGrad, parameter, valueAndGrad, vjp } from '../index.ts';

interface Plain {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
const fixture = JSON.parse(readFileSync(new URL('../../fixtures/transforms.json', import.meta.url), 'utf8')) as Record<
  'x' | 't' | 'w' | 'network' | 'tangent' | 'jacobian' | 'energy' | 'hessian' | 'third',
  Plain
>;
const load = ({ shape, values }: Plain): Tensor => fromBuffer(Float64Array.from(values), shape) as Tensor;
const [x, t, w] = [load(fixture.x), load(fixture.t), load(fixture.w)];

const network = (v: Tensor): Tensor => softmax(tanh(matmul(v, w)));
const energy = (v: Tensor): Tensor => logsumexp(square(mul(network(v), sum(v))));

function expectClose(actual: Tensor, expected: Plain, rtol = 1e-10): void {
  expect(actual.shape).toEqual(expected.shape);
  const scale = Math.max(...expected.values.map(Math.abs));
  toTypedArray(actual).forEach((value, i) => {
    expect(Math.abs(value - expected.values[i])).toBeLessThanOrEqual(rtol * scale);
  });
}

const f64 = { dtype: 'float64' } as const;

describe('agrees with torch', () => {
  test('jacobian', () => expectClose(jacobian(network)(x), fixture.jacobian));
  test('jvp', () => {
    const { value, tangent } = jvp(network, [x], [t]);
    expectClose(value, fixture.network);
    expectClose(tangent, fixture.tangent);
  });
  test('hessian', () => expectClose(hessian(energy)(x), fixture.hessian));
  test('third derivatives', () => {
    const first = (v: Tensor): Tensor => sum(square(grad(energy)(v)));
    const second = (v: Tensor): Tensor => sum(square(grad(first)(v)));
    expectClose(grad(second)(x), fixture.third);
  });
  test('forward over reverse and reverse over forward are the Hessian too', () => {
    const hvp = {
      shape: fixture.x.shape,
      values: [...toTypedArray(sum(mul(hessian(energy)(x), t), { axis: [2, 3] }))],
    };
    expectClose(jvp(grad(energy), [x], [t]).tangent, hvp);
    expectClose(grad((v: Tensor) => jvp(energy, [v], [t]).tangent)(x), hvp);
  });
});

describe('grad', () => {
  test('follows arrays and objects of tensors', () => {
    const { value, grad: g } = valueAndGrad((p: { a: Tensor; b: [Tensor, number] }, s: number) =>
      p.a.mul(p.b[0]).mul(s).sum(),
    )({ a: tensor([1, 2]), b: [tensor([3, 4]), 5] }, 2);
    expect(value.item()).toBe(22);
    expect([g.a.toArray(), g.b[0].toArray(), g.b[1]]).toEqual([[6, 8], [2, 4], null]);
  });

  test('argnums chooses arguments, in any order', () => {
    const f = (a: Tensor, b: Tensor, c: Tensor): Tensor => a.mul(b).add(b.mul(c)).sum();
    const at = [tensor([1]), tensor([2]), tensor([5])] as const;
    expect(grad(f, { argnums: 1 })(...at).toArray()).toEqual([6]);
    expect(grad(f, { argnums: [2, 0] })(...at).map((g) => g.toArray())).toEqual([[2], [2]]);
    expect(() => grad(f, { argnums: 3 })(...at)).toThrow('grad: argnums names argument 3 of 3');
  });

  test('has the shape of its argument in its type', () => {
    const g = grad((v: Tensor<[2, 3]>, u: Tensor<[3]>) => v.mul(u).sum(), { argnums: [0, 1] })(ones([2, 3]), ones([3]));
    expectTypeOf(g).toEqualTypeOf<[Tensor<[2, 3]>, Tensor<[3]>]>();
    expect(g[1].toArray()).toEqual([2, 2, 2]);
  });

  test('is zero for what the function does not depend on', () => {
    const both = grad((a: Tensor, _b: Tensor) => a.sum(), { argnums: [0, 1] })(tensor([1, 2]), tensor([[3]]));
    expect(both.map((g) => g.toArray())).toEqual([[1, 1], [[0]]]);
    expect(grad((_: Tensor) => tensor(4))(tensor([1])).toArray()).toEqual([0]);
  });

  test('of a function that returns its argument, or a parameter', () => {
    expect(grad((v: Tensor) => v)(tensor([7])).toArray()).toEqual([1]);
    const p = parameter(tensor([3]));
    const { value, grad: g } = valueAndGrad((_: Tensor) => p, { createGraph: false })(tensor([1]));
    expect([value.toArray(), value.tracer, g.toArray(), p.requiresGrad]).toEqual([[3], null, [0], true]);
  });

  test('the value of an outermost transform is a plain tensor', () => {
    expect(valueAndGrad((v: Tensor) => v.mul(v).sum())(tensor([2])).value.tracer).toBeNull();
  });

  test('errors', () => {
    expect(() => grad((v: Tensor) => v)(ones([2]))).toThrow(
      'grad: the function returns 2 elements, and gradients are of one number (shape [2]); return .mean() or .sum(), or use vjp or jacobian',
    );
    expect(() => grad((v: Tensor) => v.sum())(tensor([1], { dtype: 'int32' }))).toThrow(
      'grad: an argument of type int32 has no gradient; cast it to float32 or float64, or leave it out of argnums',
    );
    expect(() => grad((n: number) => tensor(n))(3)).toThrow('grad: there is no tensor in the arguments');
    expect(() => grad((async (v: Tensor) => v) as unknown as (v: Tensor) => Tensor)(tensor([1]))).toThrow(
      'grad: the function must be synchronous, but returned a promise',
    );
  });
});

describe('nested transforms keep their variables apart', () => {
  test('a constant of the inner function is a variable of the outer one', () => {
    // d/dx [x·d/dy (x + y)] at y = 1 is d/dx x = 1; a confused implementation gives 2.
    const f = (v: Tensor): Tensor => v.mul(grad((y: Tensor) => v.add(y).sum())(tensor([1]))).sum();
    expect(grad(f)(tensor([1])).toArray()).toEqual([1]);
  });

  test('mixed derivatives', () => {
    // ∂²/∂x∂y x²y³ = 6xy²
    const inner = (v: Tensor, y: Tensor): Tensor => grad((u: Tensor) => v.mul(v).mul(u).mul(u).mul(u).sum())(y).sum();
    expect(grad(inner)(tensor([2]), tensor([3])).toArray()).toEqual([108]);
  });

  test('the inner gradient at the same point', () => {
    const cube = (v: Tensor): Tensor => v.mul(v).mul(v).sum();
    expect(grad((v: Tensor) => grad(cube)(v).mul(v).sum())(tensor([2])).toArray()).toEqual([36]); // 3x²·x → 9x²
  });

  test('the inner value is differentiated too', () => {
    const f = (v: Tensor): Tensor => {
      const { value, grad: g } = valueAndGrad((u: Tensor) => u.mul(u).sum())(v);
      return value.mul(g.sum()); // x²·2x
    };
    expect(grad(f)(tensor([3])).toArray()).toEqual([54]);
  });

  test('vjp inside grad, through the cotangent as well', () => {
    // pullback(v) of u² at x is 2x·v: d/dv at v = x of 2xv with x constant is 2x
    const at = tensor([3]);
    const { pullback } = vjp((u: Tensor) => u.mul(u), at);
    expect(grad((v: Tensor) => pullback(v)[0].sum())(tensor([5])).toArray()).toEqual([6]);
  });

  test('noGrad around the inner transform makes it a constant', () => {
    const f = (v: Tensor): Tensor => v.mul(noGrad(() => grad((u: Tensor) => u.mul(u).sum())(v))).sum();
    expect(grad(f)(tensor([3])).toArray()).toEqual([6]);
  });

  test('parameters outside are reached by backward through the gradient; createGraph: false cuts that off', () => {
    const p = parameter(tensor([2], f64));
    const inner = (v: Tensor): Tensor => v.mul(v).mul(p).sum();
    backward(grad(inner)(tensor([5], f64)).sum()); // ∂/∂p 2xp
    expect(p.grad?.toArray()).toEqual([10]);
    expect(grad(inner, { createGraph: false })(tensor([5], f64)).tracer).toBeNull();
  });
});

describe('vjp', () => {
  test('pulls back any number of times, for trees of values', () => {
    tidy(() => {
      const { value, pullback } = vjp(
        (a: Tensor, b: Tensor) => ({ product: a.mul(b), exp: [exp(a)] }),
        tensor([2]),
        tensor([3]),
      );
      expect(value.product.toArray()).toEqual([6]);
      const by = (p: number, e: number) => pullback({ product: tensor([p]), exp: [tensor([e])] }).map((g) => g.item());
      expect(by(1, 0)).toEqual([3, 2]);
      expect(by(0, 1)).toEqual([Math.fround(Math.exp(2)), 0]);
    });
  });

  test('the pullback ends with its scope', () => {
    const escaped = tidy(() => ({ pullback: vjp((v: Tensor) => v.mul(v), tensor([1])).pullback }));
    expect(() => escaped.pullback(ones([1]))).toThrow('vjp: the scope (tidy) that vjp was called in has ended');
  });

  test('results are in the type of the arguments, whatever the type of the cotangent', () => {
    const { pullback } = vjp((v: Tensor) => v.mul(v), tensor([3]));
    expect(pullback(tensor([2], f64))[0].dtype).toBe('float32');
    expect(jvp((v: Tensor) => v.mul(v), [tensor([3])], [tensor([2], f64)]).tangent.dtype).toBe('float32');
  });

  test('checks its cotangent', () => {
    const { pullback } = vjp((v: Tensor) => v.mul(v), ones([2]));
    expect(() => pullback(ones([3]))).toThrow('vjp: cotangent and value differ in shape (shapes [2] and [3])');
  });
});

describe('jvp and jacobian', () => {
  test('jvp is linear in its tangent', () => {
    const [a, b] = [jvp(network, [x], [t]).tangent, jvp(network, [x], [x]).tangent];
    const both = jvp(network, [x], [t.mul(2).add(x) as Tensor]).tangent;
    expectClose(a.mul(2).add(b) as Tensor, { shape: [2, 4], values: [...toTypedArray(both)] });
  });

  test('jvp of an output that is constant is zero', () => {
    expect(jvp((_: Tensor) => ones([2]), [ones([3])], [ones([3])]).tangent.toArray()).toEqual([0, 0]);
  });

  test('jvp checks its tangents', () => {
    expect(() => jvp((v: Tensor) => v, [ones([2]) as Tensor], [ones([3])])).toThrow(
      'jvp: primal and tangent differ in shape (shapes [2] and [3])',
    );
  });

  test('jacobian of scalars, of nothing, and with further arguments', () => {
    expect(jacobian((v: Tensor) => v.sum())(tensor([1, 2])).toArray()).toEqual([1, 1]);
    expect(jacobian((v: Tensor) => v.mul(2))(zeros([0])).shape).toEqual([0, 0]);
    expect(jacobian((v: Tensor, k: number) => v.mul(k))(tensor([1, 2]), 3).toArray()).toEqual([
      [3, 0],
      [0, 3],
    ]);
  });
});

test('transforms leave nothing behind', () => {
  const run = (): void =>
    tidy(() => {
      valueAndGrad(energy)(x);
      hessian(energy)(x);
      jvp(energy, [x], [t]);
      vjp(network, x).pullback(zeros([2, 4], f64));
    });
  run();
  run();
  const before = memory.report().liveBytes;
  for (let i = 0; i < 20; i++) run();
  expect(memory.report().liveBytes).toBe(before);
});
