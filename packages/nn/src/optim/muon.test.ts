import { parameter } from '@ml/autograd';
import { keep, Rng, randn, type Tensor, tensor, toTypedArray, zeros } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { expectClose, fixture, type Nested, precisions, toTensor } from '../fixture.testing.ts';
import { Muon } from './muon.ts';

const { muon } = fixture<{
  muon: { gradient: Nested; steps: number; singular: number[]; orthogonal: Nested }[];
}>('optimizers');

const take = (optimizer: Muon, gradient: Tensor, gradScale = 1): void => {
  const [p] = optimizer.parameters();
  p.zeroGrad();
  p.grad = keep(gradient.copy()) as never;
  optimizer.step({ gradScale });
};

// PyTorch 1.13 has no Muon: its iteration through the singular value decomposition, and its laws.
describe.each(precisions)('Muon in $dtype', ({ dtype, tolerance }) => {
  test.each(muon)(
    'moves along U·f(Σ)·Vᵀ: $steps steps, singular values $singular',
    ({ gradient, steps, orthogonal }) => {
      const p = parameter(zeros(toTensor(gradient, dtype).shape, { dtype }));
      const [rows, columns] = p.shape;
      take(new Muon([p], { lr: 1, nsSteps: steps }), toTensor(gradient, dtype));
      expectClose(p.mul(-1 / Math.sqrt(Math.max(1, rows / columns))), orthogonal, tolerance);
    },
  );

  test('is scaled to the size of AdamW on demand', () => {
    const { gradient, steps, orthogonal } = muon[0];
    const p = parameter(zeros([3, 5], { dtype }));
    take(new Muon([p], { lr: 1, nsSteps: steps, adjustLrFn: 'match_rms_adamw' }), toTensor(gradient, dtype));
    expectClose(p.mul(-1 / (0.2 * Math.sqrt(5))), orthogonal, tolerance);
  });
});

describe('Muon', () => {
  const float64 = { dtype: 'float64' } as const;

  test('makes updates orthogonal: O·Oᵀ is diagonal with singular values near 1 in the basis of the gradient', () => {
    // A diagonal gradient keeps its axes; values from 1 to 0.02 all come out in 0.68 … 1.13.
    const p = parameter(zeros([4, 4], float64));
    const values = [1, 0.5, 0.1, 0.02];
    const gradient = tensor(
      values.map((value, i) => values.map((_, j) => (i === j ? value : 0))),
      float64,
    );
    take(new Muon([p], { lr: 1 }), gradient);
    for (const [i, row] of (p.toArray() as number[][]).entries()) {
      for (const [j, x] of row.entries()) {
        if (i !== j) expect(Math.abs(x)).toBe(0);
        else expect(-x > 0.67 && -x < 1.14, `${x}`).toBe(true);
      }
    }
  });

  test.each([2 ** -12, 2 ** 12])('does not see the size of gradients: times %d', (factor) => {
    const start = randn([6, 3], { rng: new Rng(1), dtype: 'float64' });
    const [a, b, c] = [0, 1, 2].map(() => new Muon([parameter(start)], { lr: 0.1 }));
    const rng = new Rng(2);
    for (let step = 0; step < 5; step++) {
      const gradient: Tensor = randn([6, 3], { rng, dtype: 'float64' });
      take(a, gradient);
      take(b, gradient.mul(factor));
      take(c, gradient, factor);
    }
    const [x, y, z] = [a, b, c].map((optimizer) => toTypedArray(optimizer.parameters()[0]));
    for (let i = 0; i < x.length; i++) expect(Math.abs(y[i] - x[i])).toBeLessThan(1e-12);
    expect(z).toEqual(y);
  });

  test('of a transposed matrix is transposed, but for the factor of tall ones', () => {
    const gradient: Tensor = randn([3, 5], { rng: new Rng(5), dtype: 'float64' });
    const [wide, tall] = [parameter(zeros([3, 5], float64)), parameter(zeros([5, 3], float64))];
    take(new Muon([wide], { lr: 1 }), gradient);
    take(new Muon([tall], { lr: 1 }), gradient.transpose());
    expectClose(tall.transpose().mul(Math.sqrt(3 / 5)), wide.toArray() as Nested, 1e-12);
  });

  test('keeps a mean of gradients, and looks ahead with Nesterov', () => {
    // One number: the iteration makes ±f(1) of any direction, so only signs are left.
    const one = (nesterov: boolean) =>
      new Muon([parameter(zeros([1, 1], float64))], { lr: 1, momentum: 0.75, nesterov });
    const signs = (optimizer: Muon) =>
      [4, -2, -2].map((g) => {
        const [p] = optimizer.parameters();
        const before = p.item();
        take(optimizer, tensor([[g]], float64));
        return Math.sign(before * 0.9 - p.item());
      });
    // Means 1, 0.25, −0.3125; with the gradient once more 1.75, −0.3125, −0.734.
    expect(signs(one(false))).toEqual([1, 1, -1]);
    expect(signs(one(true))).toEqual([1, -1, -1]);
    const optimizer = one(true);
    take(optimizer, tensor([[4]], float64));
    expect(optimizer.stateDict().tensors['0.momentum_buffer'].toArray()).toEqual([[1]]);
  });

  test('decays values, and takes no step along a gradient of zeros', () => {
    const p = parameter(tensor([[2, -4]], float64));
    take(new Muon([p], { lr: 0.5, weightDecay: 0.5 }), zeros([1, 2], float64));
    expect(p.toArray()).toEqual([[1.5, -3]]);
  });

  test('continues bit for bit from its state', () => {
    const make = () => new Muon([parameter(randn([4, 3], { rng: new Rng(7) }))], { lr: 0.1, nesterov: true });
    const [whole, first] = [make(), make()];
    const gradients = Array.from({ length: 6 }, (_, i) => randn([4, 3], { rng: new Rng(20 + i) }));
    for (const gradient of gradients) take(whole, gradient);
    for (const gradient of gradients.slice(0, 3)) take(first, gradient);
    const resumed = new Muon(first.parameters().map((p) => parameter(p)));
    resumed.loadStateDict(first.stateDict());
    for (const gradient of gradients.slice(3)) take(resumed, gradient);
    expect(toTypedArray(resumed.parameters()[0])).toEqual(toTypedArray(whole.parameters()[0]));
  });

  test('refuses what is no matrix, and nonsense', () => {
    expect(() => new Muon([parameter(tensor([1]))])).toThrow('Muon: parameters must be matrices, this one has 1 axes');
    const p = parameter(tensor([[1]]));
    expect(() => new Muon([p], { nsSteps: 0 })).toThrow('Muon: nsSteps must be a whole number in 1 … 99, not 0');
    expect(() => new Muon([p], { adjustLrFn: 'x' as never })).toThrow("adjustLrFn must be 'original' or");
  });
});
