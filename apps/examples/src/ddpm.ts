// Denoising diffusion: T steps turn a digit into noise, each adding a little; a network learns to tell the noise in what it
// sees, and so to take the steps back. From nothing but noise it then walks to digits. Digits are 14 × 14 here, for speed.
import { noGrad } from '@ml/autograd';
import { AdamW, AvgPool2d, Conv2d, ConvTranspose2d, GroupNorm, Linear, Module, mse, Sequential, SiLU } from '@ml/nn';
import {
  add,
  clip,
  concat,
  div,
  mul,
  type Rng,
  randn,
  reshape,
  slice,
  sqrt,
  sub,
  type Tensor,
  tensor,
  tidy,
} from '@ml/tensor';
import { anneal } from './anneal.ts';
import { trainJudge } from './digit-judge.ts';
import { loadDigits } from './digits.ts';
import type { Example } from './example.ts';
import { fit } from './fit.ts';
import { imageGrid } from './image-grid.ts';

const side = 14;
const T = 100;
const timeSize = 32;

/** ᾱ_t, the share of the digit's variance that is left after t steps, t = 0 … T: a cosine, as Nichol & Dhariwal have it. */
const left = Array.from({ length: T + 1 }, (_, t) =>
  Math.max(1e-4, Math.cos(((t / T + 0.008) / 1.008) * (Math.PI / 2)) ** 2),
);

/** What step t is told as: sines and cosines of many wavelengths. @shape t [B] → [B, 32] */
function timeWaves(steps: readonly number[]): Tensor {
  const waves = Array.from({ length: timeSize / 2 }, (_, i) => 1000 ** (-i / (timeSize / 2 - 1)));
  return tensor(steps.map((t) => waves.flatMap((wave) => [Math.sin(t * wave), Math.cos(t * wave)])));
}

/** @shape [B, I, H, W] → [B, C, H, W] */
function convolved(channelsIn: number, channels: number, rng: Rng): Sequential {
  const convolution = new Conv2d(channelsIn, channels, 3, { padding: 1, rng });
  return new Sequential(convolution, new GroupNorm(4, channels), new SiLU()) as Sequential;
}

/** Two convolutions that are told the time, and a way past them. */
class Block extends Module {
  readonly first: Sequential;
  readonly time: Linear;
  readonly second: Sequential;
  readonly past: Conv2d;

  constructor(channelsIn: number, channels: number, rng: Rng) {
    super();
    this.first = convolved(channelsIn, channels, rng);
    this.time = new Linear(timeSize, channels, { rng });
    this.second = convolved(channels, channels, rng);
    this.past = new Conv2d(channelsIn, channels, 1, { rng });
  }

  /** @shape x [B, I, H, W], time [B, 32] → [B, C, H, W] */
  forward(x: Tensor, time: Tensor): Tensor {
    const told = this.time.forward(time); // [B, C]
    const inner = add(this.first.forward(x), reshape(told, [...told.shape, 1, 1]) as Tensor) as Tensor;
    return add(this.second.forward(inner), this.past.forward(x)) as Tensor;
  }
}

/** Tells the noise in an image: a U-Net of two levels. */
class NoiseNet extends Module {
  readonly above: Block;
  readonly down: Conv2d;
  readonly below: Block;
  readonly up: ConvTranspose2d;
  readonly joined: Block;
  readonly head: Conv2d;

  constructor(rng: Rng) {
    super();
    this.above = new Block(1, 24, rng);
    this.down = new Conv2d(24, 48, 2, { stride: 2, rng });
    this.below = new Block(48, 48, rng);
    this.up = new ConvTranspose2d(48, 24, 2, { stride: 2, rng });
    this.joined = new Block(48, 24, rng);
    this.head = new Conv2d(24, 1, 3, { padding: 1, rng });
  }

  /** @shape x [B, 1, 14, 14], one t for each → [B, 1, 14, 14] */
  forward(x: Tensor, steps: readonly number[]): Tensor {
    const time = timeWaves(steps);
    const above = this.above.forward(x, time); // [B, 24, 14, 14]
    const below = this.below.forward(this.down.forward(above), time); // [B, 48, 7, 7]
    const joined = concat([above, this.up.forward(below)], 1) as Tensor; // [B, 48, 14, 14]
    return this.head.forward(this.joined.forward(joined, time));
  }

