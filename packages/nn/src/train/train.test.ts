import { memory, type Tensor, tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, restoreCheckpoint } from '../checkpoint.ts';
import { Linear } from '../layers/linear.ts';
import { mse } from '../losses/mse.ts';
import { SGD } from '../optim/sgd.ts';
import { newRun, type Run } from './noisy-line.testing.ts';
import { train } from './train.ts';
import type { TrainEvent } from './train-event.ts';
import type { TrainState } from './train-options.ts';
import { TrainingError } from './training-error.ts';

async function collect(events: AsyncIterable<TrainEvent>): Promise<TrainEvent[]> {
  const all: TrainEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const start = ({ model, data, options }: ReturnType<typeof newRun>, more: object = {}) =>
  train(model, data, { ...options, ...more });

/** What must repeat: everything but the time. */
function stepsOf(events: readonly TrainEvent[]): unknown[] {
  return events.filter((event) => event.type === 'step').map(({ seconds: _, ...rest }) => rest);
}

function snapshot({ model, optimizer, rngs, data }: Run, step: number): Uint8Array {
  return encodeCheckpoint({ model, optimizer, step, rngs, data });
}

describe('events', () => {
  test('come in order, and learning shows', async () => {
    const saved: TrainState[] = [];
    const checkpoint = (state: TrainState) => {
      saved.push(state);
      return `at ${state.step}`;
    };
    const events = await collect(start(newRun(), { checkpoint, checkpointInterval: 5 }));
    const names = events.map((event) => `${event.type} ${event.step}`);
    expect(names).toEqual([
      'start 0',
      'eval 0',
      ...[
        'step 1',
        'step 2',
        'step 3',
        'step 4',
        'eval 4',
        'step 5',
        'checkpoint 5',
        'step 6',
        'step 7',
        'step 8',
        'eval 8',
      ],
      ...['step 9', 'step 10', 'checkpoint 10', 'step 11', 'step 12', 'eval 12', 'checkpoint 12', 'end 12'],
    ]);
    expect(events[0]).toEqual({ type: 'start', step: 0, maxSteps: 12, parameters: 25 });
    expect(events.at(-1)).toEqual({ type: 'end', step: 12, reason: 'finished' });
    const evaluations = events.filter((event) => event.type === 'eval');
    expect(evaluations[3].validationLoss).toBeLessThan(evaluations[0].validationLoss / 2);
    expect(saved.map(({ reason }) => reason)).toEqual(['interval', 'interval', 'end']);
    const lowest = (upTo: number) =>
      Math.min(...evaluations.filter(({ step }) => step <= upTo).map((event) => event.validationLoss));
    expect(saved.map(({ bestLoss }) => bestLoss)).toEqual([5, 10, 12].map(lowest));
    // Evaluations fell at 0, 4, 8 and 12: best is told by the first checkpoint after the lowest.
    expect(saved[0].best).toBe(true);
    const checkpoints = events.filter((event) => event.type === 'checkpoint');
    expect(checkpoints.map(({ path, best }) => [path, best])).toEqual(
      saved.map(({ step, best }) => [`at ${step}`, best]),
    );
  });

  test('are plain data', async () => {
    const events = await collect(start(newRun()));
    expect(structuredClone(events)).toEqual(events);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  test('a step tells loss, rate, length of the gradient, targets and time', async () => {
    const [first] = (await collect(start(newRun()))).filter((event) => event.type === 'step');
    expect(first.items).toBe(8);
    expect(first.learningRate).toBe(0.0125);
    expect(first.gradNorm).toBeGreaterThan(0);
    expect(first.seconds).toBeGreaterThan(0);
  });

  test('without anything optional: start, steps, end', async () => {
    const run = newRun();
    const { loss, optimizer } = run.options;
    const events = await collect(train(run.model, run.data, { loss, optimizer, maxSteps: 2, items: () => 7 }));
    expect(events.map((event) => event.type)).toEqual(['start', 'step', 'step', 'end']);
    expect(events[1]).toMatchObject({ items: 7, learningRate: 0.05 });
  });
});

test('accumulating k batches is one batch k times as large', async () => {
  const rows = [[1], [2], [3], [4]];
  const target = (x: Tensor) => x.mul(3) as Tensor;
  const model = () => {
    const layer = new Linear(1, 1, { dtype: 'float64' });
    layer.loadStateDict({ weight: tensor([[0.5]]), bias: tensor([0.25]) });
    return layer;
  };
  const run = async (layer: Linear<1, 1>, batches: number[][][], accumulate: number) => {
    let at = 0;
    const data = {
      next: () => tensor(batches[at++ % batches.length], { dtype: 'float64' }) as Tensor,
      getState: () => at,
      setState() {},
    };
    const loss = (m: Linear<1, 1>, x: Tensor) => mse(m.forward(x) as Tensor, target(x));
    return stepsOf(
      await collect(
        train(layer, data, { loss, optimizer: new SGD(layer.parameters(), { lr: 0.01 }), maxSteps: 3, accumulate }),
      ),
    );
  };
  const [whole, parts] = [model(), model()];
  const wholeSteps = (await run(whole, [rows], 1)) as { loss: number }[];
  const partSteps = (await run(parts, [rows.slice(0, 2), rows.slice(2)], 2)) as { loss: number }[];
  for (const [i, { loss }] of wholeSteps.entries()) expect(partSteps[i].loss).toBeCloseTo(loss, 10);
  expect(parts.weight.item()).toBeCloseTo(whole.weight.item(), 10);
});

describe('resume', () => {
  test.each([1, 4, 5, 11])('after %i steps the rest is bit for bit the same', async (stopAt) => {
    const whole = newRun();
    const expected = stepsOf(await collect(start(whole)));
    const first = newRun();
    let file = new Uint8Array();
    for await (const event of start(first)) {
      if (event.type === 'step' && event.step === stopAt) {
        file = new Uint8Array(snapshot(first, stopAt));
        break;
      }
    }
    const second = newRun();
    const checkpoint: Checkpoint = decodeCheckpoint(file);
    restoreCheckpoint(checkpoint, second);
    const rest = stepsOf(await collect(start(second, { startStep: checkpoint.step })));
    expect(rest).toEqual(expected.slice(stopAt));
    expect(snapshot(second, 12)).toEqual(snapshot(whole, 12));
  });

  test('evaluating more or less often changes nothing', async () => {
    const often = stepsOf(await collect(start(newRun(), { evalInterval: 1 })));
    const never = stepsOf(await collect(start(newRun(), { evaluate: undefined })));
    expect(often).toEqual(never);
  });

  test('a finished run only says so', async () => {
    const events = await collect(start(newRun(), { startStep: 12 }));
    expect(events.map((event) => event.type)).toEqual(['start', 'end']);
  });
});

describe('stopping', () => {
  test('a signal stops after the step under way, with a checkpoint', async () => {
    const controller = new AbortController();
    const states: TrainState[] = [];
    const checkpoint = (state: TrainState) => {
      states.push(state);
      return 'here';
    };
    const events: TrainEvent[] = [];
    for await (const event of start(newRun(), { signal: controller.signal, checkpoint })) {
      events.push(event);
      if (event.type === 'step' && event.step === 3) controller.abort();
    }
    expect(events.slice(-3).map((event) => `${event.type} ${event.step}`)).toEqual(['step 3', 'checkpoint 3', 'end 3']);
    expect(events.at(-1)).toMatchObject({ reason: 'stopped' });
    expect(states).toMatchObject([{ step: 3, reason: 'stopped' }]);
  });

  test('timers fire while it trains', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const events = await collect(start(newRun(1_000_000), { signal: controller.signal, evaluate: undefined }));
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'stopped' });
  });
});

