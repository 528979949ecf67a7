import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Rng } from './rng.ts';
import { type Position, parseSeed, position, readFixture } from './rng-fixture.testing.ts';
import type { RngState } from './rng-state.ts';

interface Case extends Position {
  readonly seed: string | string[];
  readonly method: string;
  readonly args: number[];
  readonly expected: number[];
}
interface StreamCase extends Position {
  readonly seed: string | string[];
  readonly method: string;
  readonly count: number;
  readonly args: [number, number];
  readonly checksum: number;
  readonly min: number;
  readonly max: number;
}

const { cases: draws } = readFixture<{ cases: Case[] }>('rng-draws');
const { cases: mixed } = readFixture<{ cases: (Position & { seed: string | string[]; expected: number[] })[] }>(
  'rng-mixed',
);
const { cases: streams } = readFixture<{ cases: StreamCase[] }>('rng-streams');

const each = (count: number, draw: () => number) => Array.from({ length: count }, draw);

/** The method as one call that fills an array, and as many single calls where there are such. */
const methods: Record<string, (rng: Rng, count: number, a: number, b: number) => ArrayLike<number>> = {
  random: (rng, count) => rng.fillRandom(new Float64Array(count)),
  'random one by one': (rng, count) => each(count, () => rng.random()),
  randomFloat: (rng, count) => rng.fillRandom(new Float32Array(count)),
  uniform: (rng, count, low, high) => rng.fillUniform(new Float64Array(count), low, high),
  'uniform one by one': (rng, count, low, high) => each(count, () => rng.uniform(low, high)),
  normal: (rng, count, mean, std) => rng.fillNormal(new Float64Array(count), mean, std),
  'normal one by one': (rng, count, mean, std) => each(count, () => rng.normal(mean, std)),
  normalFloat: (rng, count, mean, std) => rng.fillNormal(new Float32Array(count), mean, std),
  exponential: (rng, count, scale) => each(count, () => rng.exponential(scale)),
  integers: (rng, count, low, high) => rng.fillIntegers(new Float64Array(count), low, high),
  'integers one by one': (rng, count, low, high) => each(count, () => rng.integers(low, high)),
  integersEndpoint: (rng, count, low, high) => each(count, () => rng.integers(low, high, { endpoint: true })),
  permutation: (rng, count) => rng.permutation(count),
};

const long: Record<
  string,
  (rng: Rng, count: number, low: number, high: number) => Float64Array | Float32Array | Int32Array
> = {
  random: (rng, count) => rng.fillRandom(new Float64Array(count)),
  randomFloat: (rng, count) => rng.fillRandom(new Float32Array(count)),
  normal: (rng, count) => rng.fillNormal(new Float64Array(count)),
  normalFloat: (rng, count) => rng.fillNormal(new Float32Array(count)),
  exponential: (rng, count) => Float64Array.from({ length: count }, () => rng.exponential()),
  integers: (rng, count, low, high) => rng.fillIntegers(new Float64Array(count), low, high),
  permutation: (rng, count) => rng.permutation(count),
  choiceTail: (rng, count) => rng.choice(20_000, count, { replace: false }),
  choiceTailUnshuffled: (rng, count) => rng.choice(20_000, count, { replace: false, shuffle: false }),
  choiceFloyd: (rng, count) => rng.choice(1_000_000, count, { replace: false }),
};

