import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  type AdamTensors,
  adamSteps,
  getThreads,
  memory,
  Rng,
  randn,
  rmspropSteps,
  type SgdTensors,
  setThreads,
  sgdSteps,
  type Tensor,
  tensor,
  tidy,
  toTypedArray,
  zeros,
} from '../index.ts';
import { naiveAdamStep, naiveRmspropStep, naiveSgdStep } from '../naive/optimizer-steps.ts';

/** Odd ones, none at all, and enough elements for many tasks. */
const sizes = [0, 1, 3, 15, 16, 17, 1000, 40_001, 5, 70_000, 128];
const names = ['parameter', 'gradient', 'm', 'v', 'maxV'] as const;
type Five = Record<(typeof names)[number], Tensor>;

/** Five tensors for every size; every third is a view into a larger one, and every second gradient is strided. */
function randomTensors(dtype: 'float32' | 'float64'): Five[] {
  const rng = new Rng(5);
  const make = (size: number, offset: number): Tensor => {
    const whole: Tensor = randn([size + 7], { rng, dtype }).abs();
    return offset === 0 ? whole.slice([0, size]).copy() : whole.slice([offset, offset + size]);
  };
  return sizes.map((size, i) => {
    const [parameter, m, v, maxV] = [0, 1, 2, 3].map((k) => make(size, i % 3 === 0 ? 1 + ((i + k) % 5) : 0));
    const gradient: Tensor = i % 2 === 0 ? make(size, 0).mul(-1) : randn([size, 2], { rng, dtype }).slice(null, 1);
    return { parameter, gradient, m, v, maxV };
  });
}

const adam = {
  ...{ lr: 0.01, beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.1, decoupled: false, step: 3 },
  gradScale: 0.3,
};
const rmsprop = { lr: 0.01, alpha: 0.9, eps: 1e-3, weightDecay: 0.1, momentum: 0.8, gradScale: 0.3 };
const sgd = {
  lr: 0.01,
  momentum: 0.9,
  dampening: 0.2,
  weightDecay: 0.1,
  nesterov: false,
  first: false,
  gradScale: 0.3,
};
const rounding = { float32: Math.fround, float64: (x: number) => x };

describe.each(['float32', 'float64'] as const)('steps of many %s parameters', (dtype) => {
  test.each([1, 2, 3, 8])('are the naive ones, bit for bit, on %d threads', async (threads) => {
    const before = getThreads();
    setThreads(threads);
    await wait(200); // for workers to start
    tidy(() => {
      const all = randomTensors(dtype);
      const want = all.map((tensors) => names.map((name) => toTypedArray(tensors[name]).slice()));
      adamSteps(all, adam);
      for (const [p, g, m, v, top] of want) naiveAdamStep([p, g, m, v, top], adam, rounding[dtype]);
      expect(all.map((tensors) => names.map((name) => toTypedArray(tensors[name])))).toEqual(want);

      rmspropSteps(
        all.map(({ parameter, gradient, v, m }) => ({ parameter, gradient, squares: v, means: null, velocity: m })),
        rmsprop,
      );
      for (const [p, g, m, v] of want) naiveRmspropStep([p, g, v, null, m], rmsprop, rounding[dtype]);
      expect(all.map((tensors) => names.map((name) => toTypedArray(tensors[name])))).toEqual(want);

      sgdSteps(
        all.map(({ parameter, gradient, m }) => ({ parameter, gradient, velocity: m })),
        sgd,
      );
      for (const [p, g, m] of want) naiveSgdStep([p, g, m], sgd, rounding[dtype]);
      sgdSteps(
        all.map(({ parameter, gradient }) => ({ parameter, gradient, velocity: null })),
        sgd,
      );
      for (const [p, g] of want) naiveSgdStep([p, g], sgd, rounding[dtype]);
      expect(all.map((tensors) => names.map((name) => toTypedArray(tensors[name])))).toEqual(want);
    });
    setThreads(before);
  });

  test('count as writes of all but the gradient, and leave nothing behind', () => {
    tidy(() => {
      const all = randomTensors(dtype);
      adamSteps(all, adam);
      const live = memory.report().liveBytes;
      const versions = all.map((tensors) => names.map((name) => tensors[name].storage.version));
      adamSteps(all, adam);
      expect(memory.report().liveBytes).toBe(live);
      expect(all.map((tensors) => names.map((name) => tensors[name].storage.version))).toEqual(
        versions.map(([p, g, m, v, top]) => [p + 1, g, m + 1, v + 1, top + 1]),
      );
    });
  });
});

test('float32 and float64 parameters may come together, and none at all', () => {
  const [a, b] = (['float32', 'float64'] as const).map((dtype) => ({
    parameter: tensor([1, 2], { dtype }),
    gradient: tensor([4, 8], { dtype }),
    velocity: null,
  }));
  sgdSteps([a, b], { ...sgd, lr: 0.25, weightDecay: 0, gradScale: 0.5 });
  expect([a, b].map(({ parameter }) => parameter.toArray())).toEqual([
    [0.5, 1],
    [0.5, 1],
  ]);
  sgdSteps([], sgd);
  adamSteps([], adam);
  rmspropSteps([], rmsprop);
});

describe('steps refuse, and change nothing then,', () => {
  const good = (): AdamTensors => ({
    parameter: tensor([1, 2]),
    gradient: tensor([1, 1]),
    m: zeros([2]),
    v: zeros([2]),
    maxV: null,
  });
  const strided: Tensor = zeros([2, 2]).slice(null, 0);
  test.each<[string, Partial<AdamTensors>, string]>([
    ['shapes that differ', { m: zeros([3]) }, 'adamSteps: parameter, gradient and state must have one shape'],
    [
      'types that differ',
      { v: zeros([2], { dtype: 'float64' }) },
      'must have one float type, not float32, float32, float32, float64',
    ],
    ['strided state', { v: strided }, 'adamSteps: parameter and state must be contiguous'],
    ['a strided parameter', { parameter: strided }, 'adamSteps: parameter and state must be contiguous'],
    ['what is no tensor', { gradient: null as never }, 'adamSteps: expected a tensor, got null'],
    ['state that is missing', { v: null as never }, 'adamSteps: expected a tensor, got null'],
  ])('%s', (_, wrong, message) => {
    const first = good();
    expect(() => adamSteps([first, { ...good(), ...wrong }], adam)).toThrow(message);
    expect([first.parameter.toArray(), first.m.toArray()]).toEqual([
      [1, 2],
      [0, 0],
    ]);
  });

  test('integers, and a velocity of another shape', () => {
    const whole: Tensor = tensor([1, 2], { dtype: 'int32' });
    const one: SgdTensors = { parameter: whole, gradient: whole, velocity: null };
    expect(() => sgdSteps([one], sgd)).toThrow(
      'sgdSteps: parameter, gradient and state must have one float type, not int32, int32',
    );
    const { parameter, gradient } = good();
    expect(() => sgdSteps([{ parameter, gradient, velocity: zeros([1]) }], sgd)).toThrow('must have one shape');
    expect(() => sgdSteps(one as never, sgd)).toThrow('sgdSteps: tensors is');
  });
});
