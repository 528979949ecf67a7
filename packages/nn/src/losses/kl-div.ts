import { div, exp, greater, log, mul, type Shape, ShapeError, sub, sum, type Tensor, where } from '@ml/tensor';
import { type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface KlDivOptions<R extends Reduction | 'batchmean' = Reduction | 'batchmean'> {
  /** 'batchmean' divides by the first axis only and is the divergence of the definition; default 'mean', over all elements. */
  readonly reduction?: R;
  /** Whether the target is given as logarithms too; default false. */
  readonly logTarget?: boolean;
}

/**
 * Kullback–Leibler divergence of a distribution Q, given as logarithms, from a target P: P·(ln P − ln Q), element by element.
 *
 * @shape logInput [...], target [...] → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @special target 0 contributes 0
 * @reference torch.nn.functional.kl_div
 * @example
 * klDiv(tensor([[0.5, 0.5]]).log(), tensor([[1, 0]]), { reduction: 'batchmean' }).item() // => 0.6931471824645996
 */
export function klDiv<S extends Shape, R extends Reduction | 'batchmean' = 'mean'>(
  logInput: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: KlDivOptions<R>,
): Tensor<R extends Reduction ? ReducedShape<R, S> : []>;
export function klDiv(
  logInput: Tensor,
  target: Tensor,
  { reduction = 'mean', logTarget = false }: KlDivOptions = {},
): Tensor {
  requireSameShape('klDiv', logInput, target);
  const losses: Tensor = logTarget
    ? mul(exp(target), sub(target, logInput))
    : sub(timesLog(target), mul(target, logInput));
  if (reduction !== 'batchmean') return reduceLosses(losses, reduction);
  if (losses.rank === 0) {
    throw new ShapeError({ op: 'klDiv', problem: "'batchmean' needs a batch axis", shapes: [losses.shape] });
  }
  return div(sum(losses), losses.shape[0]);
}

/** t·ln t, 0 at t = 0. */
function timesLog(t: Tensor): Tensor {
  const positive = greater(t, 0) as Tensor;
  const inside: Tensor = where(positive, t, 1);
  return where(positive, mul(inside, log(inside)), mul(t, 0));
}
