import { div, equal, gather, mul, neg, reshape, type Shape, sum, type Tensor, where } from '@ml/tensor';
import {
  type ClassLossOptions,
  checkClassShapes,
  checkClassWeight,
  countedWeight,
  existingLabels,
  ofClass,
} from './class-targets.ts';
import type { ReducedShape, Reduction } from './reduction.ts';

/**
 * Negative log-likelihood of class numbers, given logarithms of probabilities: −x[target]. With `logSoftmax` before it, it is
 * the cross-entropy, which `crossEntropy` computes in one pass.
 *
 * @shape logProbabilities [..., C], targets [...] (int32 or uint8) → [], or [...] with reduction 'none'
 * @throws {ShapeError} when targets are not shaped as the input without the last axis
 * @throws {IndexError} when a target is neither a class nor ignoreIndex
 * @special all rows ignored → NaN for the mean, as in torch
 * @reference torch.nn.functional.nll_loss, which wants the classes second
 * @example
 * nll(tensor([[-1, -2]]), tensor([1], { dtype: 'int32' })).item() // => 2
 */
export function nll<S extends Shape, R extends Reduction = 'mean'>(
  logProbabilities: Tensor,
  targets: Tensor<S>,
  options?: ClassLossOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function nll(
  logProbabilities: Tensor,
  targets: Tensor,
  { reduction = 'mean', ignoreIndex = -100, weight = null }: ClassLossOptions = {},
): Tensor {
  checkClassShapes('nll', logProbabilities, targets);
  const classes = logProbabilities.shape[logProbabilities.rank - 1];
  checkClassWeight('nll', weight, classes);
  const rows: Tensor = reshape(logProbabilities, [targets.size, classes]);
  const given: Tensor = reshape(targets, [targets.size]);
  const labels = existingLabels(given, ignoreIndex);
  const each = neg(ofClass(rows, labels));
  const weighted: Tensor = weight === null ? each : mul(each, gather(weight, 0, labels) as Tensor);
  const losses: Tensor = where(equal(given, ignoreIndex) as Tensor, 0, weighted);
  if (reduction === 'none') return reshape(losses, targets.shape);
  const total: Tensor = sum(losses);
  return reduction === 'sum' ? total : div(total, countedWeight(given, ignoreIndex, weight));
}
