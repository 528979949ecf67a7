// What generated digits are worth is told by a classifier that has learned real ones: how sure it is of each, and how evenly
// the ten digits come up. It has seen nothing but digits, and is sure of some things that are none: a low confidence proves
// that samples are bad, a high one does not prove that they are good.
import { noGrad } from '@ml/autograd';
import { AdamW, crossEntropy, Linear, ReLU, Sequential } from '@ml/nn';
import { argmax, max, mean, softmax, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { anneal } from './anneal.ts';
import type { Digits } from './digits.ts';
import type { ExampleOptions } from './example.ts';
import { fit } from './fit.ts';

export interface Verdict {
  /** Mean probability of the digit that each image is taken for: about 0.97 for real ones. */
  readonly confidence: number;
  /** Entropy of the digits seen, in nats: ln 10 = 2.303 when all ten are equally frequent. */
  readonly entropy: number;
  /** How many of the ten occur at all. */
  readonly classes: number;
}

export interface DigitJudge {
  /** Share of the test digits it takes for what they are. */
  readonly accuracy: number;
  /** @shape images [N, 784] */
  readonly judge: (images: Tensor) => Verdict;
}

/** Trains the judge, with no less effort than it needs; `view` makes of real digits what generated ones look like. */
export async function trainJudge(
  { train, test }: { train: Digits; test: Digits },
  { rng, log }: ExampleOptions,
  view: (images: Tensor) => Tensor = (images) => images,
): Promise<DigitJudge> {
  const pixels = tidy(() => view(test.first(1).x).size);
  const model = new Sequential(
    new Linear(pixels, 256, { rng }),
    new ReLU(),
    new Linear(256, 10, { rng }),
  ) as Sequential;
  const maxSteps = 1800;
  await fit(
    model,
    () => train.sample(50, rng),
    {
      loss: (net, { x, labels }) => crossEntropy(net.forward(view(x)), labels),
      optimizer: new AdamW(model.parameters(), { lr: 3e-3 }),
      schedule: anneal(3e-3, { maxSteps, effort: 1 }),
      maxSteps,
    },
    { rng, effort: 1, log: () => undefined },
  );
  const accuracy = test.mean(({ x, labels }) => {
    const guesses = toTypedArray(argmax(model.forward(view(x)), { axis: 1 }) as Tensor);
    return toTypedArray(labels).filter((label, i) => label === guesses[i]).length / labels.size;
  });
  log(`the judge knows ${(100 * accuracy).toFixed(1)} % of the test digits`);
  const judge = (images: Tensor): Verdict =>
    tidy(() =>
      noGrad(() => {
        const likely = softmax(model.forward(images)); // [N, 10]
        const counts = new Array<number>(10).fill(0);
        for (const digit of toTypedArray(argmax(likely, { axis: 1 }) as Tensor)) counts[digit]++;
        const shares = counts.map((count) => count / images.shape[0]).filter((share) => share > 0);
        return {
          confidence: (mean(max(likely, { axis: 1 }) as Tensor) as Tensor<[]>).item(),
          entropy: -shares.reduce((sum, share) => sum + share * Math.log(share), 0),
          classes: shares.length,
        };
      }),
    );
  return { accuracy, judge };
}
