import { parameter } from '@ml/autograd';
import {
  add,
  affine,
  argmax,
  cast,
  clip,
  concat,
  cumsum,
  diagonal,
  dropout,
  equal,
  exp,
  expand,
  expm1,
  gather,
  gelu,
  isfinite,
  log,
  log1p,
  log2,
  log10,
  logicalNot,
  logicalOr,
  logicalXor,
  logsumexp,
  matmul,
  max,
  maximum,
  mean,
  memory,
  min,
  minimum,
  mul,
  notEqual,
  pad,
  pow,
  prod,
  Rng,
  randn,
  remainder,
  reshape,
  round,
  rsqrt,
  scatterAdd,
  slice,
  split,
  square,
  std,
  sub,
  sum,
  type Tensor,
  tensor,
  toTypedArray,
  tril,
  triu,
  trunc,
  where,
  zeros,
} from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { Dropout, Linear, Module, ReLU, Sequential } from '../index.ts';
import { type ExportOnnxOptions, exportOnnx } from './export-onnx.ts';
import { OnnxExportError } from './onnx-export-error.ts';
import { expectSame, runOnnx } from './onnx-runtime.testing.ts';

const rng = (): Rng => new Rng(5);

/** A module that is a function. */
class Fn extends Module {
  readonly forward: (...inputs: Tensor[]) => unknown;

  constructor(forward: (...inputs: Tensor[]) => unknown) {
    super();
    this.forward = forward;
  }
}

async function same(
  fn: (...inputs: Tensor[]) => unknown,
  shapes: number[][],
  options: ExportOnnxOptions = {},
): Promise<void> {
  const draw = (seed: number) => shapes.map((shape, i): Tensor => randn(shape, { rng: new Rng(seed + i) }));
  const file = exportOnnx(new Fn(fn), draw(1), options);
  const inputs = draw(50);
  expectSame(await runOnnx(file, inputs), [fn(...inputs)].flat() as Tensor[], 1e-5);
}

const ids = (...values: number[][]): Tensor => tensor(values, { dtype: 'int32' });

describe('operations', () => {
  test.each<[string, (...inputs: Tensor[]) => unknown, number[][]]>([
    ['arithmetic', (x, y) => sub(mul(add(x, y), 2), y.div(3)), [[3, 4], [4]]],
    ['remainder', (x, y) => remainder(x, y), [[9], [9]]],
    ['larger and smaller', (x, y) => [maximum(x, y), minimum(x, 0.5), clip(x, { min: -1 })], [[9], [9]]],
    ['powers', (x) => [pow(square(x), 1.5), rsqrt(square(x).add(1)), exp(x), expm1(x.mul(1e-3))], [[9]]],
    ['logarithms', (x) => [log, log1p, log2, log10].map((f) => f(square(x).add(0.5) as Tensor)), [[9]]],
    ['trigonometry', (x) => [x.sin(), x.cos(), x.tan(), x.sinh(), x.cosh(), x.atan(), x.tanh()], [[9]]],
    ['inverse', (x) => [x.tanh().asin(), x.tanh().acos(), x.erf(), x.reciprocal(), x.abs().neg()], [[9]]],
    ['steps', (x) => [round(x.mul(3)), trunc(x.mul(3)), x.mul(3).floor(), x.mul(3).ceil(), x.sign()], [[9]]],
    ['choices', (x, y) => where(notEqual(x.floor(), y.floor()) as Tensor, x, gelu(y)), [[9], [9]]],
    [
      'logic',
      (x, y) =>
        where(logicalNot(logicalXor(logicalOr(x.less(y), x.greaterEqual(1)) as Tensor, isfinite(y))) as Tensor, x, y),
      [[9], [9]],
    ],
    ['equality', (x, y) => cast(equal(x.round(), y.round()) as Tensor, 'float32'), [[99], [99]]],
    [
      'sums',
      (x) => [sum(x), sum(x, { axis: 1, keepDims: true }), mean(x, { axis: [0, 2] }), std(x, { axis: -1 })],
      [[2, 3, 4]],
    ],
    [
      'reductions',
      (x) => [max(x, { axis: 1 }), min(x, { keepDims: true }), prod(x, { axis: 0 }), logsumexp(x, { axis: 2 })],
      [[2, 3, 4]],
    ],
    ['running sums', (x) => [cumsum(x, 0), cumsum(x, 2)], [[2, 3, 4]]],
    [
      'products',
      (x, y) => [matmul(x, y), matmul(x, y.slice(null, 0)), affine(x, y.transpose())],
      [
        [2, 3, 4],
        [4, 5],
      ],
    ],
    [
      'pieces',
      (x) => [slice(x, [1, 3], null, -1), slice(x, null, [null, null, -1]), slice(x, [null, null, -2])],
      [[4, 3, 2]],
    ],
    ['parts', (x) => split(x, [1, 2], 1), [[2, 3]]],
    [
      'joined',
      (x, y) => [
        concat([x, y, x], 1),
        pad(
          x,
          [
            [1, 0],
            [0, 2],
          ],
          3,
        ),
      ],
      [
        [2, 3],
        [2, 1],
      ],
    ],
    [
      'shapes',
      (x) => [reshape(x, [3, 4]), x.permute([2, 0, 1]), expand(x.slice(null, 0, [0, 1]), [5, 2, 3])],
      [[2, 2, 3]],
    ],
    ['triangles', (x) => [tril(x), triu(x, 1), tril(x, -1)], [[2, 3, 3]]],
    [
      'places',
      (x) => [gather(x, 1, ids([0, 1], [2, 2])), scatterAdd(x, 1, ids([0, 1], [2, 2]), zeros([2, 2]).add(1))],
      [[2, 3]],
    ],
  ])('%s', (_, fn, shapes) => same(fn, shapes));

  test('in float64 as well', async () => {
    const model = new Linear(3, 2, { dtype: 'float64', rng: rng() });
    const x: Tensor = randn([4, 3], { dtype: 'float64', rng: rng() });
    const file = exportOnnx(model, x);
    expectSame(await runOnnx(file, [x]), [model.forward(x) as Tensor], 1e-14);
  });
});

