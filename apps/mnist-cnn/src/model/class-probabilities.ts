import { noGrad } from '@ml/autograd';
import { softmax, tidy, toTypedArray } from '@ml/tensor';
import { normalizedBatch, type Pixels } from '../digits/pixels.ts';
import type { DigitNet } from './digit-net.ts';

/** What a network in evaluation mode makes of pictures: the probability of each of the ten digits. */
export function classProbabilities(network: DigitNet, pictures: readonly Pixels[]): number[][] {
  const all = tidy(() =>
    noGrad(() => Array.from(toTypedArray(softmax(network.forward(normalizedBatch(pictures)), -1)))),
  );
  return pictures.map((_, i) => all.slice(10 * i, 10 * (i + 1)));
}

export function likeliest(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}
