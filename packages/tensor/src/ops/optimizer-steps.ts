// The in-place updates of the optimizers: the only operations, with `assign`, that write into an existing tensor. Each
// counts as a write, so a gradient that still needs the old values says so instead of using the new ones.
import { elementwise, forRanges } from '../engine/threads/parallel.ts';
import { DTypeError, ShapeError } from '../errors.ts';
import { sameShape } from '../layout.ts';
import { heapView, type Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { rowMajor } from './contiguous.ts';
import { disposeCopies } from './rows.ts';

function checkOperands(op: string, operands: readonly Tensor[]): void {
  const [parameter] = operands;
  requireTensors(op, operands);
  const shapes = operands.map((operand) => operand.shape);
  if (!operands.every((operand) => sameShape(operand.shape, parameter.shape))) {
    throw new ShapeError({ op, problem: 'parameter, gradient and state must have one shape', shapes });
  }
  if (
    !operands.every((operand) => operand.dtype === parameter.dtype) ||
    (parameter.dtype !== 'float32' && parameter.dtype !== 'float64')
  ) {
    throw new DTypeError(
      `${op}: parameter, gradient and state must have one float type, not ${operands.map((operand) => operand.dtype).join(', ')}`,
    );
  }
  if (!operands.every((operand, i) => i === 1 || operand.isContiguous)) {
    throw new ShapeError({ op, problem: 'parameter and state must be contiguous', shapes });
  }
}

export interface AdamwStepOptions {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  /** Number of this step, from 1. */
  readonly step: number;
  /** Factor applied to the gradient first, as by clipping; default 1. */
  readonly gradScale?: number;
}

/**
 * One AdamW step in place: p ← p·(1 − lr·wd); m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²;
 * p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + eps).
 *
 * @shape parameter, gradient, m, v all alike
 * @throws {ShapeError} when shapes differ or a written operand is not contiguous
 * @reference Loshchilov & Hutter, Decoupled Weight Decay Regularization, arXiv:1711.05101; agrees with torch.optim.AdamW
 */
export function adamwStep(parameter: Tensor, gradient: Tensor, m: Tensor, v: Tensor, options: AdamwStepOptions): void {
  checkOperands('adamwStep', [parameter, gradient, m, v]);
  const { lr, beta1, beta2, eps, weightDecay, step, gradScale = 1 } = options;
  const correction1 = 1 - beta1 ** step;
  const correction2 = 1 - beta2 ** step;
  const g = rowMajor(gradient);
  if (parameter.dtype === 'float32') {
    const addresses = [parameter, g, m, v].map((x) => x.address);
    const scalars = [lr, beta1, beta2, eps, weightDecay, correction1, correction2, gradScale];
    forRanges('adamw_f32', parameter.size, elementwise, (i, count) => [
      ...addresses.map((a) => a + 4 * i),
      count,
      ...scalars,
    ]);
  } else {
    const [p, d, first, second] = [parameter, g, m, v].map(heapView);
    for (let i = 0; i < p.length; i++) {
      const slope = d[i] * gradScale;
      first[i] = beta1 * first[i] + (1 - beta1) * slope;
      second[i] = beta2 * second[i] + (1 - beta2) * slope * slope;
      p[i] =
        p[i] * (1 - lr * weightDecay) -
        ((lr / correction1) * first[i]) / (Math.sqrt(second[i]) / Math.sqrt(correction2) + eps);
    }
  }
  disposeCopies([g], [gradient]);
  for (const written of [parameter, m, v]) written.storage.version++;
}

export interface SgdStepOptions {
  readonly lr: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
  /** Whether the velocity is empty and starts as the gradient. */
  readonly first: boolean;
  /** Factor applied to the gradient first, as by clipping; default 1. */
  readonly gradScale?: number;
}

/**
 * One step of stochastic gradient descent in place: g ← g + wd·p; v ← μv + (1 − dampening)g (v ← g the first time);
 * p ← p − lr·v, or with Nesterov p ← p − lr·(g + μv), or without momentum p ← p − lr·g.
 *
 * @shape parameter, gradient, velocity all alike
 * @throws {ShapeError} when shapes differ or a written operand is not contiguous
 * @reference Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013; agrees with torch.optim.SGD
 */
export function sgdStep(parameter: Tensor, gradient: Tensor, velocity: Tensor | null, options: SgdStepOptions): void {
  checkOperands('sgdStep', velocity === null ? [parameter, gradient] : [parameter, gradient, velocity]);
  const { lr, momentum, dampening, weightDecay, nesterov, first, gradScale = 1 } = options;
  const g = rowMajor(gradient);
  if (parameter.dtype === 'float32') {
    const [to, from, speed] = [parameter.address, g.address, velocity?.address ?? 0];
    const scalars = [lr, momentum, dampening, weightDecay, Number(nesterov), Number(first), gradScale];
    forRanges('sgd_f32', parameter.size, elementwise, (i, count) => [
      ...[to + 4 * i, from + 4 * i, speed === 0 ? 0 : speed + 4 * i],
      ...[count, ...scalars],
    ]);
  } else {
    const [p, d] = [heapView(parameter), heapView(g)];
    const speed = velocity === null ? null : heapView(velocity);
    for (let i = 0; i < p.length; i++) {
      const slope = d[i] * gradScale + weightDecay * p[i];
      if (speed === null) p[i] -= lr * slope;
      else {
        speed[i] = first ? slope : momentum * speed[i] + (1 - dampening) * slope;
        p[i] -= lr * (nesterov ? slope + momentum * speed[i] : speed[i]);
      }
    }
  }
  disposeCopies([g], [gradient]);
  parameter.storage.version++;
  if (velocity !== null) velocity.storage.version++;
}
