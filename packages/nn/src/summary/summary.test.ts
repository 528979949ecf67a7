import { attention, memory, Rng, type Tensor, tensor, toTypedArray, zeros } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { ReLU } from '../layers/activations/relu.ts';
import { Sequential } from '../layers/containers/sequential.ts';
import { ConvTranspose2d } from '../layers/convolution/conv-transpose2d.ts';
import { Conv2d } from '../layers/convolution/conv2d.ts';
import { Dropout } from '../layers/dropout.ts';
import { Embedding } from '../layers/embedding.ts';
import { Flatten } from '../layers/flatten.ts';
import { Linear } from '../layers/linear.ts';
import { BatchNorm2d } from '../layers/norms/batch-norm.ts';
import { MaxPool2d } from '../layers/pooling/max-pool2d.ts';
import { LSTM } from '../layers/recurrent/lstm.ts';
import { Module } from '../module.ts';
import { freeze } from '../regularization/freeze.ts';
import { summary } from './summary.ts';

/** PyTorch's MNIST example. */
const mnist = (rng = new Rng(1)) =>
  new Sequential(
    new Conv2d(1, 32, 3, { rng }),
    new ReLU(),
    new Conv2d(32, 64, 3, { rng }),
    new ReLU(),
    new MaxPool2d(2),
    new Dropout(0.25, { rng }),
    new Flatten(),
    new Linear(9216, 128, { rng }),
    new ReLU(),
    new Linear(128, 10, { rng }),
  );

class Attending extends Module {
  readonly qkv = new Linear(8, 24, { bias: false });
  readonly table = new Embedding(5, 8);
  readonly head = { weight: this.table.weight };
  readonly unused = new Linear(3, 3);

  /** ids [B, T] → logits [B, T, 5], features [B, T, 8] */
  forward(ids: Tensor): readonly [Tensor, Tensor] {
    const x: Tensor = this.table.forward(ids);
    const heads = (i: number): Tensor =>
      this.qkv
        .forward(x)
        .slice(null, null, [8 * i, 8 * i + 8])
        .reshape([2, 3, 2, 4])
        .permute([0, 2, 1, 3]) as Tensor;
    const mixed = attention(heads(0), heads(1), heads(2)).permute([0, 2, 1, 3]).reshape([2, 3, 8]) as Tensor;
    return [mixed.matmul(this.head.weight.transpose()) as Tensor, mixed];
  }
}

