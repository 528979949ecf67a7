import {
  add,
  crossEntropyLosses,
  div,
  equal,
  logsumexp,
  mean,
  mul,
  reshape,
  type Shape,
  ShapeError,
  sameShape,
  sub,
  sum,
  type Tensor,
  toTypedArray,
  where,
} from '@ml/tensor';
import type { ReducedShape } from './mse.ts';
import type { Reduction } from './reduction.ts';

export interface CrossEntropyOptions<R extends Reduction = Reduction> {
  /** Default 'mean', over the rows that count. */
  readonly reduction?: R;
  /** Rows with this target cost nothing, get no gradient and do not count; default −100. */
  readonly ignoreIndex?: number;
  /** Part of the target's probability that is spread evenly over all classes; default 0. */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy between logits and class numbers: −ln softmax(logits)[target], by its mean, its sum, or each.
 *
 * The class axis is the last one: [B, T, V] with targets [B, T] needs no reshape. (torch wants the classes second, [N, C, d…];
 * for [N, C] both say the same.) With label smoothing ε the target's loss has weight 1 − ε and the mean over all classes ε.
 *
 * @shape logits [..., C], targets [...] (int32 or uint8) → [], or [...] with reduction 'none'
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
export function crossEntropy(
  logits: Tensor,
  targets: Tensor,
  { reduction = 'mean', ignoreIndex = -100, labelSmoothing = 0 }: CrossEntropyOptions = {},
): Tensor {
  checkShapes(logits, targets);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new RangeError(`crossEntropy: labelSmoothing must be in 0 … 1, not ${labelSmoothing}`);
  }
  const classes = logits.shape[logits.rank - 1];
  const rows: Tensor = reshape(logits, [targets.size, classes]);
  const labels: Tensor = reshape(targets, [targets.size]);
  let losses = crossEntropyLosses(rows, labels, { ignoreIndex });
  if (labelSmoothing > 0) losses = smoothed(losses, rows, labels, labelSmoothing, ignoreIndex);
  if (reduction === 'none') return reshape(losses, targets.shape);
  const total: Tensor = sum(losses);
  return reduction === 'sum' ? total : div(total, countedRows(labels, ignoreIndex));
}

function checkShapes(logits: Tensor, targets: Tensor): void {
  const front = logits.shape.slice(0, -1);
  if (logits.rank > 0 && sameShape(front, targets.shape)) return;
  const classesSecond = logits.rank > 2 && sameShape([logits.shape[0], ...logits.shape.slice(2)], targets.shape);
  throw new ShapeError({
    op: 'crossEntropy',
    problem:
      logits.rank === 0
        ? 'a scalar has no classes'
        : `targets must be [${front.join(', ')}], logits without their last axis`,
    shapes: [logits.shape, targets.shape],
    mend: classesSecond ? 'classes go last: did you mean moveAxis(logits, 1, -1)?' : undefined,
  });
}

/** (1 − ε)·lossᵢ + ε·(lseᵢ − mean of logits[i, :]), the second being the mean of −ln softmax over the classes; 0 for ignored rows. */
function smoothed(losses: Tensor, rows: Tensor, labels: Tensor, epsilon: number, ignoreIndex: number): Tensor {
  const spread: Tensor = sub(logsumexp(rows, { axis: -1 }) as Tensor, mean(rows, { axis: -1 }) as Tensor);
  const mixed: Tensor = add(mul(losses, 1 - epsilon), mul(spread, epsilon));
  return where(equal(labels, ignoreIndex) as Tensor, 0, mixed);
}

function countedRows(labels: Tensor, ignoreIndex: number): number {
  let counted = 0;
  for (const label of toTypedArray(labels)) if (label !== ignoreIndex) counted++;
  return counted;
}
