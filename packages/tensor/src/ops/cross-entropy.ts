import { floatType } from '../dtype.ts';
import { forRanges, rowGrain } from '../engine/threads/parallel.ts';
import { DTypeError, IndexError, ShapeError } from '../errors.ts';
import { apply, definePrimitive } from '../primitive.ts';
import { allocate, heapArray, heapIndex, heapView, type Tensor } from '../tensor.ts';
import { requireLike, requireTensors } from './argument-checks.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';
import { logsumexp } from './logsumexp.ts';
import { disposeCopies } from './rows.ts';

export interface CrossEntropyParams {
  /** Rows with this target cost nothing and get no gradient. */
  readonly ignoreIndex: number;
}

export const crossEntropyPrimitive = definePrimitive(
  'crossEntropy',
  ([logits, targets]: [Tensor, Tensor], { ignoreIndex }: CrossEntropyParams): [losses: Tensor, lse: Tensor] => {
    const [rows, classes] = logits.shape;
    const ready = [rowMajor(logits), rowMajor(targets)];
    const losses = allocate([rows], logits.dtype);
    let lse: Tensor;
    if (logits.dtype === 'float32') {
      lse = allocate([rows], logits.dtype);
      const [to, sums, scores, labels] = [losses, lse, ...ready].map((tensor) => tensor.address);
      forRanges('crossEntropy_f32', rows, { grain: rowGrain(classes) }, (row, count) => {
        const cell = 4 * row;
        return [to + cell, sums + cell, scores + cell * classes, labels + cell, count, classes, ignoreIndex];
      });
    } else {
      lse = logsumexp(logits, { axis: 1 });
      naiveLosses(losses, lse, ready[0], ready[1], ignoreIndex);
    }
    disposeCopies(ready, [logits, targets]);
    return [losses, lse];
  },
);

/** lossᵢ = lseᵢ − logits[i, targetᵢ], 0 for ignored rows. */
function naiveLosses(losses: Tensor, lse: Tensor, logits: Tensor, targets: Tensor, ignoreIndex: number): void {
  const classes = logits.shape[1];
  const [out, total, score, label] = [heapView(losses), heapView(lse), heapView(logits), heapView(targets)];
  for (let i = 0; i < out.length; i++) out[i] = label[i] === ignoreIndex ? 0 : total[i] - score[i * classes + label[i]];
}

export const crossEntropyBackwardPrimitive = definePrimitive(
  'crossEntropyBackward',
  (
    [dLosses, logits, lse, targets]: [Tensor, Tensor, Tensor, Tensor],
    { ignoreIndex }: CrossEntropyParams,
  ): [dLogits: Tensor] => {
    const [rows, classes] = logits.shape;
    const inputs = [dLosses, logits, lse, targets];
    const ready = inputs.map(rowMajor);
    const out = allocate(logits.shape, logits.dtype);
    if (logits.dtype === 'float32') {
      const [cotangent, score, total, label] = ready.map((input) => input.address);
      const to = out.address;
      forRanges('crossEntropyBackward_f32', rows, { grain: rowGrain(classes) }, (row, count) => {
        const [cells, cell] = [4 * row * classes, 4 * row];
        return [to + cells, cotangent + cell, score + cells, total + cell, label + cell, count, classes, ignoreIndex];
      });
    } else naiveBackward(out, ready, ignoreIndex);
    disposeCopies(ready, inputs);
    return [out];
  },
);

/** dLogits[i, c] = dLossᵢ·(softmax(logits)[i, c] − 1[c = targetᵢ]), 0 for ignored rows. */
function naiveBackward(out: Tensor, inputs: readonly Tensor[], ignoreIndex: number): void {
  const classes = out.shape[1];
  const target = heapView(out);
  const [cotangent, score, total, label] = inputs.map(heapView);
  for (let i = 0; i < label.length; i++) {
    for (let c = 0; c < classes; c++) {
      const at = i * classes + c;
      const slope = Math.exp(score[at] - total[i]) - Number(c === label[i]);
      target[at] = label[i] === ignoreIndex ? 0 : cotangent[i] * slope;
    }
  }
}

export interface CrossEntropyLossesOptions {
  /** Rows with this target have loss 0 and no gradient; default −100. */
  readonly ignoreIndex?: number;
}

/**
 * Cross-entropy of every row between logits and class numbers: lossᵢ = ln Σ e^logits[i, :] − logits[i, targetᵢ].
 *
 * @shape logits [N, C], targets [N] (int32 or uint8) → [N]
 * @throws {ShapeError} when the shapes do not fit
 * @throws {IndexError} when a target is neither a class nor ignoreIndex
 * @reference agrees with torch.nn.functional.cross_entropy(reduction='none')
 * @example
 * crossEntropyLosses(tensor([[0, 0]]), tensor(new Int32Array([1]))).toArray() // => [0.6931471824645996]
 */
export function crossEntropyLosses(
  logits: Tensor,
  targets: Tensor,
  { ignoreIndex = -100 }: CrossEntropyLossesOptions = {},
): Tensor {
  const labels = checkLabels('crossEntropy', logits, targets, ignoreIndex);
  const [losses, lse] = apply(crossEntropyPrimitive, [cast(logits, floatType(logits.dtype)), labels], { ignoreIndex });
  lse.dispose();
  return losses;
}

/** Targets as int32, which is what the kernels read, every one a class of `logits` or ignored. */
function checkLabels(op: string, logits: Tensor, targets: Tensor, ignoreIndex: number): Tensor {
  requireTensors(op, [logits, targets]);
  const shapes = [logits.shape, targets.shape];
  if (logits.rank !== 2)
    throw new ShapeError({ op, problem: `logits must be [N, C], but have ${logits.rank} axes`, shapes });
  const [rows, classes] = logits.shape;
  if (targets.rank !== 1 || targets.shape[0] !== rows)
    throw new ShapeError({ op, problem: `targets must be [${rows}]`, shapes, axis: 0 });
  if (targets.dtype !== 'int32' && targets.dtype !== 'uint8')
    throw new DTypeError(`${op}: targets are class numbers (int32), not ${targets.dtype}`);
  const labels = cast(targets, 'int32');
  const values = heapArray('int32');
  const start = heapIndex(labels);
  for (let i = 0; i < rows; i++) {
    const target = values[start + i * labels.strides[0]];
    if ((target < 0 || target >= classes) && target !== ignoreIndex)
      throw new IndexError(`${op}: target ${target} at row ${i} is not one of ${classes} classes`);
  }
  return labels;
}

/**
 * Gradient of `crossEntropyLosses`: dLogits = dLoss·(softmax(logits) − onehot(targets)).
 *
 * @shape dLosses [N], logits [N, C], lse [N], targets [N] → [N, C]
 */
export function crossEntropyBackward(
  dLosses: Tensor,
  logits: Tensor,
  lse: Tensor,
  targets: Tensor,
  ignoreIndex: number,
): Tensor {
  const rows = logits.shape.slice(0, 1);
  requireLike('crossEntropyBackward', [dLosses, logits, lse], [rows, logits.shape, rows]);
  const labels = checkLabels('crossEntropyBackward', logits, targets, ignoreIndex);
  return apply(crossEntropyBackwardPrimitive, [dLosses, logits, lse, labels], { ignoreIndex })[0];
}
