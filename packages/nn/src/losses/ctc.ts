import { customVjp } from '@ml/autograd';
import {
  div,
  fromBuffer,
  mean,
  mul,
  type Shape,
  ShapeError,
  sameShape,
  sum,
  type Tensor,
  tensor,
  toTypedArray,
} from '@ml/tensor';
import { ctcGradient, ctcLoss } from './ctc-recursion.ts';
import type { LossOptions, Reduction } from './reduction.ts';

export interface CtcOptions<R extends Reduction = Reduction> extends LossOptions<R> {
  /** Class that stands for "nothing here"; default 0. */
  readonly blank?: number;
  /** Whether sequences that cannot be aligned cost 0 instead of Infinity; default false. */
  readonly zeroInfinity?: boolean;
}

/** How many steps and labels of each sequence count. */
export interface CtcLengths {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}

/**
 * Connectionist temporal classification: −ln of the probability of all alignments of a label sequence to the steps, where
 * labels may repeat and blanks may stand between them. The mean divides each loss by the length of its labels first.
 *
 * The sums over alignments run in float64, forwards for the value and backwards as well for the gradient.
 *
 * @shape logProbabilities [T, N, C], targets [N, S] (int32, no blanks) → [], or [N] with reduction 'none'
 * @throws {ShapeError} when shapes or lengths do not fit
 * @throws {RangeError} when a label is the blank, or no class
 * @special labels that need more steps than there are → Infinity
 * @reference Graves et al., Connectionist Temporal Classification, ICML 2006; torch.nn.functional.ctc_loss
 * @example
 * const steps = tensor([[[0.5, 0.5]], [[0.5, 0.5]]], { dtype: 'float64' }).log();
 * // aa, a_ and _a of four ways: ln(4/3)
 * ctc(steps, tensor([[1]], { dtype: 'int32' }), { inputs: [2], targets: [1] }).item() // => 0.2876820724517809
 */
export function ctc(
  logProbabilities: Tensor,
  targets: Tensor,
  lengths: CtcLengths,
  { reduction = 'mean', blank = 0, zeroInfinity = false }: CtcOptions = {},
): Tensor<Shape> {
  const labels = labelsOf(logProbabilities, targets, lengths, blank);
  const losses = alignmentLosses(logProbabilities, labels, lengths.inputs, { blank, zeroInfinity });
  if (reduction === 'none') return losses;
  if (reduction === 'sum') return sum(losses);
  const sizes = tensor(
    lengths.targets.map((length) => Math.max(1, length)),
    { dtype: losses.dtype },
  );
  return mean(div(losses, sizes) as Tensor);
}

function alignmentLosses(
  x: Tensor,
  labels: readonly (readonly number[])[],
  steps: readonly number[],
  { blank, zeroInfinity }: { blank: number; zeroInfinity: boolean },
): Tensor {
  const [T, N, C] = x.shape;
  const sequences = (values: ArrayLike<number>) =>
    labels.map((sequence, n) => ({
      labels: sequence,
      steps: steps[n],
      blank,
      at: (t: number, c: number) => values[(t * N + n) * C + c],
    }));
  return customVjp({
    name: 'ctc',
    forward: (logs: Tensor) => {
      const losses = sequences(toTypedArray(logs)).map(ctcLoss);
      const finite = losses.map((loss) => (zeroInfinity && loss === Infinity ? 0 : loss));
      return [tensor(finite, { dtype: x.dtype }) as Tensor, { logs }];
    },
    backward: ({ logs }: { logs: Tensor }, dLosses: Tensor) => {
      const gradient = new Float64Array(T * N * C);
      for (const [n, sequence] of sequences(toTypedArray(logs)).entries()) {
        if (zeroInfinity && ctcLoss(sequence) === Infinity) continue;
        ctcGradient(sequence, (t, c, value) => {
          gradient[(t * N + n) * C + c] += value;
        });
      }
      const each = fromBuffer(gradient, [T, N, C]).astype(x.dtype) as Tensor;
      return [mul(each, dLosses.reshape([N, 1])) as Tensor];
    },
  })(x);
}

/** The labels of each sequence, checked. */
function labelsOf(x: Tensor, targets: Tensor, { inputs, targets: counts }: CtcLengths, blank: number): number[][] {
  const refuse = (problem: string) => new ShapeError({ op: 'ctc', problem, shapes: [x.shape, targets.shape] });
  if (x.rank !== 3 || targets.rank !== 2 || !sameShape([x.shape[1]], [targets.shape[0]])) {
    throw refuse('logProbabilities must be [T, N, C] and targets [N, S]');
  }
  const [T, N, C] = x.shape;
  const S = targets.shape[1];
  if (!(Number.isSafeInteger(blank) && blank >= 0 && blank < C)) {
    throw new RangeError(`ctc: blank must be a class from 0 to ${C - 1}, not ${blank}`);
  }
  const fit = (list: readonly number[], most: number): boolean =>
    list.length === N && list.every((length) => Number.isSafeInteger(length) && length >= 0 && length <= most);
  if (!fit(inputs, T)) throw refuse(`lengths.inputs must be ${N} numbers of steps, each at most ${T}`);
  if (!fit(counts, S)) throw refuse(`lengths.targets must be ${N} numbers of labels, each at most ${S}`);
  const all = toTypedArray(targets);
  return counts.map((count, n) => {
    const labels = Array.from(all.subarray(n * S, n * S + count));
    const wrong = labels.find((label) => !(label >= 0 && label < C) || label === blank);
    if (wrong !== undefined) {
      throw new RangeError(
        `ctc: target ${wrong} of sequence ${n} is ${wrong === blank ? 'the blank' : `not one of ${C} classes`}`,
      );
    }
    return labels;
  });
}
