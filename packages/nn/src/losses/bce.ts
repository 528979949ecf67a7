import { customVjp } from '@ml/autograd';
import { add, div, log, log1p, maximum, mul, neg, type Shape, sub, type Tensor } from '@ml/tensor';
import { type LossOptions, type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface BceOptions<R extends Reduction = Reduction> extends LossOptions<R> {
  /** Factor of each loss, broadcast over the input. */
  readonly weight?: Tensor | null;
}

/** Logarithms of probabilities are cut here, as in torch: a loss is at most 100 and never infinite. */
const lowestLog = -100;
/** Keeps the slope finite where a probability is 0 or 1; torch has it as a float32. */
const smallest = Math.fround(1e-12);

/**
 * Binary cross-entropy of probabilities: −(t·ln p + (1 − t)·ln(1 − p)), logarithms cut at −100.
 *
 * `bceWithLogits` does the same for what comes before the sigmoid, exactly for all numbers; prefer it.
 *
 * @shape input [...] in 0 … 1, target [...] in 0 … 1 → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @special probabilities outside 0 … 1 → NaN
 * @reference torch.nn.functional.binary_cross_entropy, whose slope at 0 and 1 is finite too
 * @example
 * bce(tensor([0.5, 0.5]), tensor([1, 0])).item() // => 0.6931471824645996
 */
export function bce<S extends Shape, R extends Reduction = 'mean'>(
  input: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: BceOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function bce(input: Tensor, target: Tensor, { reduction, weight = null }: BceOptions = {}): Tensor {
  requireSameShape('bce', input, target);
  const losses = crossEntropies(input, target);
  return reduceLosses(weight === null ? losses : mul(losses, weight), reduction);
}

/** dp = (p − t)/max(p·(1 − p), 1e-12), dt = ln(1 − p) − ln p. */
const crossEntropies = customVjp({
  name: 'bce',
  forward: (p: Tensor, t: Tensor) => {
    const [yes, no] = [cutLog(log(p)), cutLog(log1p(neg(p)))];
    return [neg(add(mul(t, yes), mul(sub(1, t), no))) as Tensor, { p, t, yes, no }];
  },
  backward: ({ p, t, yes, no }: Record<'p' | 't' | 'yes' | 'no', Tensor>, dLoss) => [
    mul(dLoss, div(sub(p, t), maximum(mul(p, sub(1, p)), smallest))) as Tensor,
    mul(dLoss, sub(no, yes)) as Tensor,
  ],
});

function cutLog(x: Tensor): Tensor {
  return maximum(x, lowestLog) as Tensor;
}
