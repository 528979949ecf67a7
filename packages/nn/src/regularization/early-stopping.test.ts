import { memory, Rng, tensor, tidy, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { Linear } from '../layers/linear.ts';
import { mse } from '../losses/mse.ts';
import { SGD } from '../optim/sgd.ts';
import { train } from '../train/train.ts';
import { EarlyStopping, type EarlyStoppingOptions } from './early-stopping.ts';

const answers = (options: EarlyStoppingOptions, measured: number[]): boolean[] => {
  const stopping = new EarlyStopping(options);
  return measured.map((value) => stopping.observe(value));
};

describe('EarlyStopping', () => {
  test('waits for patience measurements in a row that are not better', () => {
    expect(answers({ patience: 1 }, [3, 2, 2])).toEqual([false, false, true]);
    expect(answers({ patience: 2 }, [3, 4, 2, 3, 3])).toEqual([false, false, false, false, true]);
    expect(answers({ patience: 2, mode: 'max' }, [1, 2, 1, 2])).toEqual([false, false, false, true]);
  });

  test('asks for more than minDelta, from the best one and not from the last', () => {
    expect(answers({ patience: 2, minDelta: 1 }, [10, 9.5, 9, 8.5])).toEqual([false, false, true, false]);
    expect(answers({ patience: 1, minDelta: 1 }, [10, 9])).toEqual([false, true]);
    expect(answers({ patience: 1, minDelta: 1, mode: 'max' }, [1, 2.5, 3])).toEqual([false, false, true]);
  });

  test('takes NaN for no improvement, the first time too, and infinity for a number', () => {
    const stopping = new EarlyStopping({ patience: 3 });
    expect([Number.NaN, Infinity, Number.NaN, 7, Number.NaN].map((x) => stopping.observe(x))).toEqual(
      Array(5).fill(false),
    );
    expect(stopping.getState()).toEqual({ best: 7, bestAt: 3, measurements: 5, badMeasurements: 1 });
  });

  test('restores the best weights, also after a resume', () => {
    const model = new Linear(2, 1, { rng: new Rng(1) });
    const stopping = new EarlyStopping({ patience: 2 });
    expect(() => stopping.restore(model)).toThrow('no weights were kept; give the model to observe');
    const set = (x: number) => model.loadStateDict({ weight: tensor([[x, x]]), bias: tensor([x]) });
    for (const [x, loss] of [
      [1, 3],
      [2, 1],
      [3, 2],
    ]) {
      set(x);
      stopping.observe(loss, model);
    }
    const resumed = new EarlyStopping({ patience: 2 });
    resumed.setState(JSON.parse(JSON.stringify(stopping.getState())), stopping.bestWeights);
    for (const one of [stopping, resumed]) {
      set(9);
      one.restore(model);
      expect(toTypedArray(model.weight)).toEqual(new Float32Array([2, 2]));
      expect(one.observe(5, model)).toBe(true);
    }
    resumed.setState(stopping.getState());
    expect(resumed.bestWeights).toBeNull();
  });

  test('keeps one copy of the weights, whatever scope it is in', () => {
    const model = new Linear(2, 1);
    const stopping = new EarlyStopping();
    const live: number[] = [];
    for (let i = 0; i < 20; i++) {
      tidy(() => stopping.observe(-i, model));
      live.push(memory.report().liveBytes);
    }
    expect(live.at(-1)).toBe(live[0]);
    stopping.dispose();
    expect(memory.report().liveBytes).toBeLessThan(live[0]);
  });

  test('ends a training run as a callback', async () => {
    const model = new Linear(1, 1, { rng: new Rng(1) });
    const data = { next: () => tensor([[1], [2]]), getState: () => null, setState() {} };
    const stopping = new EarlyStopping({ patience: 3 });
    const losses = [5, 4, 3, 3, 3, 3, 3];
    let evaluation = 0;
    let last = -1;
    const events = train(model, data, {
      loss: (net, x) => mse(net.forward(x), x),
      optimizer: new SGD(model.parameters(), { lr: 0.01 }),
      maxSteps: 100,
      evalInterval: 1,
      evaluate: () => ({ trainLoss: 0, validationLoss: losses[evaluation++] }),
      callbacks: [
        (event) => (event.type === 'eval' && stopping.observe(event.validationLoss, model) ? 'stop' : undefined),
      ],
    });
    for await (const event of events) last = event.step;
    expect([last, stopping.bestAt, stopping.best]).toEqual([5, 2, 3]);
  });

  test('refuses nonsense', () => {
    expect(() => new EarlyStopping({ patience: 0 })).toThrow(
      'EarlyStopping: patience must be a whole number ≥ 1, not 0',
    );
    expect(() => new EarlyStopping({ minDelta: -1 })).toThrow('EarlyStopping: minDelta must be ≥ 0, not -1');
    expect(() => new EarlyStopping({ mode: 'up' as never })).toThrow(
      "EarlyStopping: mode must be 'min' or 'max', not up",
    );
  });
});
