import { backward, checkGrad } from '@ml/autograd';
import { type FloatDType, ones, Rng, randn, type Tensor, tidy, toTypedArray, zeros } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { AdamW } from '../../optim/adamw.ts';
import { describeLayers, type LayerMaker } from '../../parity.testing.ts';
import { GRU } from './gru.ts';
import { GRUCell } from './gru-cell.ts';
import { LSTM } from './lstm.ts';
import { LSTMCell } from './lstm-cell.ts';
import type { RecurrentOptions } from './recurrent-layer.ts';
import { RNN } from './rnn.ts';
import { RNNCell } from './rnn-cell.ts';

const kinds = { RNN, GRU, LSTM } as const;
const cells = { RNNCell, GRUCell, LSTMCell } as const;
const names = Object.keys(kinds) as (keyof typeof kinds)[];
const deep: RecurrentOptions = { numLayers: 2, bidirectional: true };

/** A layer whose call takes h, or h and c, and returns the results in one list. */
function flat(
  kind: keyof typeof kinds,
  sizes: readonly [number, number],
  options: RecurrentOptions = {},
  lengths?: readonly number[],
): LayerMaker {
  return (dtype) => {
    const layer = new kinds[kind](...sizes, { ...options, dtype });
    const call = (x: Tensor, h?: Tensor, c?: Tensor): Tensor[] => {
      if (!(layer instanceof LSTM)) return layer.forward(x, h, { lengths });
      const [y, state] = layer.forward(x, h === undefined ? null : [h, c as Tensor], { lengths });
      return [y, ...state];
    };
    return [layer, call];
  };
}

function flatCell(kind: keyof typeof cells, sizes: readonly [number, number], options: object = {}): LayerMaker {
  return (dtype: FloatDType) => {
    const cell = new cells[kind](...sizes, { ...options, dtype });
    const call = (x: Tensor, h?: Tensor, c?: Tensor): Tensor | Tensor[] => {
      if (!(cell instanceof LSTMCell)) return cell.forward(x, h);
      return [...cell.forward(x, h === undefined ? null : [h, c as Tensor])];
    };
    return [cell, call];
  };
}

function forEach<K extends string>(
  words: readonly K[],
  makers: (word: K) => Record<string, LayerMaker>,
): Record<string, LayerMaker> {
  return Object.assign({}, ...words.map(makers));
}

describeLayers('recurrent', {
  ...forEach(names, (kind) => ({
    [kind]: flat(kind, [3, 4]),
    [`${kind} with state`]: flat(kind, [2, 3]),
    [`${kind} without bias`]: flat(kind, [2, 3], { bias: false }),
    [`${kind} of one sequence`]: flat(kind, [2, 3]),
    [`${kind} batch first`]: flat(kind, [3, 2], { batchFirst: true }),
    [`${kind} both ways, two layers`]: flat(kind, [2, 3], deep),
  })),
  'RNN relu': (dtype) => new RNN(3, 4, { nonlinearity: 'relu', dtype }),
  ...forEach(Object.keys(cells) as (keyof typeof cells)[], (kind) => ({
    [kind]: flatCell(kind, [3, 4]),
    [`${kind} from zeros`]: flatCell(kind, [2, 3]),
    [`${kind} of one, without bias`]: flatCell(kind, [2, 3], { bias: false }),
  })),
  'RNNCell relu': (dtype) => new RNNCell(3, 4, { nonlinearity: 'relu', dtype }),
});

describeLayers(
  'recurrent-lengths',
  forEach(names, (kind) => ({
    [`${kind} lengths`]: flat(kind, [3, 5], {}, [2, 4, 1]),
    [`${kind} lengths, both ways, two layers, batch first`]: flat(
      kind,
      [2, 3],
      { ...deep, batchFirst: true },
      [3, 1, 4, 2],
    ),
  })),
);

/** The results of a layer on x, as typed arrays. */
function bits(kind: keyof typeof kinds, x: Tensor, options: RecurrentOptions, lengths?: readonly number[]) {
  const layer = new kinds[kind](3, 8, { rng: new Rng(1), ...options }) as GRU;
  return layer.forward(x, null, { lengths });
}

