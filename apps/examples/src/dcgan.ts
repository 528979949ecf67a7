// Two networks play against each other: the generator makes digits of noise, the critic tells them from real ones. Neither is
// shown what a good digit is; the generator learns from the critic alone. Layers and settings are those of DCGAN, narrower.
import { backward, detach, noGrad } from '@ml/autograd';
import {
  AdamW,
  BatchNorm2d,
  bceWithLogits,
  Conv2d,
  ConvTranspose2d,
  initNormal,
  LeakyReLU,
  type Module,
  ReLU,
  Sequential,
  Tanh,
} from '@ml/nn';
import { add, div, fullLike, mul, type Rng, randn, reshape, slice, sub, type Tensor, tidy } from '@ml/tensor';
import { trainJudge } from './digit-judge.ts';
import { type Digits, loadDigits } from './digits.ts';
import type { Example, ExampleOptions } from './example.ts';
import { imageGrid } from './image-grid.ts';

const noiseSize = 64;
const batchSize = 64;

/** Noise [B, 64, 1, 1] → digits [B, 1, 28, 28] with values −1 … 1. */
function newGenerator(rng: Rng): Sequential {
  const doubling = { stride: 2, padding: 1, bias: false, rng };
  return new Sequential(
    new ConvTranspose2d(noiseSize, 64, 7, { bias: false, rng }), // [B, 64, 7, 7]
    new BatchNorm2d(64),
    new ReLU(),
    new ConvTranspose2d(64, 32, 4, doubling), // [B, 32, 14, 14]
    new BatchNorm2d(32),
    new ReLU(),
    new ConvTranspose2d(32, 1, 4, doubling), // [B, 1, 28, 28]
    new Tanh(),
  ).apply(initialise(rng)) as Sequential;
}

/** Digits [B, 1, 28, 28] → logits [B, 1, 1, 1] of being real. */
function newCritic(rng: Rng): Sequential {
  const halving = { stride: 2, padding: 1, bias: false, rng };
  return new Sequential(
    new Conv2d(1, 32, 4, halving), // [B, 32, 14, 14]
    new LeakyReLU({ negativeSlope: 0.2 }),
    new Conv2d(32, 64, 4, halving), // [B, 64, 7, 7]
    new BatchNorm2d(64),
    new LeakyReLU({ negativeSlope: 0.2 }),
    new Conv2d(64, 1, 7, { bias: false, rng }), // [B, 1, 1, 1]
  ).apply(initialise(rng)) as Sequential;
}

/** DCGAN's: kernels N(0, 0.02²), scales N(1, 0.02²). */
function initialise(rng: Rng): (module: Module) => void {
  return (module) => {
    if (module instanceof Conv2d || module instanceof ConvTranspose2d) initNormal(module.weight, { std: 0.02, rng });
    if (module instanceof BatchNorm2d && module.weight !== null) initNormal(module.weight, { mean: 1, std: 0.02, rng });
  };
}

/** How far the critic D is from giving all these images the same answer: −ln σ(D(x)) for real, −ln(1 − σ(D(x))) for not. */
function unlike(critic: Sequential, images: Tensor, real: 0 | 1): Tensor {
  const logits = critic.forward(images);
  return bceWithLogits(logits, fullLike(logits, real));
}

/** One step of each player. */
function play(
  generator: Sequential,
  critic: Sequential,
  [generatorAdam, criticAdam]: readonly [AdamW, AdamW],
  real: Tensor,
  noise: Tensor,
): { criticLoss: number; generatorLoss: number } {
  const made = generator.forward(noise); // [B, 1, 28, 28]
  // L_D = −ln σ(D(x)) − ln(1 − σ(D(G(z))))
  const criticLoss = add(unlike(critic, real, 1), unlike(critic, detach(made), 0)) as Tensor<[]>;
  backward(criticLoss);
  criticAdam.step();
  critic.zeroGrad();
  // L_G = −ln σ(D(G(z))): stronger than +ln(1 − σ(D(G(z)))) as long as the critic wins
  const generatorLoss = unlike(critic, made, 1) as Tensor<[]>;
  backward(generatorLoss);
  generatorAdam.step();
  generator.zeroGrad();
  critic.zeroGrad();
  return { criticLoss: criticLoss.item(), generatorLoss: generatorLoss.item() };
}

async function trainGenerator(train: Digits, { rng, effort, log }: ExampleOptions): Promise<Sequential> {
  const [generator, critic] = [newGenerator(rng), newCritic(rng)];
  const adam = { lr: 1e-3, beta1: 0.5, weightDecay: 0 };
  const players = [new AdamW(generator.parameters(), adam), new AdamW(critic.parameters(), adam)] as const;
  const steps = Math.ceil(2000 * effort);
  const tenth = Math.ceil(steps / 10);
  for (let step = 1; step <= steps; step++) {
    const { criticLoss, generatorLoss } = tidy(() => {
      const { x } = train.sample(batchSize, rng);
      const real = reshape(sub(mul(x, 2), 1), [batchSize, 1, 28, 28]) as Tensor;
      return play(generator, critic, players, real, randn([batchSize, noiseSize, 1, 1], { rng }));
    });
    if (step % tenth === 0 || step === steps)
      log(`step ${step} of ${steps} · critic ${criticLoss.toFixed(3)} · generator ${generatorLoss.toFixed(3)}`);
  }
  return generator;
}

export const dcgan: Example = {
  about: 'a generator and a critic play until noise becomes digits',
  run: async (options) => {
    const { rng } = options;
    const digits = await loadDigits();
    const generator = (await trainGenerator(digits.train, options)).eval();
    const { judge, accuracy } = await trainJudge(digits, options);
    return tidy(() =>
      noGrad(() => {
        const made = generator.forward(randn([1000, noiseSize, 1, 1], { rng })); // [1000, 1, 28, 28]
        const samples = div(add(reshape(made, [1000, 784]) as Tensor, 1), 2) as Tensor;
        const rows = Array.from(
          { length: 8 },
          (_, i) => slice(samples, { start: 16 * i, stop: 16 * i + 16 }) as Tensor,
        );
        return { numbers: { ...judge(samples), judge: accuracy }, pictures: { 'dcgan.png': imageGrid(rows) } };
      }),
    );
  },
};
