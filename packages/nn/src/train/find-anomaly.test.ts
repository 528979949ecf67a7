import { AnomalyError, backward } from '@ml/autograd';
import { type Tensor, tensor } from '@ml/tensor';
import { expect, test } from 'vitest';
import { Layer } from '../layers/layer.ts';
import { Linear } from '../layers/linear.ts';
import { Module } from '../module.ts';
import { SGD } from '../optim/sgd.ts';
import { findAnomaly } from './find-anomaly.ts';
import { trainStep } from './train-step.ts';
import { TrainingError } from './training-error.ts';

class Root extends Layer {
  override forward(x: Tensor): Tensor {
    return x.sqrt();
  }
}
class Net extends Module {
  readonly layers = [new Linear(1, 1), new Root(), new Linear(1, 1)];
  forward(x: Tensor): Tensor {
    return this.layers.reduce((y: Tensor, layer) => layer.forward(y) as Tensor, x);
  }
}
function net(weight: number): Net {
  const model = new Net();
  for (const i of [0, 2]) model.layers[i].loadStateDict({ weight: tensor([[weight]]), bias: tensor([0]) });
  return model;
}

function messageOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    if (error instanceof AnomalyError || error instanceof TrainingError) return error.message;
    throw error;
  }
  return 'none';
}

test('names the module of an operation, forward and backward', () => {
  const model = net(1);
  const pass = (x: number) => () => backward(model.forward(tensor([[x]])).sum());
  expect(messageOf(() => findAnomaly(model, pass(-1)))).toBe(
    'sqrt made NaN; it was called in layers.1 (Root) with [1, 1]',
  );
  expect(messageOf(() => findAnomaly(model, pass(0)))).toBe(
    'the gradient of sqrt became Infinity; it was called in layers.1 (Root) with [1, 1]',
  );
  expect(messageOf(() => findAnomaly(model, pass(4)))).toBe('none');
});

test('names a parameter that has gone bad', () => {
  const model = net(Number.NaN);
  expect(messageOf(() => findAnomaly(model, () => model.forward(tensor([[1]]))))).toMatch(
    /was given NaN in layers\.0\.weight \[1, 1\]; it was called in layers\.0 \(Linear\) with/,
  );
});

test('the model is as it was afterwards, whatever happens', () => {
  const model = net(1);
  const [before, names] = [model.forward, model.namedParameters().map(([name]) => name)];
  expect(messageOf(() => findAnomaly(model, () => model.forward(tensor([[-1]]))))).not.toBe('none');
  expect(model.forward).toBe(before);
  expect(Object.hasOwn(model.layers[0], 'forward')).toBe(false);
  expect(findAnomaly(model, () => model.namedParameters().map(([name]) => name))).toEqual(names);
});

test('a training step that looks for it names the step, and changes nothing', () => {
  const model = net(1);
  const data = { next: () => tensor([[0]]) as Tensor, getState: () => null, setState() {} };
  const options = {
    loss: (m: Net, x: Tensor) => m.forward(x).sum() as Tensor,
    optimizer: new SGD(model.parameters(), { lr: 0.1 }),
  };
  expect(messageOf(() => trainStep(model, data, 3, { ...options, detectAnomaly: true }))).toBe(
    'step 3: the gradient of sqrt became Infinity; it was called in layers.1 (Root) with [1, 1]',
  );
  expect(model.layers[0].parameters().map((p) => [p.item(), p.grad])).toEqual([
    [1, null],
    [0, null],
  ]);
});

test('without it a step is the same, bit for bit', () => {
  const run = (detectAnomaly: boolean) => {
    const model = net(0.5);
    const data = { next: () => tensor([[3]]) as Tensor, getState: () => null, setState() {} };
    const options = {
      loss: (m: Net, x: Tensor) => m.forward(x).sum() as Tensor,
      optimizer: new SGD(model.parameters(), { lr: 0.1 }),
      detectAnomaly,
    };
    return [trainStep(model, data, 1, options), model.parameters().map((p) => p.item())];
  };
  expect(run(true)).toEqual(run(false));
});