/** Σ word[i]·(2i + 1) mod 2³² over the 32-bit words: order matters, and so does every bit. */
function checksum({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
  const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
  let sum = 0;
  for (let i = 0; i < words.length; i++) sum = (sum + Math.imul(words[i], 2 * i + 1)) | 0;
  return sum >>> 0;
}

describe('Rng against numpy.random.default_rng', () => {
  const oneByOne = draws.filter(({ method }) => `${method} one by one` in methods);
  test.each([...draws, ...oneByOne.map((c) => ({ ...c, method: `${c.method} one by one` }))])(
    '$method $args, seed $seed',
    ({ seed, method, args, expected, state, increment, buffered }) => {
      const rng = new Rng(parseSeed(seed));
      const [count, a, b] = args;
      expect(Array.from(methods[method](rng, count, a, b))).toEqual(expected);
      expect(position(rng)).toEqual({ state, increment, buffered });
    },
  );

  test.each(mixed)('32- and 64-bit draws in turn, seed $seed', ({ seed, expected, state, increment, buffered }) => {
    const rng = new Rng(parseSeed(seed));
    const values = Array.from({ length: 4 }, () => [
      rng.integers(100),
      rng.random(),
      rng.normal(),
      rng.integers(2 ** 40),
      rng.integers(7),
      ...rng.permutation(4),
      ...rng.fillRandom(new Float32Array(1)),
      rng.exponential(),
    ]).flat();
    expect(values).toEqual(expected);
    expect(position(rng)).toEqual({ state, increment, buffered });
  });

  test.each(streams)('$count of $method $args, seed $seed', ({ seed, method, count, args, ...expected }) => {
    const rng = new Rng(parseSeed(seed));
    const values = long[method](rng, count, ...args);
    let min = Infinity;
    let max = -Infinity;
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
    expect({ checksum: checksum(values), min, max, ...position(rng) }).toEqual(expected);
  });

  test('the normal streams reach into the tail beyond r = 3.654', () => {
    const normals = streams.filter(({ method }) => method.startsWith('normal'));
    expect(normals).toHaveLength(10);
    for (const { min, max } of normals) expect(Math.min(-min, max)).toBeGreaterThan(4);
  });
});

/** Something to draw, by number: 64-bit, 32-bit and rejecting methods. */
const steps: readonly ((rng: Rng) => number)[] = [
  (rng) => rng.random(),
  (rng) => rng.normal(),
  (rng) => rng.integers(10),
  (rng) => rng.fillRandom(new Float32Array(3))[2],
  (rng) => rng.permutation(6)[0],
  (rng) => rng.choice(50, 5, { replace: false })[4],
  (rng) => rng.spawn(1)[0].random(),
];
const program = () => fc.array(fc.nat(steps.length - 1), { maxLength: 12 });
const run = (rng: Rng, which: readonly number[]) => which.map((i) => steps[i](rng));

describe('Rng state', () => {
  test.prop([fc.bigInt(0n, 2n ** 130n), program(), program()])(
    'continues exactly after JSON',
    (seed, before, after) => {
      const rng = new Rng(seed);
      run(rng, before);
      const saved: RngState = JSON.parse(JSON.stringify(rng.getState()));
      const restored = Rng.fromState(saved);
      expect(restored.getState()).toEqual(saved);
      expect(run(restored, after)).toEqual(run(rng, after));
    },
  );

  test.prop([fc.nat(), program(), program()])('a clone draws the same and disturbs nothing', (seed, before, after) => {
    const rng = new Rng([seed, 1]);
    run(rng, before);
    const clone = rng.clone();
    const saved = rng.getState();
    const drawn = run(clone, after);
    expect(rng.getState()).toEqual(saved);
    expect(run(rng, after)).toEqual(drawn);
  });

  test('spawned generators differ from their parent and from each other, whatever was drawn before', () => {
    const fresh = new Rng(42);
    const used = new Rng(42);
    used.fillNormal(new Float64Array(100));
    const draw = (rng: Rng) => rng.random();
    const children = fresh.spawn(3).map(draw);
    expect(used.spawn(3).map(draw)).toEqual(children);
    expect(new Set([...children, ...fresh.spawn(2).map(draw), new Rng(42).random()]).size).toBe(6);
  });

  test('without a seed every generator is another one, and its state names the entropy', () => {
    const [a, b] = [new Rng(), new Rng()];
    const { entropy } = a.getState().seed;
    const first = a.random();
    expect(first).not.toBe(b.random());
    expect(new Rng(BigInt(String(entropy))).random()).toBe(first);
  });

  const saved = new Rng(1).getState();
  test.each<[string, unknown]>([
    ['rng state: state is not a 128-bit integer: -5', { ...saved, state: '-5' }],
    ['rng state: state is not a 128-bit integer: 12', { ...saved, state: 12 }],
    [`rng state: increment is not a 128-bit integer: ${2n ** 128n}`, { ...saved, increment: String(2n ** 128n) }],
    ['rng state: increment must be odd, got 6', { ...saved, increment: '6' }],
    ['rng state: algorithm is MT19937, not PCG64', { ...saved, algorithm: 'MT19937' }],
    ['rng state: algorithm is undefined, not PCG64', {}],
    ['rng state: buffered is not a 32-bit integer or null: 4294967296', { ...saved, buffered: 2 ** 32 }],
    ['rng state: buffered is not a 32-bit integer or null: undefined', { ...saved, buffered: undefined }],
    ['rng state: seed lacks its spawnKey or its count of children', { ...saved, seed: undefined }],
    [
      'rng state: seed lacks its spawnKey or its count of children',
      { ...saved, seed: { ...saved.seed, spawnKey: [-1] } },
    ],
    ['rng state: entropy is not an integer: x', { ...saved, seed: { ...saved.seed, entropy: ['1', 'x'] } }],
  ])('refuses foreign data and stays as it was: %s', (message, data) => {
    const rng = new Rng(1);
    expect(() => rng.setState(data as RngState)).toThrow(new RangeError(message));
    expect(rng.getState()).toEqual(saved);
  });
});

describe('Rng', () => {
  test('gives the documented values', () => {
    expect(new Rng(42).random()).toBe(0.7739560485559633);
    expect(new Rng(1).random()).toBe(0.5118216247002567);
    expect(new Rng(42).integers(10)).toBe(0);
    expect(new Rng(42).integers(1, 6, { endpoint: true })).toBe(1);
    expect(new Rng(42).normal()).toBe(0.30471707975443135);
    expect(new Rng(42).exponential()).toBe(2.4042086039659947);
    expect(new Rng(42).permutation(5)).toEqual(Int32Array.of(4, 2, 3, 1, 0));
    expect(new Rng(42).choice(10, 3, { replace: false })).toEqual(Int32Array.of(9, 0, 6));
  });

  test('shuffles any writable sequence, in place, as it permutes indices', () => {
    const order = new Rng(9).permutation(20);
    const letters = Array.from({ length: 20 }, (_, i) => String.fromCharCode(65 + i));
    const shuffled = new Rng(9).shuffle([...letters]);
    expect(shuffled).toEqual(Array.from(order, (i) => letters[i]));
    const bytes = Uint8Array.from({ length: 20 }, (_, i) => i);
    expect(new Rng(9).shuffle(bytes)).toBe(bytes);
    expect([...bytes]).toEqual([...order]);
  });

  test('fills small integer types with the values of the wide ones', () => {
    const wide = new Rng(3).fillIntegers(new Float64Array(64), -100, 100);
    expect([...new Rng(3).fillIntegers(new Int8Array(64), -100, 100)]).toEqual([...wide]);
  });

  test.each<[string, (rng: Rng) => unknown]>([
    ['integers: the range from 0 to 0 is empty', (rng) => rng.integers(0)],
    ['integers: the range from 3 to 2 is empty', (rng) => rng.integers(3, 2, { endpoint: true })],
    ['integers: ends must be safe integers at most 2^53 - 1 apart, got 0 and 1.5', (rng) => rng.integers(1.5)],
    [
      'integers: ends must be safe integers at most 2^53 - 1 apart, got -1 and 9007199254740991',
      (rng) => rng.integers(-1, Number.MAX_SAFE_INTEGER),
    ],
    ['normal: std must be ≥ 0, got -1', (rng) => rng.normal(0, -1)],
    ['normal: std must be ≥ 0, got NaN', (rng) => rng.fillNormal(new Float32Array(1), 0, Number.NaN)],
    ['exponential: scale must be ≥ 0, got -2', (rng) => rng.exponential(-2)],
    ['uniform: [1, 0) is not a finite range', (rng) => rng.uniform(1, 0)],
    ['uniform: [0, Infinity) is not a finite range', (rng) => rng.fillUniform(new Float64Array(1), 0, Infinity)],
    ['permutation: n must be an integer in [0, 2^31), got -1', (rng) => rng.permutation(-1)],
  ])('rejects: %s', (message, call) => {
    const rng = new Rng(0);
    const before = rng.getState();
    expect(() => call(rng)).toThrow(new RangeError(message));
    expect(rng.getState()).toEqual(before);
  });
});