  /**
   * L = mean of (ε − ε_θ(x_t, t))² with x_t = √ᾱ_t·x + √(1 − ᾱ_t)·ε, t uniform in 1 … T, ε ~ N(0, 1)
   *
   * @shape x [B, 1, 14, 14] → []
   */
  loss(x: Tensor, rng: Rng): Tensor<[]> {
    const steps = Array.from({ length: x.shape[0] }, () => rng.integers(1, T + 1));
    const share = tensor(steps.map((t) => [[[left[t]]]])); // ᾱ_t [B, 1, 1, 1]
    const noise = randn(x.shape, { rng });
    const seen = add(mul(sqrt(share), x), mul(sqrt(sub(1, share)), noise));
    return mse(this.forward(seen as Tensor, steps), noise) as Tensor<[]>;
  }

  /**
   * Walks from noise x_T to digits x_0 and returns what it saw at the `stops`.
   *
   * x_{t−1} ~ N(√ᾱ_{t−1}·β/(1 − ᾱ_t)·x̂ + √α·(1 − ᾱ_{t−1})/(1 − ᾱ_t)·x_t, (1 − ᾱ_{t−1})/(1 − ᾱ_t)·β), where x̂ is the digit that
   * the noise leaves, α = ᾱ_t/ᾱ_{t−1} and β = 1 − α.
   *
   * @shape → each [count, 1, 14, 14]
   */
  sample(count: number, stops: readonly number[], rng: Rng): Tensor[] {
    const shape = [count, 1, side, side];
    let x: Tensor = randn(shape, { rng });
    const seen: Tensor[] = [];
    for (let t = T; ; t--) {
      if (stops.includes(t)) seen.push(x);
      if (t === 0) return seen;
      const [now, before] = [left[t], left[t - 1]];
      const alpha = now / before;
      x = tidy(() => {
        const noise = this.forward(x, new Array<number>(count).fill(t));
        const digit = clip(div(sub(x, mul(noise, Math.sqrt(1 - now))), Math.sqrt(now)) as Tensor, {
          min: -1,
          max: 1,
        }) as Tensor;
        const towards = mul(digit, (Math.sqrt(before) * (1 - alpha)) / (1 - now));
        const mean = add(towards, mul(x, (Math.sqrt(alpha) * (1 - before)) / (1 - now))) as Tensor;
        const spread = Math.sqrt(((1 - before) / (1 - now)) * (1 - alpha));
        return add(mean, mul(randn(shape, { rng }), spread)) as Tensor;
      });
    }
  }
}

/** Digits of half the size with values −1 … 1. @shape [B, 784] → [B, 1, 14, 14] */
function small(x: Tensor): Tensor {
  const halved = new AvgPool2d(2).forward(reshape(x, [x.shape[0], 1, 28, 28]) as Tensor);
  return sub(mul(halved, 2), 1) as Tensor;
}

export const ddpm: Example = {
  about: 'a diffusion model walks from noise to digits',
  run: async (options) => {
    const { rng, effort } = options;
    const digits = await loadDigits();
    const model = new NoiseNet(rng);
    const maxSteps = 3000;
    const loss = await fit(
      model,
      () => small(digits.train.sample(64, rng).x),
      {
        loss: (net, x) => net.loss(x, rng),
        optimizer: new AdamW(model.parameters(), { lr: 4e-3, weightDecay: 0 }),
        schedule: anneal(4e-3, { maxSteps, effort }),
        clipNorm: 1,
        maxSteps,
      },
      options,
    );
    const flat = (x: Tensor): Tensor => reshape(x, [x.shape[0], side * side]) as Tensor;
    const { judge, accuracy } = await trainJudge(digits, options, (x) => flat(small(x)));
    return tidy(() =>
      noGrad(() => {
        const walk = model.sample(128, [100, 80, 60, 40, 30, 20, 10, 0], rng).map(flat);
        const samples = walk[walk.length - 1];
        const gray = (x: Tensor): Tensor => div(add(x, 1), 2) as Tensor;
        const part = (x: Tensor, i: number): Tensor => gray(slice(x, { start: 16 * i, stop: 16 * i + 16 }) as Tensor);
        return {
          numbers: { loss, ...judge(samples), judge: accuracy },
          pictures: {
            'ddpm-steps.png': imageGrid(walk.map((x) => part(x, 0))),
            'ddpm.png': imageGrid(walk.map((_, i) => part(samples, i))),
          },
        };
      }),
    );
  },
};
