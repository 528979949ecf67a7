// Two arms of a spiral, which no straight line parts: a small multilayer perceptron learns the curve between them.
import { noGrad } from '@ml/autograd';
import { AdamW, crossEntropy, Linear, Sequential, Tanh } from '@ml/nn';
import { argmax, type Rng, softmax, type Tensor, tensor, tidy, toTypedArray } from '@ml/tensor';
import type { Example } from './example.ts';
import { fit } from './fit.ts';
import { grayPicture } from './gray-picture.ts';

const turns = 1.75;

/** `count` points of the two arms, with a little noise: 2 · t · (cos, sin), the second arm on the other side. */
function points(count: number, rng: Rng): { x: Tensor; labels: Tensor } {
  const rows = Array.from({ length: count }, (_, i) => {
    const radius = Math.sqrt(rng.uniform());
    const angle = 2 * Math.PI * turns * radius + Math.PI * (i % 2);
    const noise = (): number => rng.normal(0, 0.02);
    return [radius * Math.cos(angle) + noise(), radius * Math.sin(angle) + noise()];
  });
  return {
    x: tensor(rows),
    labels: tensor(
      rows.map((_, i) => i % 2),
      { dtype: 'int32' },
    ),
  };
}

export const spiral: Example = {
  about: 'a multilayer perceptron parts the two arms of a spiral',
  run: async (options) => {
    const { rng } = options;
    const model = new Sequential(
      new Linear(2, 64, { rng }),
      new Tanh(),
      new Linear(64, 64, { rng }),
      new Tanh(),
      new Linear(64, 2, { rng }),
    );
    const loss = await fit(
      model,
      () => points(256, rng),
      {
        loss: (net, { x, labels }) => crossEntropy(net.forward(x as Tensor<[number, 2]>), labels),
        optimizer: new AdamW(model.parameters(), { lr: 5e-3, weightDecay: 0 }),
        maxSteps: 1500,
      },
      options,
    );
    const logits = (x: Tensor): Tensor => model.forward(x as Tensor<[number, 2]>) as Tensor;
    const accuracy = tidy(() =>
      noGrad(() => {
        const { x, labels } = points(2000, rng);
        const guesses = toTypedArray(argmax(logits(x), { axis: 1 }) as Tensor);
        return toTypedArray(labels).filter((label, i) => label === guesses[i]).length / 2000;
      }),
    );
    const side = 128;
    const at = (i: number): number => (2.2 * (i + 0.5)) / side - 1.1;
    const plane = Array.from({ length: side * side }, (_, i) => [at(i % side), -at(Math.floor(i / side))]);
    const likely = tidy(() => noGrad(() => toTypedArray(softmax(logits(tensor(plane))).slice(null, 1) as Tensor)));
    return { numbers: { loss, accuracy }, pictures: { 'spiral.png': grayPicture(likely, side) } };
  },
};
