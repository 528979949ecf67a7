import { backward } from '@ml/autograd';
import { type FloatDType, memory, Rng, tensor, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { expectClose, fixture, type Nested, precisions, toTensor } from '../fixture.testing.ts';
import { Sequential } from '../layers/containers/sequential.ts';
import { Embedding } from '../layers/embedding.ts';
import { Linear } from '../layers/linear.ts';
import { BatchNorm1d } from '../layers/norms/batch-norm.ts';
import { Module } from '../module.ts';
import type { StateDict } from '../state-dict.ts';
import { AveragedModel } from './averaged-model.ts';
import { ExponentialMovingAverage } from './exponential-moving-average.ts';

const reference = fixture<{
  states: Record<string, Nested>[];
  cases: { decay: number | null; useBuffers: boolean; after: Record<string, Nested> }[];
}>('averaging');

const inType = (state: Record<string, Nested>, dtype: FloatDType): StateDict =>
  Object.fromEntries(Object.entries(state).map(([name, values]) => [name, toTensor(values, dtype)]));

describe.each(precisions)('averages of weights in $dtype match torch', ({ dtype, tolerance }) => {
  test.each(reference.cases)('decay $decay, buffers $useBuffers', ({ decay, useBuffers, after }) => {
    const model = new Sequential(new Linear(3, 2, { dtype }), new BatchNorm1d(2, { dtype }));
    const average =
      decay === null
        ? new AveragedModel(model, { useBuffers })
        : new ExponentialMovingAverage(model, { decay, useBuffers });
    for (const state of reference.states) {
      model.loadStateDict(inType(state, dtype));
      average.update(model);
    }
    const state = average.stateDict();
    expect(Object.keys(state)).toEqual(Object.keys(after));
    for (const [name, values] of Object.entries(after)) {
      // torch 1.13 leaves buffers as they were at the start, later versions and this keep up with the model.
      const buffer = name.includes('running') || name.includes('num_batches');
      const last = reference.states[reference.states.length - 1][name.slice('module.'.length)];
      expectClose(state[name], buffer && !useBuffers ? last : values, tolerance);
    }
  });
});

describe('averages of weights', () => {
  const set = (model: Linear, x: number) => model.loadStateDict({ weight: tensor([[x]]), bias: tensor([-x]) });

  test('are written into a model, exchanged and exchanged back', () => {
    const model = new Linear(1, 1);
    const average = new AveragedModel(model);
    for (const x of [1, 2]) {
      set(model, x);
      average.update(model);
    }
    const version = model.weight.storage.version;
    average.swapWith(model);
    expect([model.weight.item(), model.bias?.item()]).toEqual([1.5, -1.5]);
    expect(model.weight.storage.version).toBeGreaterThan(version);
    average.swapWith(model);
    expect(model.weight.item()).toBe(2);
    const other = new Linear(1, 1);
    average.applyTo(other);
    expect(other.weight.item()).toBe(1.5);
    expect(average.averaged).toBe(2);
  });

  test('continue bit for bit from their state', () => {
    const rng = new Rng(4);
    const [model, other] = [new Linear(3, 2, { rng }), new Linear(3, 2)];
    const whole = new ExponentialMovingAverage(model, { decay: 0.7 });
    const steps = (average: AveragedModel, count: number) => {
      for (let i = 0; i < count; i++) {
        for (const p of model.parameters()) p.grad = null;
        average.update(model);
      }
    };
    whole.update(model);
    const resumed = new ExponentialMovingAverage(other, { decay: 0.7 });
    resumed.loadStateDict(whole.stateDict());
    expect(resumed.averaged).toBe(1);
    model.loadStateDict(new Linear(3, 2, { rng }).stateDict());
    for (const average of [whole, resumed]) steps(average, 2);
    for (const [name, values] of Object.entries(whole.stateDict()))
      expect(toTypedArray(resumed.stateDict()[name])).toEqual(toTypedArray(values));
    expect(() => resumed.loadStateDict({ n_averaged: tensor(1) })).toThrow(
      'ExponentialMovingAverage.loadStateDict: the state does not fit; missing: module.weight, module.bias',
    );
    expect(() => resumed.update(new Linear(1, 2))).toThrow('ExponentialMovingAverage.update: the state does not fit');
  });

  test('of tied weights are one', () => {
    class Tied extends Module {
      readonly table = new Embedding(2, 1);
      readonly head = { weight: this.table.weight };
    }
    const model = new Tied();
    const average = new AveragedModel(model);
    const set2 = (x: number) => model.table.loadStateDict({ weight: tensor([[x], [x]]) });
    for (const x of [1, 3]) {
      set2(x);
      average.update(model);
    }
    expect(Object.keys(average.stateDict())).toEqual(['n_averaged', 'module.head.weight', 'module.table.weight']);
    average.swapWith(model);
    expect(model.head.weight.toArray()).toEqual([[2], [2]]);
    average.swapWith(model);
    expect(model.head.weight.toArray()).toEqual([[3], [3]]);
    average.dispose();
  });

  test('leave nothing behind and make no gradients', () => {
    const model = new Linear(4, 4);
    const average = new ExponentialMovingAverage(model);
    const live: number[] = [];
    for (let i = 0; i < 20; i++) {
      average.update(model);
      average.swapWith(model);
      average.applyTo(model);
      live.push(memory.report().liveBytes);
    }
    expect(live.at(-1)).toBe(live[0]);
    backward(model.forward(tensor([1, 2, 3, 4])).sum());
    expect(average.stateDict()['module.weight'].tracer).toBeNull();
    expect(() => new ExponentialMovingAverage(model, { decay: 1.5 })).toThrow('decay must be in 0 … 1, not 1.5');
  });
});