describe.each(names)('%s', (kind) => {
  test('a sequence has the same bits whatever stands beside it and behind its end', () => {
    const x: Tensor = randn([6, 3, 3], { rng: new Rng(0) });
    const [y] = bits(kind, x, deep, [2, 6, 4]);
    for (const [b, length] of [2, 6, 4].entries()) {
      const [alone] = bits(kind, x.slice([0, length], [b, b + 1]) as Tensor, deep);
      expect(y.slice([0, length], [b, b + 1]).toArray()).toEqual(alone.toArray());
      expect(toTypedArray(y.slice([length, 6], b)).every((value) => value === 0)).toBe(true);
    }
  });

  test('going on from a state is the same as one pass', () => {
    const layer = new kinds[kind](3, 8, { numLayers: 2, rng: new Rng(1) }) as LSTM;
    const x: Tensor = randn([5, 2, 3], { rng: new Rng(0) });
    const [whole] = layer.forward(x);
    const [, state] = layer.forward(x.slice([0, 2]) as Tensor);
    const [rest] = layer.forward(x.slice([2, 5]) as Tensor, state);
    expect(rest.toArray()).toEqual(whole.slice([2, 5]).toArray());
  });

  test('both ways are symmetric: time turned round swaps the directions', () => {
    const layer = new kinds[kind](3, 8, { bidirectional: true, rng: new Rng(1) }) as GRU;
    const turned = new kinds[kind](3, 8, { bidirectional: true }) as GRU;
    const swapped = Object.entries(layer.stateDict()).map(([name, values]) => [
      name.endsWith('_reverse') ? name.slice(0, -'_reverse'.length) : `${name}_reverse`,
      values,
    ]);
    turned.loadStateDict(Object.fromEntries(swapped));
    const x: Tensor = randn([5, 2, 3], { rng: new Rng(0) });
    const [y] = layer.forward(x);
    const [z] = turned.forward(x.flip(0) as Tensor);
    expect(z.flip(0).slice('...', [8, 16]).toArray()).toEqual(y.slice('...', [0, 8]).toArray());
  });

  test('a sequence without steps keeps its state', () => {
    const layer = new kinds[kind](3, 8) as GRU;
    const [y, h] = layer.forward(ones([2, 2, 3]), kind === 'LSTM' ? null : ones([1, 2, 8]), { lengths: [0, 2] });
    expect(toTypedArray(y.slice(null, 0)).every((value) => value === 0)).toBe(true);
    const kept = kind === 'LSTM' ? (h as unknown as Tensor[])[0] : h;
    expect(toTypedArray(kept.slice(0, 0))).toEqual(new Float32Array(8).fill(kind === 'LSTM' ? 0 : 1));
  });

  test('second derivatives agree with differences', () => {
    const layer = new kinds[kind](2, 2, { bidirectional: true, dtype: 'float64', rng: new Rng(2) }) as GRU;
    checkGrad((x) => layer.forward(x, null, { lengths: [3, 1] })[0], [[3, 2, 2]], { order: 2, rtol: 1e-6, atol: 1e-8 });
  });

  test('starts uniform in ±1/√hidden', () => {
    const layer = new kinds[kind](40, 64, { rng: new Rng(3), ...deep });
    for (const [name, parameter] of layer.namedParameters()) {
      const values = Array.from(toTypedArray(parameter));
      const bound = 1 / 8;
      expect(Math.max(...values.map(Math.abs)), name).toBeLessThanOrEqual(bound);
      // The variance of a uniform distribution is bound²/3; biases have 64 to 256 elements, four standard errors.
      const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      const error = (4 * 0.9 * bound ** 2) / 3 / Math.sqrt(values.length);
      expect(Math.abs(variance - bound ** 2 / 3), name).toBeLessThan(error);
    }
  });

  test('dropout falls between layers, while training, from the generator given', () => {
    const x: Tensor = randn([4, 2, 3], { rng: new Rng(0) });
    const results = (dropout: number, training: boolean, numLayers = 2) => {
      const layer = new kinds[kind](3, 8, { numLayers, dropout, rng: new Rng(1) }) as GRU;
      return layer.train(training).forward(x)[0].toArray();
    };
    expect(results(0.5, true)).toEqual(results(0.5, true));
    expect(results(0.5, true)).not.toEqual(results(0, true));
    expect(results(0.5, false)).toEqual(results(0, true));
    expect(results(0.5, true, 1)).toEqual(results(0, true, 1));
    // With everything dropped, the upper layer sees zeros in place of the lower one's results.
    const layer = new kinds[kind](3, 8, { numLayers: 2, dropout: 1, rng: new Rng(1) }) as GRU;
    expect(layer.forward(x)[0].toArray()).toEqual(layer.forward(x.mul(2) as Tensor)[0].toArray());
  });

  test('learns to recall the first input', () => {
    const rng = new Rng(4);
    const layer = new kinds[kind](1, 8, { rng }) as GRU;
    const loss = (): Tensor => {
      const x: Tensor = randn([5, 32, 1], { rng });
      return layer
        .forward(x)[0]
        .slice(4, null, 0)
        .sub(x.slice(0, null, 0).tanh())
        .square()
        .mean() as Tensor;
    };
    const before = tidy(() => loss().item());
    const optimizer = new AdamW(layer.parameters(), { lr: 0.02 });
    for (let step = 0; step < 200; step++) {
      tidy(() => backward(loss()));
      optimizer.step();
      optimizer.zeroGrad();
    }
    expect(tidy(() => loss().item())).toBeLessThan(before / 10);
  });
});

