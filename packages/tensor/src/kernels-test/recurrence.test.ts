import { describe, expect, test } from 'vitest';
import { type LayersExports, layersBinary } from '../generated/layer-kernels.ts';
import {
  naiveGruBackward,
  naiveGruStep,
  naiveLstmBackward,
  naiveLstmStep,
  naiveRnnBackward,
  naiveRnnStep,
} from '../naive/recurrence.ts';
import { type Arena, buildsOf, randomSource } from './arena.testing.ts';

const cells = [
  { cell: 'lstm', gates: 4, step: naiveLstmStep, backward: naiveLstmBackward },
  { cell: 'gru', gates: 3, step: naiveGruStep, backward: naiveGruBackward },
  { cell: 'rnnTanh', gates: 1, step: naiveRnnStep(true), backward: naiveRnnBackward(true) },
  { cell: 'rnnRelu', gates: 1, step: naiveRnnStep(false), backward: naiveRnnBackward(false) },
] as const;
/** Rows, columns, lengths: whole vectors, tails of 1 to 3, fewer columns than a vector. */
const shapes = [
  [3, 8, null],
  [2, 7, [2, 1]],
  [4, 5, [1, 9, 0, 2]],
  [1, 2, null],
] as const;

/** The same operands twice: one set for the kernel, one for the oracle. */
function twice(arena: Arena<LayersExports>, sizes: readonly number[], scale: number) {
  const random = randomSource(5);
  const make = (values: number[]) => arena.from(Float32Array, values);
  return sizes.map((size) => {
    const values = Array.from({ length: size }, () => scale * random());
    return [make(values), make(values)] as const;
  });
}

function run(
  arena: Arena<LayersExports>,
  pairs: readonly (readonly [Float32Array, Float32Array])[],
  absent: readonly number[],
  lengths: readonly number[] | null,
  rest: readonly number[],
  kernel: (...list: number[]) => void,
  naive: (typeof cells)[number]['step'],
): void {
  const ends = lengths === null ? 0 : arena.from(Int32Array, lengths).byteOffset;
  const list = (side: 0 | 1): number[] => [
    ...pairs.map((pair, i) => (absent.includes(i) ? 0 : pair[side].byteOffset)),
    ends,
    ...rest,
  ];
  kernel(...list(0));
  const { buffer } = arena.memory;
  naive({ floats: new Float32Array(buffer), integers: new Int32Array(buffer) }, list(1));
  for (const [i, [got, want]] of pairs.entries()) {
    for (const [k, value] of want.entries())
      expect(Math.abs(got[k] - value), `array ${i}, element ${k}`).toBeLessThan(6e-7);
    expect(arena.guarded(got)).toBe(true);
  }
}

describe.each(buildsOf<LayersExports>(layersBinary))('recurrent kernels, %s', (_, arena) => {
  describe.each(cells)('$cell', ({ cell, gates: G, step, backward }) => {
    const forwards = arena.kernels[`${cell}Step_f32`];
    const backwards = arena.kernels[`${cell}Backward_f32`];

    test.each(shapes)('%i rows of %i, lengths %j: a step as one by one', (rows, H, lengths) => {
      arena.reset();
      const n = rows * H;
      const pairs = twice(arena, [n, n, G * n, n, G * n, n, n], 3);
      run(arena, pairs, [], lengths, [1, rows, H], forwards, step);
    });

    test.each(shapes)('%i rows of %i, lengths %j: its gradient as one by one', (rows, H, lengths) => {
      const n = rows * H;
      // Without a gradient of the results, without one from a later step, and with both.
      for (const absent of [[4], [5], []]) {
        arena.reset();
        const pairs = twice(arena, [G * n, G * n, n, n, n, n, G * n, n, n, n, n, n], 0.9);
        // What an LSTM and a plain cell write for the product is what they write for the gates.
        if (cell !== 'gru') pairs[1] = pairs[0];
        run(arena, pairs, absent, lengths, [1, rows, H], backwards, backward);
      }
    });
  });

  test('gates saturate at 0 and 1, and NaN stays NaN', () => {
    arena.reset();
    const extremes = [-Infinity, -1e4, -100, 100, 1e4, Infinity, Number.NaN, -88.4];
    const [h, c] = [arena.empty(Float32Array, 8), arena.empty(Float32Array, 8)];
    const gates = arena.from(Float32Array, [...extremes, ...extremes, ...extremes, ...extremes]);
    const product = arena.from(Float32Array, new Float32Array(32));
    const [hBefore, cBefore] = [0.5, 0.25].map((value) => arena.from(Float32Array, new Float32Array(8).fill(value)));
    const addresses = [h, c, gates].map((array) => array.byteOffset);
    const inputs = [product, hBefore, cBefore].map((array) => array.byteOffset);
    arena.kernels.lstmStep_f32(
      addresses[0],
      addresses[1],
      addresses[2],
      0,
      inputs[0],
      inputs[1],
      inputs[2],
      0,
      0,
      1,
      8,
    );
    const i = [...gates.subarray(0, 8)].map((value) => (value < 1e-37 ? 0 : value));
    expect(i).toEqual([0, 0, 0, 1, 1, 1, Number.NaN, 0]);
    expect([...gates.subarray(16, 24)]).toEqual([-1, -1, -1, 1, 1, 1, Number.NaN, -1]);
    expect([...c].map((value) => (Math.abs(value) < 1e-37 ? 0 : value))).toEqual([
      0,
      0,
      0,
      1.25,
      1.25,
      1.25,
      Number.NaN,
      0,
    ]);
  });
});
