import {
  cast,
  formatShape,
  fromBuffer,
  isTensor,
  item,
  mul,
  Rng,
  randn,
  type Shape,
  sum,
  type Tensor,
  tidy,
  toTypedArray,
} from '@ml/tensor';
import { grad } from './functional/grad.ts';
import { GradientError } from './gradient-error.ts';
import { noGrad } from './mode.ts';

export interface CheckGradOptions {
  /** Step of the differences; default 1e-3. Keep inputs 2·eps away from kinks. */
  readonly eps?: number;
  /** Default 1e-7. */
  readonly rtol?: number;
  /** Default 1e-9. */
  readonly atol?: number;
  /** Seed of the random inputs and cotangents; default 0. */
  readonly seed?: number;
  /** 2 checks the gradient of the gradient as well; default 1. */
  readonly order?: 1 | 2;
}

/**
 * Compares the gradient of f with central differences in float64, and throws where they disagree.
 *
 * Checked is L = Σ u ⊙ f(x) with a random u: a plain sum would check nothing of a softmax, whose rows always sum to one.
 * L′ ≈ (8(L(x+h) − L(x−h)) − (L(x+2h) − L(x−2h)))/12h, whose error is O(h⁴): at h = 1e-3 about ten digits remain.
 *
 * @param inputs tensors, cast to float64, or shapes to be filled with normal random numbers
 * @throws {GradientError} when an entry disagrees by more than atol + rtol·|entry|; the message names the worst one
 * @example
 * checkGrad((x) => x.softmax(), [[2, 5]]) // passes
 * checkGrad((a, b) => a.matmul(b), [[2, 3], [3, 4]], { order: 2 }) // passes, and so do second derivatives
 */
export function checkGrad(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly (Tensor | Shape)[],
  options: CheckGradOptions = {},
): void {
  const { eps = 1e-3, rtol = 1e-7, atol = 1e-9, seed = 0, order = 1 } = options;
  tidy(() => {
    const rng = new Rng(seed);
    const xs = inputs.map((input) =>
      isTensor(input) ? cast(input, 'float64') : randn(input, { rng, dtype: 'float64' }),
    ) as Tensor[];
    const value = noGrad(() => f(...xs));
    const cotangent = randn(value.shape, { rng, dtype: 'float64' });
    const argnums = xs.map((_, i) => i);
    const loss = (...at: Tensor[]): Tensor => sum(mul(f(...at), cotangent));
    compare('gradient', loss, xs, { eps, rtol, atol });
    if (order === 1) return;
    // L₂ = Σ w ⊙ ∂⟨u, f⟩/∂x, as a function of x and of u.
    const weights = xs.map((x) => randn(x.shape, { rng, dtype: 'float64' }) as Tensor);
    const slope = (...at: Tensor[]): Tensor => {
      const u = at[xs.length];
      const gradients = grad((...point: Tensor[]) => sum(mul(f(...point), u)), { argnums })(
        ...at.slice(0, xs.length),
      ) as Tensor[];
      return gradients.map((g, i) => sum(mul(g, weights[i])) as Tensor).reduce((a, b) => a.add(b) as Tensor);
    };
    compare('second derivative', slope, [...xs, cotangent as Tensor], { eps, rtol, atol });
  });
}

interface Tolerance {
  readonly eps: number;
  readonly rtol: number;
  readonly atol: number;
}

/** Checks every entry of the gradient of the scalar `loss`. */
function compare(
  what: string,
  loss: (...xs: Tensor[]) => Tensor,
  xs: readonly Tensor[],
  { eps, rtol, atol }: Tolerance,
): void {
  const gradients = grad(loss, { argnums: xs.map((_, i) => i) })(...xs) as Tensor[];
  let worst = { excess: 0, message: '' };
  xs.forEach((x, input) => {
    const computed = toTypedArray(gradients[input]);
    for (let i = 0; i < computed.length; i++) {
      const expected = difference(loss, xs, input, i, eps);
      const excess = Math.abs(computed[i] - expected) / (atol + rtol * Math.abs(expected));
      // Not `excess > worst.excess`: a NaN on either side is a disagreement, and the worst.
      if (excess <= Math.max(1, worst.excess) || Number.isNaN(worst.excess)) continue;
      const place = `entry ${formatShape(coordinates(i, x.shape))} of input ${input} ${formatShape(x.shape)}`;
      worst = { excess, message: `${what} of ${place} is ${computed[i]}, central differences give ${expected}` };
    }
  });
  if (worst.message !== '') throw new GradientError(`checkGrad: ${worst.message}`);
}

/** ∂loss/∂(entry i of one input), by four values around it. */
function difference(
  loss: (...xs: Tensor[]) => Tensor,
  xs: readonly Tensor[],
  input: number,
  i: number,
  eps: number,
): number {
  const values = toTypedArray(xs[input]) as Float64Array;
  const center = values[i];
  const at = (shift: number): number =>
    tidy(() => {
      values[i] = center + shift;
      const moved = fromBuffer(values, xs[input].shape) as Tensor;
      return item(noGrad(() => loss(...xs.map((x, k) => (k === input ? moved : x)))));
    });
  return (8 * (at(eps) - at(-eps)) - (at(2 * eps) - at(-2 * eps))) / (12 * eps);
}

/** The index of the i-th element in row-major order. */
function coordinates(i: number, shape: Shape): number[] {
  const index: number[] = [];
  let rest = i;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return index;
}
