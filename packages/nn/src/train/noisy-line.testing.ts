// A small run with everything whose state must survive: dropout, shuffled batches, momentum, a schedule.
import { Rng, type Tensor, tensor } from '@ml/tensor';
import type { JsonValue } from '../json.ts';
import { Tanh } from '../layers/activations/tanh.ts';
import { Sequential } from '../layers/containers/sequential.ts';
import { Dropout } from '../layers/dropout.ts';
import { Linear } from '../layers/linear.ts';
import { mse } from '../losses/mse.ts';
import type { Module } from '../module.ts';
import { AdamW } from '../optim/adamw.ts';
import { decayGroups } from '../optim/decay-groups.ts';
import { warmupCosine } from '../schedules/warmup-cosine.ts';
import type { BatchSource } from './batch-source.ts';
import type { TrainOptions } from './train-options.ts';

interface Batch {
  readonly inputs: Tensor;
  readonly targets: Tensor;
}

/** y = 2x − 1 with noise, four points at a time. */
class NoisyLine implements BatchSource<Batch> {
  readonly #rng = new Rng(11);

  next(): Batch {
    const xs = Array.from({ length: 4 }, () => this.#rng.uniform(-1, 1));
    const ys = xs.map((x) => 2 * x - 1 + this.#rng.normal(0, 0.01));
    return { inputs: tensor(xs.map((x) => [x])), targets: tensor(ys.map((y) => [y])) };
  }

  getState(): JsonValue {
    return this.#rng.getState() as unknown as JsonValue;
  }

  setState(state: JsonValue): void {
    this.#rng.setState(state as never);
  }
}

export interface Run {
  readonly model: Module;
  readonly optimizer: AdamW;
  readonly rngs: { readonly dropout: Rng };
  readonly data: BatchSource<Batch>;
  readonly options: TrainOptions<Sequential, Batch>;
}

export function newRun(maxSteps = 12): Run & { readonly model: Sequential } {
  const init = new Rng(1);
  const dropout = new Rng(2);
  const model: Sequential = new Sequential(
    new Linear(1, 8, { rng: init }),
    new Tanh(),
    new Dropout(0.1, { rng: dropout }),
    new Linear(8, 1, { rng: init }),
  );
  const optimizer = new AdamW(decayGroups(model, 0.1), { lr: 0.05 });
  const validation = new NoisyLine();
  const options: TrainOptions<Sequential, Batch> = {
    loss: (net, { inputs, targets }) => mse(net.forward(inputs), targets),
    optimizer,
    maxSteps,
    schedule: warmupCosine({ warmup: 3, total: 12, maxLr: 0.05, minLr: 0.005 }),
    clipNorm: 1,
    accumulate: 2,
    evaluate: (net) => {
      const { inputs, targets } = validation.next();
      const loss = mse(net.forward(inputs), targets).item();
      return { trainLoss: loss, validationLoss: loss };
    },
    evalInterval: 4,
  };
  return { model, optimizer, rngs: { dropout }, data: new NoisyLine(), options };
}
