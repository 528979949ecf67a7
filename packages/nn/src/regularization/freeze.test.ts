import { backward } from '@ml/autograd';
import { Rng, randn, tensor, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { Sequential } from '../layers/containers/sequential.ts';
import { Embedding } from '../layers/embedding.ts';
import { Linear } from '../layers/linear.ts';
import { Module } from '../module.ts';
import { AdamW } from '../optim/adamw.ts';
import { freeze, unfreeze } from './freeze.ts';

describe('freeze', () => {
  test('keeps parameters through training, until unfreeze', () => {
    const rng = new Rng(1);
    const net = new Sequential(new Linear(3, 4, { rng }), new Linear(4, 2, { rng }));
    const x = randn([5, 3], { rng });
    const train = () => {
      const optimizer = new AdamW(net.parameters(), { lr: 0.1 });
      backward(net.forward(x).square().sum());
      optimizer.step();
    };
    const values = () => net.parameters().map((p) => toTypedArray(p));
    backward(net.forward(x).sum());
    expect(freeze(net.layers[0])).toBe(net.layers[0]);
    expect(net.parameters().map(({ grad }) => grad === null)).toEqual([true, true, false, false]);
    const before = values();
    train();
    const after = values();
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    for (const i of [2, 3]) expect(after[i]).not.toEqual(before[i]);
    unfreeze(net);
    train();
    for (const [i, learned] of values().entries()) expect(learned).not.toEqual(after[i]);
  });
});

describe('tied weights', () => {
  /** Words in and words out have one table. */
  class Tied extends Module {
    readonly table = new Embedding(4, 3, { rng: new Rng(5) });
    readonly head = new Linear(3, 4, { bias: false, rng: new Rng(6) });
    constructor() {
      super();
      Object.assign(this.head, { weight: this.table.weight });
    }
    logits() {
      return this.head.forward(this.table.forward(tensor([0, 2], { dtype: 'int32' })));
    }
  }

  test('count once, have all their names in the state, and get both gradients and one step', () => {
    const model = new Tied();
    expect(model.parameterCount()).toBe(12);
    expect(model.parameters()).toEqual([model.table.weight]);
    expect(Object.keys(model.stateDict())).toEqual(['table.weight', 'head.weight']);

    // The same with two tables: the gradient of the tied one is their sum.
    const apart = new Tied();
    Object.assign(apart.head, new Linear(3, 4, { bias: false }));
    apart.head.loadStateDict({ weight: model.table.weight });
    expect(apart.parameterCount()).toBe(24);
    for (const net of [model, apart]) backward(net.logits().square().sum());
    const sum = apart.table.weight.grad?.add(apart.head.weight.grad as never).toArray() as number[][];
    const found = model.table.weight.grad?.toArray() as number[][];
    for (const [i, row] of sum.entries()) for (const [j, x] of row.entries()) expect(found[i][j]).toBeCloseTo(x, 5);

    const optimizer = new AdamW(model.parameters(), { lr: 0.1 });
    optimizer.step();
    expect(optimizer.stateDict().steps).toEqual([1]);
    expect(toTypedArray(model.head.weight)).toEqual(toTypedArray(model.table.weight));
    const copy = new Tied();
    copy.loadStateDict(model.stateDict());
    expect(copy.logits().toArray()).toEqual(model.logits().toArray());
  });
});
