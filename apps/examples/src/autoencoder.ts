// An autoencoder sends a digit of 784 pixels through 32 numbers and back. What it loses on the way, beside what the best
// linear map of as many numbers would lose, says what it has learned.
import { noGrad } from '@ml/autograd';
import { AdamW, Linear, Module, mse, ReLU, Sequential, Sigmoid } from '@ml/nn';
import { type Rng, type Tensor, tidy } from '@ml/tensor';
import { anneal } from './anneal.ts';
import { loadDigits } from './digits.ts';
import type { Example } from './example.ts';
import { fit } from './fit.ts';
import { imageGrid } from './image-grid.ts';

const codeSize = 32;

/** Mean squared error of the first 32 principal components of the training digits, on the test digits. */
const principalComponentsError = 0.016828;

class Autoencoder extends Module {
  readonly encoder: Sequential;
  readonly decoder: Sequential;

  constructor(rng: Rng) {
    super();
    this.encoder = new Sequential(new Linear(784, 256, { rng }), new ReLU(), new Linear(256, codeSize, { rng }));
    this.decoder = new Sequential(
      new Linear(codeSize, 256, { rng }),
      new ReLU(),
      new Linear(256, 784, { rng }),
      new Sigmoid(),
    );
  }

  /** @shape x [B, 784] → [B, 784] */
  forward(x: Tensor): Tensor {
    const code = this.encoder.forward(x); // [B, 32]
    return this.decoder.forward(code);
  }
}

export const autoencoder: Example = {
  about: 'an autoencoder squeezes digits of 784 pixels through 32 numbers',
  run: async (options) => {
    const { rng, effort } = options;
    const { train, test } = await loadDigits();
    const model = new Autoencoder(rng);
    const maxSteps = 8000;
    // L = mean over images and pixels of (x − decoder(encoder(x)))²
    await fit(
      model,
      () => train.sample(64, rng).x,
      {
        loss: (net, x) => mse(net.forward(x), x),
        optimizer: new AdamW(model.parameters(), { lr: 3e-3, weightDecay: 0 }),
        schedule: anneal(3e-3, { maxSteps, effort }),
        maxSteps,
      },
      options,
    );
    const error = test.mean(({ x }) => mse(model.forward(x), x).item());
    const picture = tidy(() =>
      noGrad(() => {
        const { x } = test.first(16);
        return imageGrid([x, model.forward(x)]);
      }),
    );
    return {
      numbers: { error, shareOfPca: error / principalComponentsError },
      pictures: { 'autoencoder.png': picture },
    };
  },
};