describe('the batch', () => {
  test('may be on any axis, and in sizes that are multiples of it', async () => {
    const fold = (x: Tensor): Tensor => reshape(x.permute([1, 0, 2]), [x.shape[1] * 2, 3]);
    const file = exportOnnx(new Fn(fold), randn([2, 4, 3]), { batchAxis: 1 });
    for (const batch of [1, 7]) {
      const x: Tensor = randn([2, batch, 3], { rng: rng() });
      expectSame(await runOnnx(file, [x]), [fold(x)], 1e-6);
    }
  });

  test('stretches zeros and learned rows to its size', async () => {
    const token = parameter(randn([1, 1, 3], { rng: rng() }));
    const fn = (x: Tensor): Tensor =>
      concat([expand(token, [x.shape[0], 1, 3]), x, zeros([x.shape[0], 2, 3])] as Tensor[], 1) as Tensor;
    const file = exportOnnx(new Fn(fn), randn([2, 4, 3]), { batchAxis: 0 });
    const x: Tensor = randn([5, 4, 3], { rng: rng() });
    expectSame(await runOnnx(file, [x]), [fn(x)], 1e-6);
  });

  test('is that of the example unless asked for', async () => {
    const model = new Linear(3, 2, { rng: rng() });
    const file = exportOnnx(model, randn([4, 3]));
    await expect(runOnnx(file, [randn([5, 3])])).rejects.toThrow(/dimension/i);
  });

  test('can be given for each input', async () => {
    const fn = (x: Tensor, table: Tensor): Tensor => matmul(x, table);
    const file = exportOnnx(new Fn(fn), [randn([2, 3]), randn([3, 4])], { batchAxis: [0, null] });
    const inputs: Tensor[] = [randn([6, 3], { rng: rng() }), randn([3, 4], { rng: rng() })];
    expectSame(await runOnnx(file, inputs), [fn(...(inputs as [Tensor, Tensor]))], 1e-6);
  });
});

