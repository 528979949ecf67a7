import { mul, type Shape, type Tensor } from '@ml/tensor';
import { huber } from './huber.ts';
import { l1 } from './l1.ts';
import type { LossOptions, ReducedShape, Reduction } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface SmoothL1Options<R extends Reduction = Reduction> extends LossOptions<R> {
  /** Below this distance the loss is a parabola, ≥ 0; 0 is the absolute error; default 1. */
  readonly beta?: number;
}

/**
 * Absolute error with a rounded corner: d²/(2·beta) where d = |input − target| < beta, else d − beta/2. That is Huber's loss
 * with delta = beta, divided by beta.
 *
 * @shape input [...], target [...] → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @throws {RangeError} when beta is negative
 * @reference Girshick, Fast R-CNN, arXiv:1504.08083; torch.nn.functional.smooth_l1_loss
 * @example
 * smoothL1(tensor([0, 0]), tensor([1, 4]), { beta: 2, reduction: 'none' }).toArray() // => [0.25, 3]
 */
export function smoothL1<S extends Shape, R extends Reduction = 'mean'>(
  input: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: SmoothL1Options<R>,
): Tensor<ReducedShape<R, S>>;
export function smoothL1(input: Tensor, target: Tensor, { beta = 1, ...options }: SmoothL1Options = {}): Tensor {
  requireSameShape('smoothL1', input, target);
  if (!(beta >= 0)) throw new RangeError(`smoothL1: beta must be ≥ 0, not ${beta}`);
  return beta === 0 ? l1(input, target, options) : mul(huber(input, target, { ...options, delta: beta }), 1 / beta);
}