describe('refusals', () => {
  const layer = new LSTM(4, 3);
  const state = (b: number): readonly [Tensor, Tensor] => [zeros([1, b, 3]), zeros([1, b, 3])];
  test.each([
    [
      'features',
      () => layer.forward(zeros([5, 4, 2])),
      'LSTM: x must be [T, B, 4], but has 2 features',
      'moveAxis(x, 1, -1)',
    ],
    ['axes', () => layer.forward(zeros([4])), 'LSTM: x must be [T, B, 4], but has 1 axes', ''],
    ['no steps', () => layer.forward(zeros([0, 2, 4])), 'LSTM: x has no steps', ''],
    [
      'a state for batch first',
      () => layer.forward(zeros([7, 5, 4]), state(7)),
      'h0 must be [1, 5, 3]',
      '{ batchFirst: true }',
    ],
    ['a state of another size', () => layer.forward(zeros([7, 5, 4]), state(2)), 'h0 must be [1, 5, 3]', ''],
    [
      'a state for time first',
      () => new GRU(4, 3, { batchFirst: true }).forward(zeros([7, 5, 4]), zeros([1, 5, 3])),
      'GRU: h0 must be [1, 7, 3]',
      '{ batchFirst: false }',
    ],
    [
      'lengths for batch first',
      () => layer.forward(zeros([3, 5, 4]), null, { lengths: [1, 2, 3] }),
      'x has 5 sequences, lengths has 3',
      '{ batchFirst: true }',
    ],
    [
      'a length beyond the end',
      () => layer.forward(zeros([3, 1, 4]), null, { lengths: [4] }),
      'lengths are whole numbers from 0 to 3, not 4',
      '',
    ],
    ['an input of a cell', () => new GRUCell(4, 3).forward(zeros([2, 3])), 'GRUCell: x must be [B, 4] or [4]', ''],
    ['a state of a cell', () => new RNNCell(4, 3).forward(zeros([2, 4]), zeros([3, 3])), 'h must be [2, 3]', ''],
  ])('%s', (_, call, message, mend) => {
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ name: 'ShapeError', axis: expect.any(Number) }));
    if (mend === '') expect(call).toThrow(expect.objectContaining({ mend: undefined }));
    else expect(call).toThrow(mend);
  });

  test.each([
    [() => new LSTM(0, 3), 'LSTM: inputSize must be a whole number ≥ 1, not 0'],
    [() => new GRU(2, 3, { numLayers: 1.5 }), 'GRU: numLayers must be a whole number ≥ 1, not 1.5'],
    [() => new GRU(2, 3, { dropout: 2 }), 'GRU: dropout must be in 0 … 1, not 2'],
    [() => new RNN(2, 3, { nonlinearity: 'sin' as 'relu' }), "RNN: nonlinearity must be 'tanh' or 'relu', not 'sin'"],
    [() => new RNNCell(2, -1), 'RNNCell: hiddenSize must be a whole number ≥ 1, not -1'],
  ])('options: %#', (call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});