describe('the file', () => {
  const model = () => new Sequential(new Linear(4, 8, { rng: rng() }), new ReLU(), new Linear(8, 2, { rng: rng() }));

  test('names parameters as the state dict, inputs and outputs as asked', async () => {
    const file = exportOnnx(model(), randn([1, 4]), {
      inputNames: ['pixels'],
      outputNames: ['logits'],
      name: 'digits',
    });
    const text = Buffer.from(file).toString('latin1');
    for (const name of ['0.weight', '0.bias', '2.weight', '2.bias', 'pixels', 'logits', 'digits']) {
      expect(text).toContain(name);
    }
  });

  test('is the same bytes every time', () => {
    expect(exportOnnx(model(), randn([2, 4]), { batchAxis: 0 })).toEqual(
      exportOnnx(model(), randn([3, 4]), { batchAxis: 0 }),
    );
  });

  test('holds tied weights once, and nothing that outputs do not need', () => {
    const tied = parameter(randn([50, 50]));
    class Twice extends Module {
      readonly a = tied;
      readonly b = tied;
      readonly unused = parameter(randn([400, 400]));
      forward(x: Tensor): Tensor {
        matmul(x, this.unused.slice([0, 50]) as Tensor);
        return affine(affine(x, this.a), this.b);
      }
    }
    const file = exportOnnx(new Twice(), randn([1, 50]));
    expect(file.length).toBeGreaterThan(4 * 2500);
    expect(file.length).toBeLessThan(4 * 2500 + 1000);
  });

  test('outputs may be inputs and constants', async () => {
    const file = exportOnnx(new Fn((x) => ({ same: x, constant: tensor([1, 2]), none: null })), randn([2]));
    const x = tensor([5, 6]);
    expectSame(await runOnnx(file, [x]), [x, tensor([1, 2])], 1e-7);
  });
});

describe('the model', () => {
  test('is recorded in evaluation, and stays in its modes', async () => {
    const net = new Sequential(new Linear(3, 3, { rng: rng() }), new Dropout(0.5), new ReLU());
    net.layers[1].eval();
    const x: Tensor = randn([2, 3], { rng: rng() });
    const file = exportOnnx(net, x);
    expect(net.modules().map(({ training }) => training)).toEqual([true, true, false, true]);
    net.eval();
    expectSame(await runOnnx(file, [x]), [net.forward(x) as Tensor], 1e-6);
  });

  test('keeps its gradients, and nothing stays in memory', () => {
    const net = new Linear(3, 2);
    const x: Tensor = randn([2, 3]);
    exportOnnx(net, x);
    const live = memory.report().liveBytes;
    for (let i = 0; i < 5; i++) exportOnnx(net, x, { batchAxis: 0 });
    expect(memory.report().liveBytes).toBe(live);
    expect(x.tracer).toBeNull();
    expect(net.weight.requiresGrad).toBe(true);
  });
});

describe('refuses', () => {
  const refused = (fn: (...inputs: Tensor[]) => unknown, shape: number[], options: ExportOnnxOptions = {}) =>
    expect(() => exportOnnx(new Fn(fn), randn(shape, { rng: rng() }), options));

  test('operations without a counterpart, by name', () => {
    refused((x) => diagonal(x), [3, 3]).toThrow('diagonal has no counterpart in ONNX');
    refused((x) => diagonal(x), [3, 3]).toThrow(OnnxExportError);
    refused((x) => dropout(x, { p: 0.5 }), [3]).toThrow('dropout: its options are drawn at random');
  });

  test('numbers computed from the input in ways that are not recorded', () => {
    refused((x) => mul(x, max(x).item()), [4]).toThrow('constant of 1 elements depends on the input');
    refused((x) => x.mul(argmax(x)), [4]).toThrow('depends on the input');
    refused((x) => add(x, tensor(Array.from(toTypedArray(x)))), [4]).toThrow('depends on the input');
  });

  test('branches on values', () => {
    let calls = 0;
    refused((x) => (calls++ === 0 ? x.sin() : x.cos()), [2]).toThrow('forward takes another way for other inputs');
  });

  test('what only works for one batch', () => {
    const options = { batchAxis: 0 };
    refused((x) => mean(x, { axis: 0 }), [4, 2], options).toThrow('depends on the input');
    refused((x) => slice(x, [1, x.shape[0]]), [4, 2], options).toThrow('only sizes that are multiples of the batch');
  });

  test('wrong options', () => {
    const net = new Linear(3, 2);
    expect(() => exportOnnx(net, zeros([1, 3]), { batchAxis: 2 })).toThrow('input 0 of shape [1, 3] has no axis 2');
    expect(() => exportOnnx(net, zeros([1, 3]), { batchAxis: [0, 0] })).toThrow('batchAxis has 2 entries for 1 inputs');
    expect(() => exportOnnx(net, zeros([0, 3]), { batchAxis: 0 })).toThrow('the example batch is empty');
    expect(() => exportOnnx(net, zeros([1, 3]), { inputNames: [] })).toThrow('0 names for 1 inputs (inputNames)');
    expect(() => exportOnnx(net, zeros([1, 3]), { inputNames: ['weight'] })).toThrow('two values are called weight');
  });
});