describe('summary', () => {
  test('of the network of the MNIST example: numbers anyone can recompute', () => {
    const found = summary(mnist(), [64, 1, 28, 28]);
    // 32·9 + 32; 64·32·9 + 64; 9216·128 + 128; 1290
    expect(found.layers.map(({ parameters }) => parameters)).toEqual([
      0, 320, 0, 18_496, 0, 0, 0, 0, 1_179_776, 0, 1290,
    ]);
    expect([found.parameters, found.trainable]).toEqual([1_199_882, 1_199_882]);
    expect(found.layers.map(({ outputShapes }) => outputShapes[0])).toEqual([
      ...[
        [64, 10],
        [64, 32, 26, 26],
        [64, 32, 26, 26],
        [64, 64, 24, 24],
        [64, 64, 24, 24],
        [64, 64, 12, 12],
      ],
      ...[
        [64, 64, 12, 12],
        [64, 9216],
        [64, 128],
        [64, 128],
        [64, 10],
      ],
    ]);
    const counts = [64 * 32 * 26 * 26 * 9, 64 * 64 * 24 * 24 * 32 * 9, 64 * 9216 * 128, 64 * 1280];
    expect(found.layers.map(({ multiplyAdds }) => multiplyAdds).filter((n) => n > 0)).toEqual(counts);
    expect(found.flops).toBe(2 * counts.reduce((a, b) => a + b));
    const outputs = [2 * 32 * 676, 2 * 64 * 576, 3 * 9216, 2 * 128, 10].reduce((a, b) => a + b);
    expect(found).toMatchObject({
      inputBytes: 64 * 784 * 4,
      outputBytes: 64 * outputs * 4,
      parameterBytes: 1_199_882 * 4,
    });
    expect(found.totalBytes).toBe(found.inputBytes + found.outputBytes + found.parameterBytes);
  });

  test('is a table as text', () => {
    const net = new Sequential(new Linear(784, 128), new ReLU(), new Linear(128, 10));
    freeze(net.layers[2]);
    expect(summary(net, [1, 784]).toString()).toBe(
      [
        'Layer        Output shape  Parameters  Trainable    FLOPs',
        '─────────────────────────────────────────────────────────',
        'Sequential   [1, 10]                –          –        –',
        '  0: Linear  [1, 128]         100,480    100,480  200,704',
        '  1: ReLU    [1, 128]               –          –        –',
        '  2: Linear  [1, 10]            1,290          –    2,560',
        '─────────────────────────────────────────────────────────',
        'Total                         101,770    100,480  203,264',
        'input 0.00, outputs 0.00, parameters 0.41, together 0.41 MB',
      ].join('\n'),
    );
  });

  test('takes tensors, counts attention where it happens, calls, shared weights once, and what is not called', () => {
    const model = new Attending();
    const found = summary(model, tensor([[0, 1, 2], [3, 4, 0]], { dtype: 'int32' })); // biome-ignore format: a matrix
    const at = (path: string) => found.layers.find((layer) => layer.path === path);
    expect(found.layers.map(({ path }) => path)).toEqual(['', 'qkv', 'table', 'unused']);
    expect(at('')?.outputShapes).toEqual([[2, 3, 5], [2, 3, 8]]); // biome-ignore format: two shapes
    expect(at('')?.multiplyAdds).toBe(2 * (2 * 3 * 3 * 8) + 2 * 3 * 5 * 8); // q·kᵀ and p·v, and the table transposed
    expect(at('qkv')).toMatchObject({ calls: 3, outputShapes: [[2, 3, 24]], multiplyAdds: 3 * 6 * 8 * 24 });
    expect(at('table')).toMatchObject({ parameters: 40, multiplyAdds: 0, depth: 1 });
    expect(at('unused')).toMatchObject({ calls: 0, outputShapes: [], parameters: 12 });
    expect(found.parameters).toBe(model.parameterCount());
    expect(found.inputBytes).toBe(24);
    expect(String(found)).toContain('unused: Linear    –  ');
  });

  test('counts what frozen models do, and transposed convolutions', () => {
    const up = new Sequential(new ConvTranspose2d(3, 2, 4, { stride: 2 }));
    expect(summary(freeze(up), [2, 3, 5, 5])).toMatchObject({ trainable: 0, multiplyAdds: 2 * 3 * 25 * 2 * 16 });
    expect(
      summary(
        freeze(new Attending()),
        tensor(
          [
            [0, 1, 2],
            [3, 4, 0],
          ],
          { dtype: 'int32' },
        ),
      ).multiplyAdds,
    ).toBe(
      // biome-ignore format: a matrix
      summary(new Attending(), zeros([2, 3], { dtype: 'int32' })).multiplyAdds,
    );
  });

  test('counts every step, layer and direction of recurrent layers', () => {
    const [T, B] = [5, 2];
    const lstm = new LSTM(3, 4, { numLayers: 2, bidirectional: true });
    const found = summary(lstm, [T, B, 3]);
    expect(found.multiplyAdds).toBe(2 * T * B * (16 * 3 + 16 * 4) + 2 * T * B * (16 * 8 + 16 * 4));
    expect(found.layers[0].outputShapes[0]).toEqual([T, B, 8]);
  });

  test('leaves the model, its inputs, generators and memory as they were', () => {
    const rng = new Rng(3);
    const model = new Sequential(new Conv2d(1, 2, 3, { rng }), new BatchNorm2d(2), new Dropout(0.5, { rng }));
    model.layers[2].eval();
    const state = () => Object.values(model.stateDict()).map((values) => toTypedArray(values));
    const [before, draws] = [state(), rng.getState()];
    const x = zeros([1, 1, 5, 5]);
    const live = memory.report().liveBytes;
    expect(summary(model, x).bufferBytes).toBeGreaterThan(0);
    expect(memory.report().liveBytes).toBe(live);
    expect(state()).toEqual(before);
    expect(rng.getState()).toEqual(draws);
    expect(model.modules().map(({ training }) => training)).toEqual([true, true, true, false]);
    expect(x.tracer).toBeNull();
    expect(Object.hasOwn(model, 'forward')).toBe(false);
    for (const p of model.parameters()) expect(p.grad).toBeNull();
    expect(() => summary(model, [1, 3, 5, 5])).toThrow('conv2d');
    expect(Object.hasOwn(model.layers[0], 'forward')).toBe(false);
    expect(model.training).toBe(true);
    class Silent extends Module {}
    expect(() => summary(new Silent(), [1])).toThrow('summary: Silent has no forward');
  });

  test('works in float64, where the parameters are', () => {
    const found = summary(new Sequential(new Linear(2, 3, { dtype: 'float64' })), [4, 2]);
    expect(found).toMatchObject({ inputBytes: 64, outputBytes: 96, parameterBytes: 72 });
  });
});
