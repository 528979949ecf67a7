import { backward, parameter } from '@ml/autograd';
import { memory, Rng, type Tensor, tensor } from '@ml/tensor';
import { expect, test } from 'vitest';
import { Sequential } from '../layers/containers/sequential.ts';
import { Dropout } from '../layers/dropout.ts';
import { Linear } from '../layers/linear.ts';
import { mse } from '../losses/mse.ts';
import { meanLoss } from '../metrics/mean-loss.ts';
import { Module } from '../module.ts';
import { evaluate } from './evaluate.ts';

const batch = (x: number[], y: number[]) => ({ inputs: tensor(x.map((v) => [v])), targets: tensor(y.map((v) => [v])) });
const metrics = { loss: meanLoss(mse) };

function doubling(): Sequential {
  const model: Sequential = new Sequential(new Linear(1, 1), new Dropout(0.5, { rng: new Rng(1) }));
  model.loadStateDict({ '0.weight': tensor([[2]]), '0.bias': tensor([0]) });
  return model;
}

test('all batches together, with dropout off and the modes put back', async () => {
  const model = doubling();
  const batches = [batch([1, 2, 3], [2, 4, 6]), batch([1], [6])];
  expect(await evaluate(model, batches, { metrics })).toEqual({ loss: 4 });
  expect(model.modules().every((module) => module.training)).toBe(true);
});

test('lists, asynchronous sources, and batches of any other form', async () => {
  async function* pairs() {
    for (const x of [1, 2]) yield [tensor([[x]]), tensor([[0]])] as Tensor[];
  }
  expect(await evaluate(doubling(), pairs(), { metrics })).toEqual({ loss: 10 });
  const options = {
    metrics,
    predict: (model: Sequential, x: number) => model.forward(tensor([[x]])),
    targets: (x: number) => tensor([[x]]) as Tensor,
  };
  expect(await evaluate(doubling(), [1, 3], options)).toEqual({ loss: 5 });
});

test('nothing is recorded, and nothing stays in memory', async () => {
  const model = doubling();
  const recorded: boolean[] = [];
  const predict = (net: Sequential, { inputs }: { inputs: Tensor }) => {
    const y: Tensor = net.forward(inputs);
    recorded.push(y.tracer !== null);
    return y;
  };
  const batches = Array.from({ length: 50 }, () => batch([1], [1]));
  await evaluate(model, batches.slice(0, 2), { metrics, predict }); // whatever is made once
  const before = memory.report().liveBytes;
  await evaluate(model, batches, { metrics, predict });
  // Not more; less when the collector comes by for what earlier tests left.
  expect(memory.report().liveBytes).toBeLessThanOrEqual(before);
  expect(new Set(recorded)).toEqual(new Set([false]));
  const w = parameter(tensor([1]));
  backward(w.mul(2).sum()); // recording is on again
  expect(w.grad?.item()).toBe(2);
});

test('mistakes are named', async () => {
  class NoForward extends Module {}
  await expect(evaluate(doubling(), [], { metrics })).rejects.toThrow('evaluate: there is no batch');
  await expect(evaluate(doubling(), [3], { metrics })).rejects.toThrow(
    'evaluate: a batch is neither a record with inputs nor a list',
  );
  await expect(evaluate(new NoForward(), [batch([1], [1])], { metrics })).rejects.toThrow('the model has no forward');
});
