import { backward, type Parameter, parameter } from '@ml/autograd';
import { Rng, ShapeError, type Tensor, tensor, tidy, zeros } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { buffer } from './buffer.ts';
import { expectClose, expectNear, fixture, type Nested, precisions, toTensor } from './fixture.testing.ts';
import { GELU } from './layers/activations/gelu.ts';
import { Sequential } from './layers/containers/sequential.ts';
import { Dropout } from './layers/dropout.ts';
import { LayerNorm } from './layers/layer-norm.ts';
import { Linear } from './layers/linear.ts';
import { crossEntropy } from './losses/cross-entropy.ts';
import { Module } from './module.ts';
import { AdamW } from './optim/adamw.ts';
import { clipGradNorm } from './optim/clip-grad-norm.ts';
import { decayGroups } from './optim/decay-groups.ts';
import { StateDictError } from './state-dict.ts';

class Block extends Module {
  readonly fc = new Linear(2, 2);
  readonly drop = new Dropout(0.1);
}

/** One of everything a field can be. */
class Model extends Module {
  readonly config = { width: 2, name: 'x' };
  readonly h = [new Block(), new Block()];
  readonly heads = { left: new Linear(2, 1, { bias: false }), right: null };
  readonly scale = parameter(tensor([1, 2]));
  readonly running = buffer(tensor([0, 0]));
  readonly mask = buffer(tensor([1, 1]), { persistent: false });
  readonly plain = tensor([9]); // not part of the state
  readonly extra = [parameter(tensor([3]))];
  readonly tied: Linear<2, 1>;
  readonly rng = new Rng(1);
  readonly #cache = parameter(tensor([5]));

  constructor() {
    super();
    this.tied = this.heads.left;
  }

  get cache(): Parameter {
    return this.#cache;
  }
}

const parameterNames = [
  'scale',
  'extra.0',
  'h.0.fc.weight',
  'h.0.fc.bias',
  'h.1.fc.weight',
  'h.1.fc.bias',
  'heads.left.weight',
];

describe('walk', () => {
  test('parameters by their path, tied ones once, own before those below', () => {
    expect(new Model().namedParameters().map(([name]) => name)).toEqual(parameterNames);
    expect(new Model().parameterCount()).toBe(2 + 1 + 2 * 6 + 2);
  });

  test('buffers, modules, children', () => {
    const model = new Model();
    expect(model.namedBuffers()).toEqual([
      ['running', model.running],
      ['mask', model.mask],
    ]);
    const names = ['', 'h.0', 'h.0.fc', 'h.0.drop', 'h.1', 'h.1.fc', 'h.1.drop', 'heads.left'];
    expect(model.namedModules().map(([name]) => name)).toEqual(names);
    expect(model.children()).toEqual([...model.h, model.heads.left, model.tied]);
  });

  test('a module that refers to the one above is walked once', () => {
    class Child extends Module {
      readonly w = parameter(tensor([1]));
      parent: Module | null = null;
    }
    class Parent extends Module {
      readonly child = new Child();
    }
    const top = new Parent();
    top.child.parent = top;
    expect(top.parameterCount()).toBe(1);
    expect(Object.keys(top.stateDict())).toEqual(['child.w']);
  });

  test('apply reaches every module, children first', () => {
    const model = new Model();
    const seen: Module[] = [];
    expect(model.apply((module) => seen.push(module))).toBe(model);
    const [first, second] = model.h;
    expect(seen).toEqual([first.fc, first.drop, first, second.fc, second.drop, second, model.heads.left, model]);
  });

  test('train and eval reach every module', () => {
    const model = new Model().eval();
    expect(model.modules().some((module) => module.training)).toBe(false);
    model.train();
    expect(model.modules().every((module) => module.training)).toBe(true);
  });

  test('zeroGrad frees all gradients', () => {
    const model = new Model();
    tidy(() => backward(model.h[0].fc.forward(zeros([1, 2])).sum()));
    expect(model.h[0].fc.weight.grad).not.toBeNull();
    model.zeroGrad();
    expect(model.parameters().every((p) => p.grad === null)).toBe(true);
  });
});

