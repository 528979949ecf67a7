// What losses of class numbers share: which rows count, and how much.
import { cast, equal, gather, reshape, ShapeError, sameShape, type Tensor, toTypedArray, where } from '@ml/tensor';
import type { LossOptions, Reduction } from './reduction.ts';

export interface ClassLossOptions<R extends Reduction = Reduction> extends LossOptions<R> {
  /** Rows with this target cost nothing, get no gradient and do not count; default −100. */
  readonly ignoreIndex?: number;
  /** Factor of each class, [C]; the mean then divides by the sum of the factors of the targets. */
  readonly weight?: Tensor | null;
}

/** The class axis is the last one; targets have the others. */
export function checkClassShapes(op: string, scores: Tensor, targets: Tensor): void {
  const front = scores.shape.slice(0, -1);
  if (scores.rank > 0 && sameShape(front, targets.shape)) return;
  const classesSecond = scores.rank > 2 && sameShape([scores.shape[0], ...scores.shape.slice(2)], targets.shape);
  throw new ShapeError({
    op,
    problem:
      scores.rank === 0
        ? 'a scalar has no classes'
        : `targets must be [${front.join(', ')}], logits without their last axis`,
    shapes: [scores.shape, targets.shape],
    mend: classesSecond ? 'classes go last: did you mean moveAxis(logits, 1, -1)?' : undefined,
  });
}

export function checkClassWeight(op: string, weight: Tensor | null, classes: number): void {
  if (weight === null || sameShape(weight.shape, [classes])) return;
  throw new ShapeError({
    op,
    problem: `weight must be [${classes}], one factor for each class`,
    shapes: [weight.shape],
  });
}

/** The classes of the rows as int32 [N], any class where a row is ignored. */
export function existingLabels(labels: Tensor, ignoreIndex: number): Tensor {
  return cast(where(equal(labels, ignoreIndex) as Tensor, 0, labels) as Tensor, 'int32') as Tensor;
}

/** The element of each row that belongs to its class. @shape rows [N, C], labels [N] → [N] */
export function ofClass(rows: Tensor, labels: Tensor): Tensor {
  return reshape(gather(rows, 1, reshape(labels, [labels.size, 1]) as Tensor), [labels.size]);
}

/** What the mean divides by: rows that count, or the sum of their classes' factors. */
export function countedWeight(labels: Tensor, ignoreIndex: number, weight: Tensor | null): number {
  const factors = weight === null ? null : toTypedArray(weight);
  let counted = 0;
  for (const label of toTypedArray(labels)) if (label !== ignoreIndex) counted += factors === null ? 1 : factors[label];
  return counted;
}
