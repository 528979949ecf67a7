import { type Tensor, tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { Linear } from '../layers/linear.ts';
import { mse } from '../losses/mse.ts';
import { meanLoss } from '../metrics/mean-loss.ts';
import { SGD } from '../optim/sgd.ts';
import type { BatchSource } from './batch-source.ts';
import { evaluate } from './evaluate.ts';
import { train } from './train.ts';
import type { TrainEvent } from './train-event.ts';
import type { TrainOptions, TrainState } from './train-options.ts';

interface Batch {
  readonly inputs: Tensor;
  readonly targets: Tensor;
}

/** y = 2x in batches of 2, 2 and 1: five samples, three batches an epoch. */
class Doubles implements BatchSource<Batch>, Iterable<Batch> {
  readonly length = 3;
  at = 0;

  next(): Batch {
    const xs = [[0.1, 0.2], [0.3, 0.4], [0.5]][this.at++ % 3];
    return { inputs: tensor(xs.map((x) => [x])), targets: tensor(xs.map((x) => [2 * x])) };
  }
  *[Symbol.iterator]() {
    const all = new Doubles();
    for (let i = 0; i < 3; i++) yield all.next();
  }
  getState() {
    return this.at;
  }
  setState(at: number) {
    this.at = at;
  }
}

type Losses = { readonly validationLoss: number; readonly worst: number };

function setUp(more: Partial<TrainOptions<Linear, Batch, Losses>> = {}) {
  const model: Linear = new Linear(1, 1, { dtype: 'float32' });
  model.loadStateDict({ weight: tensor([[0]]), bias: tensor([0]) });
  const data = new Doubles();
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const options: TrainOptions<Linear, Batch, Losses> = {
    loss: (net, { inputs, targets }) => mse(net.forward(inputs) as Tensor, targets) as Tensor,
    optimizer,
    evaluate: async (net) => ({
      ...(await evaluate(net, data, { metrics: { validationLoss: meanLoss(mse) } })),
      worst: 7,
    }),
    ...more,
  };
  return { model, data, options };
}

async function collect(events: AsyncIterable<TrainEvent<Losses>>): Promise<TrainEvent<Losses>[]> {
  const all: TrainEvent<Losses>[] = [];
  for await (const event of events) all.push(event);
  return all;
}
const names = (events: readonly TrainEvent<Losses>[]) => events.map(({ type, step }) => `${type} ${step}`);

describe('epochs', () => {
  test('an evaluation, an event and a checkpoint at the end of each', async () => {
    const { model, data, options } = setUp({ epochs: 2, checkpoint: () => 'here' });
    const events = await collect(train(model, data, options));
    expect(events[0]).toMatchObject({ maxSteps: 6 });
    expect(names(events)).toEqual([
      'start 0',
      'eval 0',
      ...['step 1', 'step 2', 'step 3', 'eval 3', 'epoch 3', 'checkpoint 3'],
      ...['step 4', 'step 5', 'step 6', 'eval 6', 'epoch 6', 'checkpoint 6', 'end 6'],
    ]);
    const steps = events.filter((event) => event.type === 'step');
    const [first, second] = events.filter((event) => event.type === 'epoch');
    const weighted = steps.slice(0, 3).reduce((sum, { loss, items }) => sum + loss * items, 0) / 5;
    expect(first).toMatchObject({ epoch: 1, items: 5, loss: weighted });
    expect(second.epoch).toBe(2);
    expect(second.loss).toBeLessThan(first.loss);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  test('measurements stand in the event under their names', async () => {
    const { model, data, options } = setUp({ epochs: 1 });
    const evals = (await collect(train(model, data, options))).filter((event) => event.type === 'eval');
    // Weights of zero: the mean of (2x)² over the five samples.
    expect(evals[0].validationLoss).toBeCloseTo(0.44, 6);
    expect(evals[1].validationLoss).toBeLessThan(0.44);
    expect(evals[1].worst).toBe(7);
  });

  test('accumulated steps stop at the end of an epoch', async () => {
    const { model, data, options } = setUp({ epochs: 2, accumulate: 2 });
    const events = await collect(train(model, data, options));
    const steps = events.filter((event) => event.type === 'step');
    expect(steps.map(({ items }) => items)).toEqual([4, 1, 4, 1]);
    expect(names(events).filter((name) => name.startsWith('epoch'))).toEqual(['epoch 2', 'epoch 4']);
  });

  test('maxSteps may end a run before; a resumed run counts on', async () => {
    const cut = setUp({ epochs: 3, maxSteps: 4 });
    expect(names(await collect(train(cut.model, cut.data, cut.options))).slice(-3)).toEqual([
      'step 4',
      'eval 4',
      'end 4',
    ]);
    const resumed = setUp({ epochs: 2, startStep: 4, evaluate: undefined });
    resumed.data.setState(4);
    const events = await collect(train(resumed.model, resumed.data, resumed.options));
    expect(names(events)).toEqual(['start 4', 'step 5', 'step 6', 'epoch 6', 'end 6']);
    expect(events.at(-2)).toMatchObject({ epoch: 2, items: 3 });
  });
});

describe('callbacks', () => {
  test('hear every event before the reader does, in order and waited for', async () => {
    const heard: string[] = [];
    const slow = async ({ type, step }: TrainEvent<Losses>) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      heard.push(`slow ${type} ${step}`);
    };
    const quick = ({ type, step }: TrainEvent<Losses>) => heard.push(`quick ${type} ${step}`);
    const { model, data, options } = setUp({ maxSteps: 1, evaluate: undefined, callbacks: [slow, quick] });
    for await (const { type, step } of train(model, data, options)) heard.push(`reader ${type} ${step}`);
    const events = ['start 0', 'step 1', 'end 1'];
    expect(heard).toEqual(events.flatMap((event) => [`slow ${event}`, `quick ${event}`, `reader ${event}`]));
  });

  test("'stop' ends the run after the step, with a checkpoint", async () => {
    const stop = ({ type, step }: TrainEvent<Losses>) => (type === 'step' && step === 2 ? 'stop' : undefined);
    const { model, data, options } = setUp({
      epochs: 9,
      callbacks: [stop],
      evaluate: undefined,
      checkpoint: () => 'x',
    });
    const events = await collect(train(model, data, options));
    expect(names(events)).toEqual(['start 0', 'step 1', 'step 2', 'checkpoint 2', 'end 2']);
    expect(events.at(-1)).toMatchObject({ reason: 'stopped' });
  });

  test('one that throws ends the run', async () => {
    const callbacks = [() => Promise.reject(new Error('disk full'))];
    const { model, data, options } = setUp({ epochs: 1, callbacks });
    await expect(collect(train(model, data, options))).rejects.toThrow('disk full');
  });
});

test('the best is told by the measurement that is monitored, in its mode', async () => {
  const found = [1, 5, Number.NaN, 3, 6];
  const states: TrainState<{ accuracy: number }>[] = [];
  const { model, data, options } = setUp();
  const { loss, optimizer } = options;
  const events = train(model, data, {
    loss,
    optimizer,
    maxSteps: 4,
    evalInterval: 1,
    checkpointInterval: 1,
    evaluate: () => ({ accuracy: found.shift() as number }),
    monitor: 'accuracy',
    mode: 'max',
    checkpoint: (state) => `${states.push(state)}`,
  });
  for await (const _ of events) {
    // only the checkpoints matter
  }
  expect(states.map(({ bestLoss, best }) => [bestLoss, best])).toEqual([
    [5, true],
    [5, false],
    [5, false],
    [6, true],
  ]);
  expect(states.map(({ evaluation }) => evaluation)).toEqual([5, Number.NaN, 3, 6].map((accuracy) => ({ accuracy })));
});

test.each([
  [{}, 'train: say how long with maxSteps or epochs'],
  [{ epochs: 1.5 }, 'train: epochs must be a whole number ≥ 0, not 1.5'],
  [
    { epochs: 1, monitor: 'accuracy' },
    "train: monitor is 'accuracy', and the evaluation measured validationLoss, worst",
  ],
  [{ epochs: 1, evaluate: () => ({ type: 1 }) }, "train: a measurement cannot be called 'type'"],
])('%o is refused', async (options, message) => {
  const { model, data, options: usual } = setUp();
  await expect(collect(train(model, data, { ...usual, ...(options as object) }))).rejects.toThrow(message);
});

test('epochs of data without a length are refused', async () => {
  const { model, data, options } = setUp({ epochs: 1 });
  const endless = { next: () => data.next(), getState: () => null, setState() {} };
  await expect(collect(train(model, endless, options))).rejects.toThrow('train: epochs need data with a length');
});
