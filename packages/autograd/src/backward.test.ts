import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  add,
  exp,
  full,
  keep,
  memory,
  mul,
  ones,
  Rng,
  randn,
  setSlice,
  slice,
  sum,
  type Tensor,
  tensor,
  tidy,
} from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { backward, detach, grad, noGrad, parameter } from './index.ts';

const liveBytes = (): number => memory.report().liveBytes;

describe('backward', () => {
  test('adds to what earlier passes left, until zeroGrad', () => {
    const w = parameter(tensor([1, 2, 3]));
    backward(w.mul(w).sum());
    backward(w.mul(w).sum());
    expect(w.grad?.toArray()).toEqual([4, 8, 12]);
    w.zeroGrad();
    expect(w.grad).toBeNull();
    backward(w.sum());
    expect(w.grad?.toArray()).toEqual([1, 1, 1]);
    w.dispose();
  });

  test('a parameter used in several places gets the sum over all of them', () => {
    const w = parameter(tensor([2], { dtype: 'float64' }));
    // d/dw (w² + e^w·w + 3w) = 2w + e^w(w + 1) + 3
    backward(w.mul(w).add(w.exp().mul(w)).add(w.mul(3)).sum());
    expect(w.grad?.item()).toBeCloseTo(4 + 3 * Math.E ** 2 + 3, 12);
  });

  test('gradients outlive the scope, and own their memory', () => {
    const [a, b] = [parameter(tensor([1, 2])), parameter(tensor([3, 4]))];
    tidy(() => backward(a.add(b).sum()));
    expect(a.grad?.toArray()).toEqual([1, 1]);
    // Both cotangents are one stretched 1; what is written into one gradient must not show in the other.
    const [ga, gb] = [a.grad as Tensor, b.grad as Tensor];
    expect([ga.isContiguous, gb.isContiguous, ga.storage === gb.storage]).toEqual([true, true, false]);
    setSlice(ga, [0], tensor(7));
    expect(gb.toArray()).toEqual([1, 1]);
  });

  test('takes dL/dloss for a loss of several elements, and leaves it alone', () => {
    const w = parameter(tensor([1, 2, 3]));
    const gradient = tensor([1, 0, 10]);
    backward(w.mul(w), { gradient });
    expect(w.grad?.toArray()).toEqual([2, 0, 60]);
    expect(gradient.toArray()).toEqual([1, 0, 10]);
    backward(w, { gradient });
    expect(w.grad?.toArray()).toEqual([3, 0, 70]);
    expect(w.grad?.storage).not.toBe(gradient.storage);
  });

  test('takes dL/dloss in any type, and keeps the gradient in the type of the parameter', () => {
    const w = parameter(tensor([1, 2]));
    backward(w.mul(w), { gradient: tensor([1, 2], { dtype: 'float64' }) });
    backward(w.mul(w), { gradient: tensor([1, 2], { dtype: 'int32' }) });
    expect([w.grad?.dtype, w.grad?.toArray()]).toEqual(['float32', [4, 16]]);
  });

  test('refuses a loss of several elements', () => {
    const w = parameter(ones([2, 3]));
    expect(() => backward(w.mul(2))).toThrow(
      'backward: the loss has 6 elements, and gradients are of one number (shape [2, 3]); ' +
        'take loss.mean() or loss.sum(), or pass { gradient } of the same shape',
    );
    expect(() => backward(w.mul(2), { gradient: ones([3, 2]) })).toThrow(
      'backward: gradient and loss differ in shape (shapes [2, 3] and [3, 2])',
    );
  });

  test('refuses a loss that depends on no parameter', () => {
    const w = parameter(tensor([1]));
    const message =
      'backward: the loss does not depend on any parameter that requires a gradient; ' +
      'was it computed under noGrad, detached, cast to integers, or are all parameters frozen?';
    expect(() => backward(tensor([1]).mul(2))).toThrow(message);
    expect(() => backward(noGrad(() => w.mul(2)))).toThrow(message);
    expect(() => backward(detach(w).mul(2))).toThrow(message);
    w.requiresGrad = false;
    expect(() => backward(w.mul(2))).toThrow(message);
  });

  test('a frozen parameter gets no gradient, also when frozen after the forward pass', () => {
    const [a, b] = [parameter(tensor([2])), parameter(tensor([3]), { requiresGrad: false })];
    backward(a.mul(b).sum());
    expect([a.grad?.toArray(), b.grad]).toEqual([[3], null]);
    b.requiresGrad = true;
    const loss = a.mul(b).sum();
    a.requiresGrad = false;
    backward(loss);
    expect([a.grad?.toArray(), b.grad?.toArray()]).toEqual([[3], [2]]);
  });

  test('a second pass needs retainGraph', () => {
    const w = parameter(tensor([3]));
    const loss = w.mul(w).sum();
    backward(loss, { retainGraph: true });
    backward(loss);
    expect(w.grad?.toArray()).toEqual([12]);
    expect(() => backward(loss)).toThrow(
      'the values saved for sum were freed by an earlier backward pass; ' +
        'pass { retainGraph: true } to that one, or compute the loss again',
    );
  });

  test('two losses on one trunk: the first has to keep it', () => {
    const w = parameter(tensor([2]));
    const trunk = w.exp();
    const [first, second] = [trunk.mul(3).sum(), trunk.mul(5).sum()];
    backward(first, { retainGraph: true });
    backward(second);
    expect(w.grad?.item()).toBeCloseTo(8 * Math.E ** 2, 4);
  });

  test('a value that was written to since it was saved is an error, not a wrong number', () => {
    const w = parameter(tensor([1, 2]));
    const factor = tensor([3, 4]);
    const loss = w.mul(factor).sum();
    setSlice(factor, [0], tensor(100));
    expect(() => backward(loss)).toThrow(
      'a tensor of shape [2] saved for mul was modified in place before the backward pass; ' +
        'modify it afterwards, or modify a copy',
    );
    // The sum does not need its input.
    const total = w.add(factor).sum();
    setSlice(factor, [0], tensor(5));
    w.zeroGrad();
    backward(total);
    expect(w.grad?.toArray()).toEqual([1, 1]);
  });

  test('the graph may be as deep as memory allows', () => {
    tidy(() => {
      const w = parameter(tensor([1], { dtype: 'float64' }));
      let y: Tensor = w;
      for (let i = 0; i < 50_000; i++) y = y.mul(1.0001);
      backward(y.sum());
      expect(w.grad?.item()).toBeCloseTo(1.0001 ** 50_000, 8);
    });
  });

  test('createGraph makes gradients that can be differentiated', () => {
    const w = parameter(tensor([2], { dtype: 'float64' }));
    backward(w.mul(w).mul(w).sum(), { createGraph: true });
    const first = w.grad as Tensor;
    w.grad = null;
    backward(first.mul(first).sum()); // d/dw (3w²)² = 36w³
    expect(w.grad).not.toBeNull();
    expect((w.grad as Tensor | null)?.item()).toBeCloseTo(288, 10);
  });

  test('a gradient penalty reaches the parameters through grad', () => {
    const w = parameter(tensor([2, 3], { dtype: 'float64' }));
    const x = tensor([0.5, -1], { dtype: 'float64' });
    // g = ∂/∂x Σ (w·x)² = 2w²x, penalty Σ g² = 4w⁴x², ∂/∂w = 16w³x²
    const g = grad((input: Tensor) => input.mul(w).mul(input.mul(w)).sum())(x);
    backward(g.mul(g).sum());
    expect(w.grad?.toArray()).toEqual([16 * 8 * 0.25, 16 * 27 * 1]);
  });
});