describe('state', () => {
  test('has every name, tied ones included, and the buffers that last', () => {
    const names = ['scale', 'extra.0', 'running', ...parameterNames.slice(2), 'tied.weight'];
    expect(Object.keys(new Model().stateDict())).toEqual(names);
  });

  test('goes from one model to another and into tensors that are there already', () => {
    const [from, to] = [new Model(), new Model()];
    const weight = to.h[1].fc.weight;
    expect(to.loadStateDict(from.stateDict())).toEqual({ missing: [], unexpected: [] });
    expect(to.h[1].fc.weight).toBe(weight);
    for (const [name, values] of Object.entries(from.stateDict())) {
      expect(to.stateDict()[name].toArray()).toEqual(values.toArray());
      expect(to.stateDict()[name]).not.toBe(values);
    }
  });

  test('is converted to the type of the parameter, also from a strided view', () => {
    const layer = new Linear(2, 2, { bias: false });
    const transposed: Tensor = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { dtype: 'float64' },
    ).transpose();
    layer.loadStateDict({ weight: transposed });
    expect(layer.weight.dtype).toBe('float32');
    expect(layer.weight.toArray()).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  test('all that does not fit is told at once, and nothing is written', () => {
    const layer = new Linear(2, 1);
    const before = layer.weight.toArray();
    const state = { weight: zeros([2, 2]), other: zeros([1]), more: zeros([1]) };
    const load = (strict: boolean) => () => layer.loadStateDict(state, { strict });
    expect(load(true)).toThrow(StateDictError);
    expect(load(true)).toThrow(
      'Linear.loadStateDict: the state does not fit; missing: bias; unexpected: other, more; shape of weight: [2, 2] in the state, [1, 2] here',
    );
    expect(load(false)).toThrow('shape of weight');
    expect(layer.weight.toArray()).toEqual(before);
    const loose = layer.loadStateDict({ weight: tensor([[7, 8]]), other: zeros([1]) }, { strict: false });
    expect(loose).toEqual({ missing: ['bias'], unexpected: ['other'] });
    expect(layer.weight.toArray()).toEqual([[7, 8]]);
  });

  test('a name from the prototype is not a name', () => {
    expect(() => new Linear(1, 1).loadStateDict({})).toThrow('missing: weight, bias');
    expect(() =>
      new Linear(1, 1, { bias: false }).loadStateDict({ weight: zeros([1, 1]), toString: zeros([1]) } as never),
    ).toThrow('unexpected: toString');
  });

  test('loading counts as a write: a gradient that needs the old values refuses', () => {
    const layer = new Linear(2, 1);
    const x = parameter(tensor([[1, 2]]));
    const loss = layer.forward(x).sum();
    layer.loadStateDict({ weight: tensor([[0, 0]]), bias: tensor([0]) });
    expect(() => backward(loss)).toThrow('modified in place');
  });
});

test('a parameter can be frozen', () => {
  const layer = new Linear(2, 1);
  layer.weight.requiresGrad = false;
  backward(layer.forward(tensor([[1, 2]])).sum());
  expect(layer.weight.grad).toBeNull();
  expect(layer.bias?.grad?.toArray()).toEqual([1]);
});

describe.each(precisions)('ten steps of a classifier in $dtype match torch', ({ dtype, tolerance }) => {
  const reference = fixture<{
    x: Nested;
    targets: Nested;
    before: Record<string, Nested>;
    steps: { loss: number; gradNorm: number }[];
    after: Record<string, Nested>;
  }>('training');

  test('losses, gradient lengths and weights', () => {
    const model = new Sequential(
      new Linear(3, 8, { dtype }),
      new GELU({ approximate: 'tanh' }),
      new LayerNorm(8, { dtype }),
      new Linear(8, 4, { dtype }),
    );
    model.loadStateDict(
      Object.fromEntries(Object.entries(reference.before).map(([name, values]) => [name, toTensor(values, dtype)])),
    );
    const optimizer = new AdamW(decayGroups(model, 0.1), { lr: 0.02, beta2: 0.99 });
    for (const { loss, gradNorm } of reference.steps) {
      tidy(() => {
        optimizer.zeroGrad();
        const value = crossEntropy(model.forward(toTensor(reference.x, dtype)), toTensor(reference.targets, 'int32'));
        backward(value);
        expectNear(value.item(), loss, tolerance);
        expectNear(clipGradNorm(model.parameters(), 1), gradNorm, tolerance);
        optimizer.step();
      });
    }
    // Ten steps of Adam divide by roots of small numbers: float32 keeps four digits of the weights.
    const weights = dtype === 'float64' ? tolerance : 1e-4;
    for (const [name, values] of Object.entries(reference.after)) expectClose(model.stateDict()[name], values, weights);
  });
});

test('errors of a layer inside a model are ShapeErrors', () => {
  const layer: Linear = new Linear(2, 3);
  expect(() => layer.forward(zeros([4, 5]) as Tensor)).toThrow(ShapeError);
});
