// Whole models in onnxruntime: what people export.
import {
  add,
  affine,
  affineGelu,
  attention,
  permute,
  Rng,
  randint,
  randn,
  reshape,
  slice,
  split,
  type Tensor,
} from '@ml/tensor';
import { expect, test } from 'vitest';
import * as nn from '../index.ts';
import { exportOnnx } from './export-onnx.ts';
import { expectSame, runOnnx } from './onnx-runtime.testing.ts';

const rng = new Rng(8);

test('an MLP', async () => {
  const model = new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(20, 16, { rng }),
    new nn.ReLU(),
    new nn.Dropout(0.2),
    new nn.Linear(16, 3, { rng }),
    new nn.Softmax(),
  );
  const file = exportOnnx(model, randn([1, 4, 5]), { batchAxis: 0 });
  const x: Tensor = randn([9, 4, 5], { rng });
  expectSame(await runOnnx(file, [x]), [model.eval().forward(x) as Tensor], 1e-6);
});

test('a CNN with batch norm, as for digits', async () => {
  const model = new nn.Sequential(
    new nn.Conv2d(1, 6, 3, { padding: 1, rng }),
    new nn.BatchNorm2d(6),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(6, 8, 3, { rng }),
    new nn.LeakyReLU(),
    new nn.Dropout2d(0.3),
    new nn.AdaptiveAvgPool2d(2),
    new nn.Flatten(),
    new nn.Linear(32, 10, { rng }),
    new nn.LogSoftmax(),
  ) as nn.Sequential;
  model.forward(randn([8, 1, 12, 12], { rng })); // moves the running statistics
  const file = exportOnnx(model, randn([2, 1, 12, 12]), { batchAxis: 0 });
  const x: Tensor = randn([5, 1, 12, 12], { rng });
  expectSame(await runOnnx(file, [x]), [model.eval().forward(x)], 1e-5);
});

/** GPT-2's block: one map makes queries, keys and values of all heads; sums and norms are one step. */
class Block extends nn.Module {
  readonly ln_1 = new nn.LayerNorm(16);
  readonly c_attn = new nn.Linear(16, 48, { rng });
  readonly c_proj = new nn.Linear(16, 16, { rng });
  readonly ln_2 = new nn.LayerNorm(16);
  readonly c_fc = new nn.Linear(16, 64, { rng });
  readonly c_back = new nn.Linear(64, 16, { rng });

  forward(x: Tensor): Tensor {
    const [B, T] = x.shape;
    const packed: Tensor = this.c_attn.forward(this.ln_1.forward(x));
    const heads = split(packed, 3, -1).map((part) => permute(reshape(part, [B, T, 4, 4]) as Tensor, [0, 2, 1, 3]));
    const [q, k, v] = heads as [Tensor, Tensor, Tensor];
    const mixed: Tensor = reshape(permute(attention(q, k, v, { causal: true }), [0, 2, 1, 3]) as Tensor, [B, T, 16]);
    const [stream, normed] = this.ln_2.addForward(x, this.c_proj.forward(mixed));
    const hidden = affineGelu(normed, this.c_fc.weight, this.c_fc.bias, { approximate: 'tanh' });
    return add(stream, this.c_back.forward(hidden) as Tensor);
  }
}

class TinyGPT extends nn.Module {
  readonly wte = new nn.Embedding(30, 16, { rng });
  readonly wpe = new nn.Embedding(12, 16, { rng });
  readonly h = [new Block(), new Block()];
  readonly ln_f = new nn.LayerNorm(16);
  readonly lm_head = { weight: this.wte.weight };

  forward(ids: Tensor): Tensor {
    const positions = slice(this.wpe.weight as Tensor, [0, ids.shape[1]]);
    const embedded: Tensor = add(this.wte.forward(ids) as Tensor, positions);
    const x = this.h.reduce((stream, block) => block.forward(stream), embedded);
    return affine(this.ln_f.forward(x), this.lm_head.weight);
  }
}

test('a GPT, its embedding tied to its head', async () => {
  const model = new TinyGPT();
  const file = exportOnnx(model, randint(0, 30, [1, 7], { rng }), { batchAxis: 0, inputNames: ['ids'] });
  const ids: Tensor = randint(0, 30, [4, 7], { rng });
  expectSame(await runOnnx(file, [ids]), [model.forward(ids)], 1e-5);
  // 30·16 numbers of the embedding are there once.
  expect(file.length).toBeLessThan(4 * model.parameterCount() + 12_000);
});

test('a TransformerEncoder of norm-first layers, in float64', async () => {
  const dtype = 'float64';
  const layer = new nn.TransformerEncoderLayer(8, 2, {
    dimFeedforward: 16,
    batchFirst: true,
    normFirst: true,
    rng,
    dtype,
  });
  const model = new nn.TransformerEncoder(layer, 2, { norm: new nn.LayerNorm(8, { dtype }) });
  const file = exportOnnx(model, randn([2, 5, 8], { dtype }), { batchAxis: 0 });
  const x: Tensor = randn([3, 5, 8], { rng, dtype });
  expectSame(await runOnnx(file, [x]), [model.eval().forward(x)], 1e-12);
});