describe('memory', () => {
  test('a training loop is flat, with nobody disposing', () => {
    const rng = new Rng(3);
    const [w1, w2] = [parameter(randn([8, 16], { rng })), parameter(randn([16, 4], { rng }))];
    const x = randn([32, 8], { rng });
    const step = (): void =>
      tidy(() => {
        w1.zeroGrad();
        w2.zeroGrad();
        backward(x.matmul(w1).tanh().matmul(w2).logSoftmax().mean());
      });
    step();
    step();
    const before = liveBytes();
    for (let i = 0; i < 200; i++) step();
    expect(liveBytes()).toBe(before);
  });

  test('saved values are freed as the pass consumes them', () => {
    tidy(() => {
      const w = parameter(full([1024], 0.5));
      // The handles of the chain are freed at once: only the graph holds its values.
      const loss = tidy(() => exp(exp(exp(w))).sum());
      const held = liveBytes();
      backward(loss);
      expect(held - liveBytes()).toBe(2 * 4096); // three saved values go, one gradient comes
    });
  });

  test('a graph that is dropped unused frees its saved values', () => {
    tidy(() => {
      const w = parameter(full([1024], 0.5));
      const before = liveBytes();
      const loss = tidy(() => exp(exp(w)).sum());
      expect(liveBytes() - before).toBeGreaterThanOrEqual(8192);
      loss.dispose();
      expect(liveBytes()).toBe(before);
    });
  });

  test('a kept intermediate keeps what its own gradient needs, and no more', () => {
    tidy(() => {
      const w = parameter(full([1024], 0.5));
      const before = liveBytes();
      const middle = tidy(() => {
        const y = exp(w);
        exp(exp(y));
        return y;
      });
      expect(liveBytes() - before).toBe(4096);
      backward(middle.sum());
      expect(w.grad?.shape).toEqual([1024]);
    });
  });

  test('outside every scope the garbage collector frees graphs', async () => {
    const w = parameter(full([1024], 0.5));
    const before = await settledBytes();
    (() => {
      for (let i = 0; i < 20; i++) exp(exp(w)).sum();
      // Returned from a scope to nobody: the collector takes over from the scope.
      for (let i = 0; i < 20; i++) tidy(() => exp(exp(w)).sum());
      keep(exp(w));
    })();
    expect(liveBytes()).toBeGreaterThan(before + 40 * 4096);
    expect(await settledBytes()).toBe(before);
    expect(w.isDisposed).toBe(false);
  });

  test('a dropped parameter is collected, although graphs refer to it', async () => {
    const before = await settledBytes();
    (() => {
      for (let i = 0; i < 5; i++) {
        const p = parameter(full([1024], i));
        tidy(() => backward(mul(p, p).sum()));
        exp(p); // a graph that only the collector knows of
      }
    })();
    expect(liveBytes()).toBeGreaterThanOrEqual(before + 10 * 4096);
    expect(await settledBytes()).toBe(before);
  });
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Live bytes when the collector has nothing more to find: the same after five collections in a row. */
async function settledBytes(): Promise<number> {
  for (let same = 0, last = -1; same < 5; ) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
    same = liveBytes() === last ? same + 1 : 0;
    last = liveBytes();
  }
  return liveBytes();
}

test('cotangents are added in one order, whatever the order of the operands', () => {
  // Floating-point sums depend on their order; the pass always takes later uses first.
  const rng = new Rng(11);
  const x = randn([64], { rng });
  const gradientOf = (): unknown => {
    const w = parameter(x);
    const parts = Array.from({ length: 7 }, (_, i) =>
      slice(w, null)
        .mul(1 / (i + 3))
        .sin(),
    );
    backward(sum((parts as Tensor[]).reduce((a, b) => add(a, b) as Tensor)));
    return w.grad?.toArray();
  };
  expect(gradientOf()).toEqual(gradientOf());
});
