import {
  add,
  crossEntropyLosses,
  div,
  equal,
  gather,
  isFloat,
  logSoftmax,
  logsumexp,
  mean,
  mul,
  neg,
  reshape,
  type Shape,
  sub,
  sum,
  type Tensor,
  where,
} from '@ml/tensor';
import {
  type ClassLossOptions,
  checkClassShapes,
  checkClassWeight,
  countedWeight,
  existingLabels,
} from './class-targets.ts';
import type { ReducedShape, Reduction } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface CrossEntropyOptions<R extends Reduction = Reduction> extends ClassLossOptions<R> {
  /** Part of the target's probability that is spread evenly over all classes; default 0. */
  readonly labelSmoothing?: number;
}

type Options = Required<Omit<CrossEntropyOptions, 'weight' | 'reduction'>> & {
  readonly weight: Tensor | null;
  readonly reduction: Reduction;
};

/**
 * Cross-entropy between logits and class numbers: −ln softmax(logits)[target], by its mean, its sum, or each.
 *
 * The class axis is the last one: [B, T, V] with targets [B, T] needs no reshape. (torch wants the classes second, [N, C, d…];
 * for [N, C] both say the same.) With label smoothing ε the target's loss has weight 1 − ε and the mean over all classes ε.
 * Float targets shaped as the logits are probabilities: −Σ target·ln softmax(logits).
 *
 * @shape logits [..., C], targets [...] (int32 or uint8) or [..., C] (float) → [], or [...] with reduction 'none'
 * @throws {ShapeError} when targets are not shaped as logits without the last axis
 * @throws {IndexError} when a target is neither a class nor ignoreIndex
 * @special all rows ignored → NaN for the mean, as in torch
 * @reference torch.nn.functional.cross_entropy
 * @example
 * crossEntropy(tensor([[0, 0], [0, 0]], { dtype: 'float64' }), tensor([0, 1], { dtype: 'int32' })).item() // => 0.6931471805599453
 */
export function crossEntropy<S extends Shape, R extends Reduction = 'mean'>(
  logits: Tensor,
  targets: Tensor<S>,
  options?: CrossEntropyOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function crossEntropy(logits: Tensor, targets: Tensor, given: CrossEntropyOptions = {}): Tensor {
  const options: Options = { reduction: 'mean', ignoreIndex: -100, weight: null, labelSmoothing: 0, ...given };
  const { labelSmoothing, weight } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new RangeError(`crossEntropy: labelSmoothing must be in 0 … 1, not ${labelSmoothing}`);
  }
  const probabilities = isFloat(targets.dtype);
  if (probabilities) requireSameShape('crossEntropy', logits, targets, 'targets');
  else checkClassShapes('crossEntropy', logits, targets);
  const classes = logits.shape[logits.rank - 1];
  checkClassWeight('crossEntropy', weight, classes);
  return probabilities ? ofProbabilities(logits, targets, options) : ofClasses(logits, targets, options);
}

function ofClasses(
  logits: Tensor,
  targets: Tensor,
  { reduction, ignoreIndex, weight, labelSmoothing }: Options,
): Tensor {
  const rows: Tensor = reshape(logits, [targets.size, logits.shape[logits.rank - 1]]);
  const labels: Tensor = reshape(targets, [targets.size]);
  let losses = crossEntropyLosses(rows, labels, { ignoreIndex });
  if (weight !== null) losses = mul(losses, gather(weight, 0, existingLabels(labels, ignoreIndex)) as Tensor);
  if (labelSmoothing > 0) {
    const spread = where(equal(labels, ignoreIndex) as Tensor, 0, spreadLosses(rows, weight)) as Tensor;
    losses = add(mul(losses, 1 - labelSmoothing), mul(spread, labelSmoothing));
  }
  if (reduction === 'none') return reshape(losses, targets.shape);
  const total: Tensor = sum(losses);
  return reduction === 'sum' ? total : div(total, countedWeight(labels, ignoreIndex, weight));
}

/** The mean over the classes of −w·ln softmax: without factors lse − mean(logits). @shape rows [N, C] → [N] */
function spreadLosses(rows: Tensor, weight: Tensor | null): Tensor {
  if (weight === null) return sub(logsumexp(rows, { axis: -1 }) as Tensor, mean(rows, { axis: -1 }) as Tensor);
  return neg(mean(mul(logSoftmax(rows), weight) as Tensor, { axis: -1 }) as Tensor);
}

/** −Σ w·t·ln softmax(logits) over the classes; the mean divides by the number of rows, whatever the factors. */
function ofProbabilities(logits: Tensor, targets: Tensor, { reduction, weight, labelSmoothing }: Options): Tensor {
  const classes = logits.shape[logits.rank - 1];
  const mixed: Tensor =
    labelSmoothing === 0 ? targets : add(mul(targets, 1 - labelSmoothing), labelSmoothing / classes);
  const weighted: Tensor = weight === null ? mixed : mul(mixed, weight);
  const losses = neg(sum(mul(weighted, logSoftmax(logits)) as Tensor, { axis: -1 }) as Tensor);
  if (reduction === 'none') return losses;
  const total: Tensor = sum(losses);
  return reduction === 'sum' ? total : div(total, logits.size / classes);
}
