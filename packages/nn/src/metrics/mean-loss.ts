import { cast, isFloat, sum, type Tensor, tidy } from '@ml/tensor';
import { type ClassLossOptions, countedWeight } from '../losses/class-targets.ts';
import { crossEntropy } from '../losses/cross-entropy.ts';
import { nll } from '../losses/nll.ts';
import type { Metric } from './metric.ts';

/** A loss with torch's reductions, as those of this package are. */
type Loss<O> = (predictions: Tensor, targets: Tensor, options?: O & { readonly reduction?: 'none' }) => Tensor;

/**
 * The mean of a loss over all samples: Σ losses / how many there are, in float64 and whatever the batches. (The mean of the
 * batches' means is another number as soon as one batch is smaller.)
 *
 * `crossEntropy` and `nll` count as in torch: targets that are ignored do not, and with `weight` it is the sum of the targets'
 * factors.
 *
 * @param loss a loss of this package, or a function that gives one loss per element with `reduction: 'none'`
 * @param options handed on to the loss
 * @special nothing counted → NaN
 * @example
 * const seen = meanLoss(mse).start();
 * seen.add(tensor([1, 2, 3]), tensor([1, 2, 6]));
 * seen.add(tensor([5]), tensor([6]));
 * seen.value() // => 2.5
 */
export function meanLoss<O extends object>(loss: Loss<O>, options?: O): Metric {
  return {
    start() {
      let [total, counted] = [0, 0];
      return {
        add(predictions, targets) {
          tidy(() => {
            const losses = loss(predictions, targets, { ...options, reduction: 'none' } as O & { reduction: 'none' });
            total += sum(cast(losses, 'float64') as Tensor).item();
            counted += countOf(loss, losses, targets, options ?? {});
          });
        },
        value: () => total / counted,
      };
    },
  };
}

/** What torch's mean divides by: the weights of the targets that count for the losses of classes, else the elements. */
function countOf<O>(loss: Loss<O>, losses: Tensor, targets: Tensor, options: ClassLossOptions): number {
  const ofClasses = ([crossEntropy, nll] as unknown[]).includes(loss) && !isFloat(targets.dtype);
  if (!ofClasses) return losses.size;
  return countedWeight(targets, options.ignoreIndex ?? -100, options.weight ?? null);
}
