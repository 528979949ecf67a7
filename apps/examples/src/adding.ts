// The adding problem of Hochreiter & Schmidhuber (1997): 50 numbers, two of them marked, and the sum of the two is asked for.
// Nothing but what is carried over many steps can tell it; always saying 1 has an error of 1/6.
import { noGrad } from '@ml/autograd';
import { AdamW, GRU, Linear, Module, mse, warmupCosine } from '@ml/nn';
import { type Rng, type Tensor, tensor, tidy } from '@ml/tensor';
import type { Example } from './example.ts';
import { fit } from './fit.ts';

const length = 50;
const hidden = 64;

/** Of each sequence one number is marked in either half. @shape x [B, T, 2], y [B, 1] */
function sequences(count: number, rng: Rng): { x: Tensor; y: Tensor } {
  const half = length / 2;
  const rows = Array.from({ length: count }, () => {
    const marked = [rng.integers(0, half), half + rng.integers(0, half)];
    return Array.from({ length }, (_, t) => [rng.uniform(), marked.includes(t) ? 1 : 0]);
  });
  const sums = rows.map((row) => [row.reduce((sum, [value, mark]) => sum + value * mark, 0)]);
  return { x: tensor(rows), y: tensor(sums) };
}

class Adder extends Module {
  readonly gru: GRU;
  readonly head: Linear;

  constructor(rng: Rng) {
    super();
    this.gru = new GRU(2, hidden, { batchFirst: true, rng });
    this.head = new Linear(hidden, 1, { rng }) as Linear;
  }

  /** @shape x [B, T, 2] → [B, 1] */
  forward(x: Tensor): Tensor {
    const [, h] = this.gru.forward(x); // [1, B, H]
    return this.head.forward(h.slice(0)) as Tensor;
  }
}

export const adding: Example = {
  about: 'a GRU adds the two marked numbers of fifty',
  run: async (options) => {
    const { rng, effort } = options;
    const model = new Adder(rng);
    const maxSteps = 1200;
    const loss = await fit(
      model,
      () => sequences(64, rng),
      {
        loss: (net, { x, y }) => mse(net.forward(x), y),
        optimizer: new AdamW(model.parameters(), { weightDecay: 0 }),
        schedule: warmupCosine({ warmup: 20, total: Math.ceil(maxSteps * effort), maxLr: 5e-3, minLr: 1e-4 }),
        clipNorm: 1,
        maxSteps,
      },
      options,
    );
    const error = tidy(() =>
      noGrad(() => {
        const { x, y } = sequences(1000, rng);
        return mse(model.forward(x), y).item();
      }),
    );
    return { numbers: { loss, error }, pictures: {} };
  },
};