test('memory is flat: live bytes after step 20 are those after step 500', async () => {
  const live: number[] = [];
  for await (const event of start(newRun(500), { evalInterval: 50 }))
    if (event.type === 'step') live.push(memory.report().liveBytes);
  expect(live[499]).toBe(live[19]);
  const reserved = memory.report().reservedBytes;
  for await (const _ of start(newRun(50))) {
    // nothing
  }
  expect(memory.report().reservedBytes).toBe(reserved);
});

describe('errors', () => {
  test('a loss that is not finite stops the run before it harms the weights', async () => {
    const run = newRun();
    const before = run.model.parameters().map((p) => p.toArray());
    const loss = () => tensor(Number.NaN) as Tensor;
    const training = collect(start(run, { loss, evaluate: undefined }));
    await expect(training).rejects.toThrow(TrainingError);
    await expect(training).rejects.toThrow('step 1: the loss is NaN');
    expect(run.model.parameters().map((p) => p.toArray())).toEqual(before);
  });

  test('a gradient that is not finite does the same', async () => {
    const layer = new Linear(1, 1);
    layer.loadStateDict({ weight: tensor([[0]]), bias: tensor([0]) });
    const data = { next: () => tensor([[0]]) as Tensor, getState: () => null, setState() {} };
    // √0 is 0, with an infinite slope.
    const loss = (m: Linear<1, 1>, x: Tensor) => (m.forward(x) as Tensor).sqrt().sum() as Tensor;
    const training = collect(train(layer, data, { loss, optimizer: new SGD(layer.parameters()), maxSteps: 3 }));
    await expect(training).rejects.toThrow('step 1: the gradient of weight is not finite, though the loss is 0');
    expect(layer.weight.toArray()).toEqual([[0]]);
  });

  test.each([
    [{ maxSteps: -1 }, 'train: maxSteps must be a whole number ≥ 0, not -1'],
    [{ startStep: 0.5 }, 'train: startStep must be a whole number ≥ 0, not 0.5'],
    [{ evalInterval: 0 }, 'train: evalInterval must be a whole number ≥ 1, not 0'],
    [{ accumulate: Number.NaN }, 'train: accumulate must be a whole number ≥ 1, not NaN'],
  ])('%o', async (options, message) => {
    await expect(collect(start(newRun(), options))).rejects.toThrow(message);
  });

  test('the model is back in its mode after an evaluation that throws', async () => {
    const run = newRun();
    const evaluate = () => {
      throw new Error('no');
    };
    await expect(collect(start(run, { evaluate }))).rejects.toThrow('no');
    expect(run.model.modules().every((module) => module.training)).toBe(true);
  });
});
