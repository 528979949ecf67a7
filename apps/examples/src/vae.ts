// A variational autoencoder: the code of a digit is a cloud, not a point, and clouds are kept near a standard normal. Codes
// drawn from that normal then decode to digits nobody wrote.
import { noGrad } from '@ml/autograd';
import { AdamW, bceWithLogits, Linear, Module, ReLU, Sequential } from '@ml/nn';
import { add, div, exp, mul, type Rng, randn, sigmoid, split, square, sub, sum, type Tensor, tidy } from '@ml/tensor';
import { anneal } from './anneal.ts';
import { trainJudge } from './digit-judge.ts';
import { loadDigits } from './digits.ts';
import type { Example } from './example.ts';
import { fit } from './fit.ts';
import { imageGrid } from './image-grid.ts';

const codeSize = 20;

class VAE extends Module {
  readonly encoder: Sequential;
  readonly decoder: Sequential;

  constructor(rng: Rng) {
    super();
    this.encoder = new Sequential(new Linear(784, 400, { rng }), new ReLU(), new Linear(400, 2 * codeSize, { rng }));
    this.decoder = new Sequential(new Linear(codeSize, 400, { rng }), new ReLU(), new Linear(400, 784, { rng }));
  }

  /** The cloud of each digit. @shape x [B, 784] → mean and logarithm of the variance, each [B, 20] */
  encode(x: Tensor): { mu: Tensor; logVar: Tensor } {
    const [mu, logVar] = split(this.encoder.forward(x), 2, 1) as Tensor[];
    return { mu, logVar };
  }

  /** Grays 0 … 1. @shape z [B, 20] → [B, 784] */
  decode(z: Tensor): Tensor {
    return sigmoid(this.decoder.forward(z));
  }

  /**
   * The negative evidence lower bound in nats, the mean over the images:
   *
   * −ELBO = −Σ_pixels (x·ln p + (1 − x)·ln(1 − p)) + KL(N(μ, σ²) ‖ N(0, 1)),  KL = ½ Σ_codes (μ² + σ² − ln σ² − 1)
   *
   * @shape x [B, 784] → []
   */
  loss(x: Tensor, rng: Rng): Tensor {
    const { mu, logVar } = this.encode(x);
    const noise = randn(mu.shape, { rng });
    const z = add(mu, mul(exp(div(logVar, 2)), noise)); // [B, 20]: the gradient passes through the draw
    const unlike = bceWithLogits(this.decoder.forward(z), x, { reduction: 'sum' });
    const apart = div(sum(sub(add(square(mu), exp(logVar)), add(logVar, 1))), 2);
    return div(add(unlike, apart), x.shape[0]);
  }
}

export const vae: Example = {
  about: 'a variational autoencoder writes digits of its own',
  run: async (options) => {
    const { rng, effort } = options;
    const digits = await loadDigits();
    const { train, test } = digits;
    const model = new VAE(rng);
    const maxSteps = 12000;
    await fit(
      model,
      () => train.sample(64, rng).x,
      {
        loss: (net, x) => net.loss(x, rng),
        optimizer: new AdamW(model.parameters(), { lr: 2e-3, weightDecay: 0 }),
        schedule: anneal(2e-3, { maxSteps, effort }),
        maxSteps,
      },
      options,
    );
    const negativeElbo = test.mean(({ x }) => model.loss(x, rng).item());
    const { judge, accuracy } = await trainJudge(digits, options);
    return tidy(() =>
      noGrad(() => {
        const { x } = test.first(16);
        const samples = model.decode(randn([1000, codeSize], { rng }));
        const rows = Array.from({ length: 8 }, (_, i) => samples.slice({ start: 16 * i, stop: 16 * i + 16 }) as Tensor);
        return {
          numbers: { negativeElbo, ...judge(samples), judge: accuracy },
          pictures: {
            'vae-reconstructions.png': imageGrid([x, model.decode(model.encode(x).mu)]),
            'vae-samples.png': imageGrid(rows),
          },
        };
      }),
    );
  },
};
