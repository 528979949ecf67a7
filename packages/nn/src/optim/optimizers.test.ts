import { type Parameter, parameter } from '@ml/autograd';
import { type FloatDType, keep, memory, Rng, randn, tensor, tidy, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { expectClose, expectNear, fixture, type Nested, precisions, toTensor } from '../fixture.testing.ts';
import * as api from '../index.ts';
import { Linear } from '../layers/linear.ts';
import { Adadelta } from './adadelta.ts';
import { Adagrad } from './adagrad.ts';
import { Adam } from './adam.ts';
import { Adamax } from './adamax.ts';
import { AdamW } from './adamw.ts';
import { ASGD } from './asgd.ts';
import { clipGradNorm, clipScale, gradNorm } from './clip-grad-norm.ts';
import { clipGradValue } from './clip-grad-value.ts';
import { decayGroups } from './decay-groups.ts';
import { Lion } from './lion.ts';
import { Muon } from './muon.ts';
import { NAdam } from './nadam.ts';
import type { Optimizer, OptimizerState } from './optimizer.ts';
import { RAdam } from './radam.ts';
import { RMSprop } from './rmsprop.ts';
import { Rprop } from './rprop.ts';
import { SGD } from './sgd.ts';

const reference = fixture<{
  start: Nested[];
  gradients: (Nested | null)[][];
  cases: {
    kind: keyof typeof kinds;
    options: Record<string, number | boolean>;
    after: { step: number; values: Nested[] }[];
    state: Record<string, Nested>;
  }[];
  clipping: { limit: number; gradients: Nested[]; norm: number; clipped: Nested[] }[];
  valueClipping: { limit: number; gradients: Nested[]; clipped: Nested[] }[];
}>('optimizers');

const kinds = { Adadelta, Adagrad, Adam, Adamax, AdamW, ASGD, NAdam, RAdam, RMSprop, Rprop, SGD };
type Kind = new (parameters: Parameter[], options?: object) => Optimizer;
const all: Record<string, Kind> = { ...kinds, Lion, Muon };

function startingPoint(dtype: FloatDType): Parameter[] {
  return reference.start.map((values) => parameter(toTensor(values, dtype)));
}

/** Sets the gradients of a step and takes it; `scale` is undone by gradScale. */
function takeStep(optimizer: Optimizer, step: number, scale = 1): void {
  tidy(() => {
    for (const [i, p] of optimizer.parameters().entries()) {
      p.zeroGrad();
      const gradient = reference.gradients[step][i];
      if (gradient !== null) p.grad = keep(toTensor(gradient, p.dtype as FloatDType).mul(scale));
    }
    optimizer.step(scale === 1 ? {} : { gradScale: 1 / scale });
  });
}

describe.each(precisions)('optimizers in $dtype match torch', ({ dtype, tolerance }) => {
  test.each(reference.cases)('$kind $options', ({ kind, options, after, state }) => {
    for (const scale of [1, 4]) {
      const parameters = startingPoint(dtype);
      const optimizer: Optimizer = new all[kind](parameters, options);
      for (let step = 0; step < reference.gradients.length; step++) {
        takeStep(optimizer, step, scale);
        const expected = after.find((snapshot) => snapshot.step === step + 1);
        if (expected !== undefined)
          for (const [i, values] of expected.values.entries()) expectClose(parameters[i], values, tolerance);
      }
      const { tensors } = optimizer.stateDict();
      expect(Object.keys(tensors).sort()).toEqual(Object.keys(state).sort());
      for (const [name, values] of Object.entries(state)) expectClose(tensors[name], values, tolerance);
    }
  });

  test.each(reference.clipping)('clipGradNorm to $limit', ({ limit, gradients, norm, clipped }) => {
    const parameters = gradients.map((values) => {
      const p = parameter(toTensor(values, dtype));
      p.grad = keep(toTensor(values, dtype));
      return p;
    });
    expectNear(clipGradNorm(parameters, limit), norm, tolerance);
    for (const [i, values] of clipped.entries()) expectClose(parameters[i].grad, values, tolerance);
  });
});

describe.each(precisions)('clipGradValue in $dtype matches torch', ({ dtype, tolerance }) => {
  test.each(reference.valueClipping)('to $limit', ({ limit, gradients, clipped }) => {
    const parameters = gradients.map((values) => {
      const p = parameter(toTensor(values, dtype));
      p.grad = keep(toTensor(values, dtype));
      return p;
    });
    const versions = parameters.map(({ grad }) => grad?.storage.version ?? 0);
    clipGradValue([...parameters, parameter(tensor([1]))], limit);
    for (const [i, values] of clipped.entries()) expectClose(parameters[i].grad, values, tolerance);
    expect(parameters.map(({ grad }) => grad?.storage.version)).toEqual(versions.map((version) => version + 1));
  });
});

test('clipGradValue keeps NaN, and refuses a negative limit and strided gradients', () => {
  const p = parameter(tensor([0, 0, 0]));
  p.grad = keep(tensor([Number.NaN, Infinity, -Infinity]));
  clipGradValue([p], 2);
  expect(p.grad.toArray()).toEqual([Number.NaN, 2, -2]);
  expect(() => clipGradValue([p], -1)).toThrow('clipGradValue: clipValue must be ≥ 0, not -1');
  p.grad = keep(tensor([5, 6, 7, 8, 9, 10]).reshape([3, 2])).slice(null, 0) as never;
  expect(() => clipGradValue([p], 1)).toThrow('clipGradValue: gradients must be contiguous');
});

test('every optimizer of one step per gradient is in these tests', () => {
  const exported = Object.entries(api).filter(
    ([, value]) => typeof value === 'function' && value.prototype instanceof api.Optimizer,
  );
  expect(exported.map(([name]) => name).sort()).toEqual(Object.keys(all).sort());
});

test('momentum that is switched on later starts with the gradient', () => {
  const [late, fresh] = [startingPoint('float64'), startingPoint('float64')];
  const switched = new SGD(late, { lr: 0 });
  takeStep(switched, 0);
  const started = new SGD(fresh, { lr: 0.1, momentum: 0.9, dampening: 0.5 });
  Object.assign(switched.groups[0], { lr: 0.1, momentum: 0.9, dampening: 0.5 });
  for (const step of [1, 2, 3]) for (const optimizer of [switched, started]) takeStep(optimizer, step);
  for (const [i, p] of late.entries()) expect(p.toArray()).toEqual(fresh[i].toArray());
});

describe('parameters of one group', () => {
  const every: [string, (list: Parameter[]) => Optimizer][] = [
    ...Object.entries(all).map(([name, Kind]): [string, (list: Parameter[]) => Optimizer] => [
      name,
      (list) => new Kind(list, { lr: 0.1 }),
    ]),
    ['SGD with momentum', (list) => new SGD(list, { lr: 0.1, momentum: 0.9, dampening: 0.5 })],
    ['RMSprop with all', (list) => new RMSprop(list, { lr: 0.1, momentum: 0.9, centered: true, eps: 0.1 })],
    ['Adam with AMSGrad', (list) => new Adam(list, { lr: 0.1, amsgrad: true })],
  ];

  test.each(every)('take each its own steps, whoever else takes one: %s', (_, make) => {
    const start = () => [0, 1, 15, 16, 17, 1000].map((n) => parameter(randn([n, 3], { rng: new Rng(n) })));
    const [together, alone] = [start(), start()];
    const optimizer = make(together);
    const optimizers = alone.map((p) => make([p]));
    const rng = new Rng(9);
    for (let step = 1; step <= 6; step++) {
      for (const [i, p] of together.entries()) {
        for (const one of [p, alone[i]]) one.zeroGrad();
        // Parameter i has a gradient in every step but each (i + 1)th.
        if (step % (i + 2) === 0) continue;
        const gradient = randn(p.shape, { rng });
        for (const one of [p, alone[i]]) one.grad = keep(gradient.mul(1));
      }
      optimizer.step();
      for (const one of optimizers) one.step();
    }
    for (const [i, p] of together.entries()) expect(toTypedArray(p)).toEqual(toTypedArray(alone[i]));
    expect(optimizer.stateDict().steps).toEqual(optimizers.map((one) => one.stateDict().steps[0]));
    expect(new Set(optimizer.stateDict().steps).size).toBeGreaterThan(2);
  });

  test('start their velocities each at its own time', () => {
    const [a, b] = [parameter(tensor([0])), parameter(tensor([0]))];
    const optimizer = new SGD([a, b], { lr: 1 });
    const take = (...values: (number | null)[]) => {
      for (const [i, p] of [a, b].entries()) {
        const value = values[i];
        p.zeroGrad();
        if (value !== null) p.grad = keep(tensor([value]));
      }
      optimizer.step();
    };
    take(1, 1);
    optimizer.groups[0].momentum = 0.5;
    optimizer.groups[0].dampening = 0.75;
    take(1, null); // velocity of a: 1
    optimizer.groups[0].momentum = 0;
    take(null, 1);
    optimizer.groups[0].momentum = 0.5;
    take(4, 4); // the third step of both; velocity of a: 0.5·1 + 0.25·4, of b: 4
    expect([a, b].map((p) => p.item())).toEqual([-1 - 1 - 1.5, -1 - 1 - 4]);
  });
});

describe('groups', () => {
  test('options of a group go before those of the optimizer', () => {
    const [a, b] = startingPoint('float64');
    const grouped = new SGD([{ parameters: [a], lr: 0.5 }, { parameters: [b] }], { lr: 0.25 });
    expect(grouped.groups.map((group) => group.lr)).toEqual([0.5, 0.25]);
    takeStep(grouped, 0);
    const [alone] = startingPoint('float64');
    takeStep(new SGD([alone], { lr: 0.5 }), 0);
    expect(a.toArray()).toEqual(alone.toArray());
    grouped.setLearningRate(0.125);
    expect(grouped.groups.map((group) => group.lr)).toEqual([0.125, 0.125]);
  });

  test('decayGroups: matrices decay, vectors and frozen parameters do not', () => {
    const layer = new Linear(3, 2);
    const [matrices, vectors] = decayGroups(layer, 0.1);
    expect(matrices).toEqual({ parameters: [layer.weight], weightDecay: 0.1 });
    expect(vectors).toEqual({ parameters: [layer.bias], weightDecay: 0 });
    layer.weight.requiresGrad = false;
    expect(decayGroups(layer, 0.1)[0].parameters).toEqual([]);
  });

  test('refuses nonsense', () => {
    const p = parameter(tensor([1]));
    expect(() => new SGD([])).toThrow('SGD: there are no parameters to optimize');
    expect(() => new SGD([p, p])).toThrow('SGD: a parameter appears in more than one place');
    expect(() => new SGD([p], { lr: -1 })).toThrow('SGD: lr must be ≥ 0, not -1');
    expect(() => new SGD([p], { nesterov: true })).toThrow(
      'SGD: nesterov needs momentum > 0 and dampening 0, not 0 and 0',
    );
    expect(() => new AdamW([{ parameters: [p], beta2: 1 }])).toThrow('AdamW: beta2 must be in 0 … 1 (excluded), not 1');
    expect(() => new AdamW([p], { weightDecay: Number.NaN })).toThrow('AdamW: weightDecay must be ≥ 0, not NaN');
  });
});

describe('state', () => {
  const ours = [
    { kind: 'Lion', options: { lr: 0.1, weightDecay: 0.1 } },
    { kind: 'NAdam', options: { lr: 0.1, weightDecay: 0.1, decoupledWeightDecay: true, maximize: true } },
    { kind: 'RAdam', options: { lr: 0.1, weightDecay: 0.1, decoupledWeightDecay: true } },
  ];
  test.each([...reference.cases, ...ours])('$kind $options continues bit for bit', ({ kind, options }) => {
    const whole = new all[kind](startingPoint('float32'), options);
    const first = new all[kind](startingPoint('float32'), options);
    for (let step = 0; step < 5; step++) for (const optimizer of [whole, first]) takeStep(optimizer, step);
    const resumed = new all[kind](
      first.parameters().map((p) => parameter(p)),
      { lr: 77 },
    );
    // An option that changes which tensors there are comes from the state.
    resumed.loadStateDict(throughJson(first.stateDict()));
    for (let step = 5; step < 10; step++) for (const optimizer of [whole, resumed]) takeStep(optimizer, step);
    for (const [i, p] of resumed.parameters().entries())
      expect(toTypedArray(p)).toEqual(toTypedArray(whole.parameters()[i]));
  });

  /** All but the tensors as text and back. */
  function throughJson({ tensors, ...facts }: OptimizerState): OptimizerState {
    return { ...JSON.parse(JSON.stringify(facts)), tensors };
  }

  test('says what does not fit, and changes nothing then', () => {
    const optimizer = new AdamW(startingPoint('float32'), { lr: 0.5 });
    takeStep(optimizer, 0);
    const state = optimizer.stateDict();
    expect(Object.keys(state.tensors)).toEqual(['0.exp_avg', '0.exp_avg_sq', '1.exp_avg', '1.exp_avg_sq']);
    const other = new AdamW(startingPoint('float32'), { lr: 0.25 });
    expect(() => new SGD(startingPoint('float32')).loadStateDict(state)).toThrow(
      'SGD.loadStateDict: the state is of AdamW',
    );
    expect(() => new AdamW([parameter(tensor([1]))]).loadStateDict(state)).toThrow(
      'the state has 2 parameters by group, this optimizer 1',
    );
    const { '0.exp_avg': _, ...less } = state.tensors;
    expect(() => other.loadStateDict({ ...state, tensors: { ...less, x: tensor([1]) } })).toThrow(
      'AdamW.loadStateDict: the state does not fit; missing: 0.exp_avg; unexpected: x',
    );
    const wrong = { ...state.tensors, '1.exp_avg': tensor([1]) };
    expect(() => other.loadStateDict({ ...state, tensors: wrong })).toThrow(
      'shape of 1.exp_avg: [1] in the state, [5] here',
    );
    expect(() => other.loadStateDict({ ...state, steps: [1, -1] })).toThrow('steps must be one count ≥ 0');
    expect(other.groups[0].lr).toBe(0.25);
    expect(other.stateDict().tensors).toEqual({});
  });
});

describe('gradient length', () => {
  test('is that of all gradients together, also of strided ones', () => {
    const p = parameter(randn([3, 5], { rng: new Rng(1), dtype: 'float64' }));
    p.grad = keep(randn([5, 3], { rng: new Rng(2), dtype: 'float64' }).transpose()) as never;
    const direct = Math.hypot(...toTypedArray(p.grad as never));
    expect(gradNorm([p])).toBeCloseTo(direct, 12);
    expect(gradNorm([parameter(tensor([1]))])).toBe(0);
  });

  test('does not overflow where float32 would', () => {
    const p = parameter(tensor([0, 0]));
    p.grad = keep(tensor([3e25, 4e25]));
    expect(gradNorm([p]) / 5e25).toBeCloseTo(1, 6);
  });

  test('clipScale as a factor of the step is clipGradNorm before it', () => {
    const [clipped, scaled] = [0, 1].map(() => new AdamW(startingPoint('float32'), { lr: 0.1 }));
    for (const optimizer of [clipped, scaled]) {
      for (const [i, p] of optimizer.parameters().entries())
        p.grad = keep(toTensor(reference.gradients[0][i] as Nested, 'float32'));
    }
    clipGradNorm(clipped.parameters(), 0.3);
    clipped.step();
    scaled.step({ gradScale: clipScale(gradNorm(scaled.parameters()), 0.3) });
    for (const [i, p] of clipped.parameters().entries()) expect(p.toArray()).toEqual(scaled.parameters()[i].toArray());
  });

  test('refuses a negative limit', () => {
    expect(() => clipGradNorm([], -1)).toThrow('clipGradNorm: maxNorm must be ≥ 0, not -1');
  });
});

test.each(Object.keys(all))('steps of %s leave nothing behind', (kind) => {
  const parameters = kind === 'Muon' ? startingPoint('float32').slice(0, 1) : startingPoint('float32');
  const optimizer = new all[kind](parameters, {});
  const live: number[] = [];
  for (let i = 0; i < 200; i++) {
    takeStep(optimizer, i % 2);
    live.push(memory.report().liveBytes);
  }
  expect(live.at(-1)).toBe(live[1]);
});

describe.each(Object.keys(all))('%s', (kind) => {
  const make = (options: object) => new all[kind]([parameter(toTensor(reference.start[0], 'float64'))], options);
  const values = ([p]: Parameter[]) => toTypedArray(p);

  test('maximize goes where the negative gradient leads without it', () => {
    const [up, down] = [make({ lr: 0.1, maximize: true }), make({ lr: 0.1 })];
    for (let step = 0; step < 5; step++) {
      takeStep(up, step);
      takeStep(down, step);
    }
    expect(values(up.parameters())).not.toEqual(values(make({}).parameters()));
    const negated = make({ lr: 0.1 });
    for (let step = 0; step < 5; step++) {
      tidy(() => {
        const [p] = negated.parameters();
        p.zeroGrad();
        p.grad = keep(toTensor(reference.gradients[step][0] as Nested, 'float64').mul(-1));
        negated.step();
      });
    }
    expect(values(up.parameters())).toEqual(values(negated.parameters()));
    expect(values(down.parameters())).not.toEqual(values(negated.parameters()));
  });

  test('counts its writes, takes strided gradients, and refuses one of another shape', () => {
    const [optimizer, plainly] = [make({ lr: 0.1 }), make({ lr: 0.1 })];
    const [p] = optimizer.parameters();
    const version = p.storage.version;
    const gradient = toTensor(reference.gradients[0][0] as Nested, 'float64');
    p.grad = keep(gradient.transpose().copy()).transpose() as never;
    optimizer.step();
    expect(p.storage.version).toBeGreaterThan(version);
    takeStep(plainly, 0);
    expect(values([p])).toEqual(values(plainly.parameters()));
    p.grad = keep(tensor([1], { dtype: 'float64' })) as never;
    expect(() => optimizer.step()).toThrow('must have one shape');
  });

  test('comes down a bowl', () => {
    const options: Record<string, object> = {
      ...{ Adadelta: { eps: 1e-2 }, Adagrad: { lr: 0.5 }, ASGD: { lr: 0.3 }, SGD: { lr: 0.3 } },
      ...{ Lion: { lr: 0.02 }, Muon: { lr: 0.05, weightDecay: 0 } },
    };
    const optimizer = make(options[kind] ?? { lr: 0.05 });
    const [p] = optimizer.parameters();
    const slopes = tensor([1, 2, 0.5, 1.5], { dtype: 'float64' });
    const height = () => tidy(() => p.mul(p).mul(slopes).sum().item());
    const start = height();
    for (let step = 0; step < 400; step++) {
      tidy(() => {
        p.zeroGrad();
        p.grad = keep(p.mul(slopes)) as never;
        optimizer.step();
      });
    }
    expect(height()).toBeLessThan(0.01 * start);
  });
});
