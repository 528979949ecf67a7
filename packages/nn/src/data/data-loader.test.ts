import { manualSeed, memory, Rng, type Tensor, tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json.ts';
import { Linear } from '../layers/linear.ts';
import { mse } from '../losses/mse.ts';
import { SGD } from '../optim/sgd.ts';
import { train } from '../train/train.ts';
import { DataLoader, type DataLoaderOptions } from './data-loader.ts';
import type { Dataset } from './dataset.ts';
import { MapDataset } from './map-dataset.ts';
import { RandomSampler } from './samplers/random-sampler.ts';
import { StratifiedBatchSampler } from './samplers/stratified-batch-sampler.ts';
import { WeightedRandomSampler } from './samplers/weighted-random-sampler.ts';
import { TensorDataset } from './tensor-dataset.ts';

const count = (length: number) => new TensorDataset(tensor(Array.from({ length }, (_, i) => i)));
const values = (batch: Tensor) => batch.toArray() as number[];

/** Samples with noise: what is drawn must be decided by the loader's generator. */
const noisy = (length: number) => new MapDataset(count(length), (x, rng) => x.add(rng.random()) as Tensor);

type Options = DataLoaderOptions<Tensor, Tensor>;
const labels = Array.from({ length: 23 }, (_, i) => i % 3);
const kinds: [string, (rng: Rng) => Options][] = [
  ['in sequence', (rng) => ({ batchSize: 4, rng })],
  ['shuffled', (rng) => ({ batchSize: 4, shuffle: true, rng })],
  [
    'with a sampler',
    (rng) => ({ batchSize: 5, dropLast: true, sampler: new RandomSampler({ length: 23 }, { replacement: true }), rng }),
  ],
  ['weighted', (rng) => ({ batchSize: 4, sampler: new WeightedRandomSampler(labels, 17), rng })],
  ['stratified', (rng) => ({ batchSampler: new StratifiedBatchSampler(labels, 6), rng })],
];

test.each([
  [
    { batchSize: 4 },
    [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ],
  ],
  [
    { batchSize: 4, dropLast: true },
    [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ],
  ],
  [{ batchSize: 20 }, [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]],
  [{ batchSize: 20, dropLast: true }, []],
])('an epoch of 10 with %j', (options, expected) => {
  const loader = new DataLoader(count(10), options);
  expect(loader.length).toBe(expected.length);
  expect(Array.from(loader, values)).toEqual(expected);
  expect(Array.from(loader, values)).toEqual(expected);
  expect(loader.epoch).toBe(2);
});

test('a batch has one sample unless it is told otherwise', () => {
  expect(Array.from(new DataLoader(count(3)), values)).toEqual([[0], [1], [2]]);
});

test('shuffling gives every sample once, in another order each epoch, decided by the seed', () => {
  const epochs = (seed: number) => {
    const loader = new DataLoader(count(30), { batchSize: 7, shuffle: true, rng: new Rng(seed) });
    return [0, 1, 2].map(() => Array.from(loader, values).flat());
  };
  const [first, second] = epochs(1);
  expect(first).not.toEqual(second);
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
  expect(epochs(1)).toEqual(epochs(1));
  expect(epochs(1)).not.toEqual(epochs(2));
});

test('without a generator of its own, manualSeed decides', () => {
  const order = () => {
    manualSeed(9);
    return Array.from(new DataLoader(count(12), { batchSize: 5, shuffle: true }), values);
  };
  expect(order()).toEqual(order());
});

test('collates samples where the data set has no batches, or as it is told', () => {
  const squares: Dataset<{ n: number; name: string }> = { length: 3, get: (n) => ({ n: n * n, name: `${n}` }) };
  const batches = Array.from(new DataLoader(squares, { batchSize: 2 }), ({ n, name }) => [values(n), name]);
  expect(batches).toEqual([
    [
      [0, 1],
      ['0', '1'],
    ],
    [[4], ['2']],
  ]);
  const joined = new DataLoader<{ n: number; name: string }, string>(squares as never, {
    batchSize: 2,
    collate: (samples) => samples.map(({ name }) => name).join('+'),
  });
  expect([...joined]).toEqual(['0+1', '2']);
});

describe('position', () => {
  for (const [name, options] of kinds) {
    const make = () => new DataLoader<Tensor, Tensor>(noisy(23), options(new Rng(7)));

    test(`${name}: saved after any batch, what is left of three epochs is the same bit for bit`, () => {
      const whole = make();
      const total = 3 * whole.length;
      const expected = Array.from({ length: total }, () => values(whole.next()));
      for (let stop = 0; stop < total; stop++) {
        const first = make();
        for (let i = 0; i < stop; i++) first.next();
        const saved = JSON.parse(JSON.stringify(first.getState())) as JsonValue;
        const second = new DataLoader<Tensor, Tensor>(noisy(23), options(new Rng(1000))); // another seed: the state has it
        second.next();
        second.setState(saved);
        expect(Array.from({ length: total - stop }, () => values(second.next()))).toEqual(expected.slice(stop));
      }
    });

    test(`${name}: loops over epochs finish the interrupted one first`, () => {
      const whole = make();
      const expected = [0, 1, 2].map(() => Array.from(whole, values));
      const first = make();
      for (const _ of first);
      let taken = 0;
      for (const _ of first) if (++taken === 2) break;
      expect(first.epoch).toBe(1);
      const second = make();
      second.setState(first.getState());
      expect(second.epoch).toBe(1);
      expect(Array.from(second, values)).toEqual(expected[1].slice(2));
      expect(Array.from(second, values)).toEqual(expected[2]);
      expect(second.epoch).toBe(3);
    });
  }

  test('a loop that was left is not taken up by the next one, but by next()', () => {
    const loader = new DataLoader(count(6), { batchSize: 2 });
    for (const batch of loader) {
      expect(values(batch)).toEqual([0, 1]);
      break;
    }
    expect(values(loader.next())).toEqual([2, 3]);
    expect(Array.from(loader, values)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  test('loops over one loader can be nested', () => {
    const loader = new DataLoader(count(3));
    const pairs: number[][] = [];
    for (const a of loader) {
      const outer = a.item();
      for (const b of loader) pairs.push([outer, b.item()]);
    }
    expect(pairs).toHaveLength(9);
    expect(pairs[5]).toEqual([1, 2]);
  });

  test('a generator that others draw from loses nothing', () => {
    const run = (stop: number | null) => {
      const rng = new Rng(3);
      let loader = new DataLoader(count(8), { batchSize: 2, shuffle: true, rng });
      const seen: unknown[] = [];
      for (let i = 0; i < 10; i++) {
        seen.push(values(loader.next()), rng.random());
        if (i !== stop) continue;
        const state = loader.getState();
        loader = new DataLoader(count(8), { batchSize: 2, shuffle: true, rng });
        rng.random();
        loader.setState(state);
      }
      return seen;
    };
    expect(run(5)).toEqual(run(null));
  });

  const state = (change: object) =>
    ({ ...(new DataLoader(count(6), { batchSize: 2 }).getState() as object), ...change }) as never;
  test.each([
    ['null', null, 'not the state of a data loader'],
    ['a number', 3, 'not the state of a data loader'],
    ['other data', state({ samples: 7 }), 'the state is of 7 samples in 3 batches, but here are 6 in 3'],
    ['other batches', state({ batches: 6 }), 'the state is of 6 samples in 6 batches'],
    ['a batch between epochs', state({ batch: 1 }), 'the state says batch 1 of no epoch'],
    ['a batch beyond the epoch', state({ batch: 3, order: new Rng(0).getState() }), 'the state says batch 3 of 3'],
    ['a broken generator', state({ rng: { algorithm: 'MT' } }), 'algorithm is MT'],
    ['a broken order', state({ order: { algorithm: 'MT' } }), 'algorithm is MT'],
  ])('refuses %s and stays where it is', (_, bad, message) => {
    const loader = new DataLoader(count(6), { batchSize: 2 });
    loader.next();
    expect(() => loader.setState(bad)).toThrow(message);
    expect(values(loader.next())).toEqual([2, 3]);
  });
});

describe('memory', () => {
  const wide = () => new TensorDataset({ inputs: tensor(new Float32Array(65_536)).reshape([64, 1024]) as Tensor });

  test('a plain loop never holds more than one batch', () => {
    const loader = new DataLoader(wide(), { batchSize: 8, shuffle: true });
    const before = memory.report().liveBytes;
    for (let epoch = 0; epoch < 3; epoch++) {
      for (const { inputs } of loader) {
        expect(memory.report().liveBytes - before).toBe(8 * 1024 * 4);
        expect(inputs.shape).toEqual([8, 1024]);
      }
    }
    expect(memory.report().liveBytes).toBe(before);
  });

  test('what is copied, or looked at through another view, lives on', () => {
    const loader = new DataLoader(count(4), { batchSize: 2 });
    const kept = Array.from(loader, (batch) => batch.reshape([2, 1]));
    expect(kept.map((x) => x.toArray())).toEqual([
      [[0], [1]],
      [[2], [3]],
    ]);
    expect([...loader].every((batch) => batch.isDisposed)).toBe(true);
  });

  test('next() leaves its batch to the scope around it', () => {
    const loader = new DataLoader(wide(), { batchSize: 8 });
    const before = memory.report().liveBytes;
    for (let i = 0; i < 200; i++) tidy(() => void loader.next());
    expect(memory.report().liveBytes).toBe(before);
  });
});

test('train takes it, and a resumed run is the uninterrupted one', async () => {
  const xs = Array.from({ length: 20 }, (_, i) => [i / 10 - 1]);
  const data = new TensorDataset({ inputs: tensor(xs), targets: tensor(xs.map(([x]) => [3 * x])) });
  const run = async (steps: number, resume?: { state: JsonValue; weights: Record<string, Tensor> }) => {
    const loader = new DataLoader(data, { batchSize: 6, shuffle: true, rng: new Rng(5) });
    const model = new Linear(1, 1, { rng: new Rng(1) });
    if (resume) {
      loader.setState(resume.state);
      model.loadStateDict(resume.weights);
    }
    const losses: number[] = [];
    const loss = (net: Linear<1, 1>, batch: { inputs: Tensor; targets: Tensor }) =>
      mse(net.forward(batch.inputs) as Tensor, batch.targets);
    const options = { loss, optimizer: new SGD(model.parameters(), { lr: 0.1 }), maxSteps: steps };
    for await (const event of train(model, loader, options)) {
      if (event.type === 'step') losses.push(event.loss);
    }
    return { losses, loader, model };
  };
  const whole = await run(12);
  const { loader, model, losses } = await run(7);
  const rest = await run(5, { state: loader.getState(), weights: model.stateDict() });
  expect([...losses, ...rest.losses]).toEqual(whole.losses);
});

describe('refuses', () => {
  test.each([
    [{ batchSize: 0 }, 'BatchSampler: batchSize must be an integer ≥ 1, not 0'],
    [
      { sampler: new RandomSampler({ length: 3 }), shuffle: true },
      'sampler says it all; shuffle cannot be given besides',
    ],
    [{ batchSampler: new StratifiedBatchSampler([1], 1), batchSize: 2 }, 'batchSampler says it all; batchSize cannot'],
    [
      { batchSampler: new StratifiedBatchSampler([1], 1), dropLast: false },
      'batchSampler says it all; dropLast cannot',
    ],
  ])('options %#', (options, message) => {
    expect(() => new DataLoader(count(3), options as Options)).toThrow(message);
  });

  test('to go on where there is no batch', () => {
    expect(() => new DataLoader(count(3), { batchSize: 4, dropLast: true }).next()).toThrow('3 samples make no batch');
    expect([...new DataLoader(count(0))]).toEqual([]);
  });

  test('a sampler that gives less than it says, or what is not there', () => {
    const short = { length: 3, batches: () => [[0], [1]] };
    expect(() => [...new DataLoader(count(3), { batchSampler: short })]).toThrow('gave fewer batches than the 3');
    const beyond = { length: 1, batches: () => [[3]] };
    expect(() => [...new DataLoader(count(3), { batchSampler: beyond })]).toThrow('3');
  });

  test('nothing after an error of the data set: the batch is asked for again', () => {
    let fail = true;
    const data: Dataset<number> = {
      length: 2,
      get: (i) => {
        if (i === 1 && fail) throw new Error('busy');
        return i;
      },
    };
    const loader = new DataLoader(data);
    loader.next();
    expect(() => loader.next()).toThrow('busy');
    fail = false;
    expect(values(loader.next())).toEqual([1]);
  });
});
