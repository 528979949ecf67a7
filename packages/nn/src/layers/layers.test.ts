import { backward, parameter } from '@ml/autograd';
import {
  add,
  mean,
  mul,
  Rng,
  randn,
  ShapeError,
  sum,
  type Tensor,
  tensor,
  toTypedArray,
  variance,
  zeros,
} from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { describeLayers } from '../parity.testing.ts';
import { GELU } from './activations/gelu.ts';
import { ReLU } from './activations/relu.ts';
import { Sigmoid } from './activations/sigmoid.ts';
import { SiLU } from './activations/silu.ts';
import { Softmax } from './activations/softmax.ts';
import { Tanh } from './activations/tanh.ts';
import { Sequential } from './containers/sequential.ts';
import { Dropout } from './dropout.ts';
import { Embedding } from './embedding.ts';
import { Identity } from './identity.ts';
import type { Layer } from './layer.ts';
import { LayerNorm } from './layer-norm.ts';
import { Linear } from './linear.ts';

describeLayers('layers', {
  Linear: (dtype) => new Linear(5, 3, { dtype }),
  'Linear without bias': (dtype) => new Linear(5, 3, { dtype, bias: false }),
  Embedding: (dtype) => new Embedding(5, 3, { dtype }),
  LayerNorm: (dtype) => new LayerNorm(6, { dtype }),
  'LayerNorm without affine': (dtype) => new LayerNorm(6, { dtype, elementwiseAffine: false }),
  'LayerNorm eps 0.1': (dtype) => new LayerNorm(3, { dtype, eps: 0.1 }),
  GELU: () => new GELU(),
  'GELU tanh': () => new GELU({ approximate: 'tanh' }),
  ReLU: () => new ReLU(),
  SiLU: () => new SiLU(),
  Tanh: () => new Tanh(),
  Sigmoid: () => new Sigmoid(),
  Softmax: () => new Softmax(),
  'Softmax axis 0': () => new Softmax(0),
  Identity: () => new Identity(),
  'Dropout in evaluation': () => new Dropout(0.5).eval(),
  Sequential: (dtype) =>
    new Sequential(new Linear(4, 6, { dtype }), new Tanh(), new LayerNorm(6, { dtype }), new Linear(6, 2, { dtype })),
});

/** Mean and population variance. */
function moments(x: Tensor): { mean: number; variance: number } {
  return { mean: mean(x).item(), variance: variance(x).item() };
}

describe('initial values', () => {
  test('Linear: uniform in ±1/√in for weight and bias, the same for the same seed', () => {
    const layer = new Linear(100, 400, { rng: new Rng(5) });
    const weight = toTypedArray(layer.weight);
    expect(Math.max(...weight)).toBeGreaterThan(0.0999);
    expect(Math.max(...weight)).toBeLessThanOrEqual(0.1);
    expect(Math.min(...weight)).toBeLessThan(-0.0999);
    // The variance of U(−a, a) is a²/3; 2 % is more than four standard errors of 40,000 draws.
    expect(Math.abs(moments(layer.weight).variance / (0.01 / 3) - 1)).toBeLessThan(0.02);
    expect(Math.max(...toTypedArray(layer.bias as Tensor))).toBeLessThanOrEqual(0.1);
    expect(toTypedArray(new Linear(100, 400, { rng: new Rng(5) }).weight)).toEqual(weight);
    expect(toTypedArray(new Linear(100, 400, { rng: new Rng(6) }).weight)).not.toEqual(weight);
  });

  test('Embedding: standard normal', () => {
    const drawn = moments(new Embedding(200, 100, { rng: new Rng(5) }).weight);
    expect(Math.abs(drawn.mean)).toBeLessThan(0.02);
    expect(Math.abs(drawn.variance - 1)).toBeLessThan(0.03);
  });

  test('LayerNorm: ones and zeros', () => {
    const layer = new LayerNorm(2);
    expect(layer.weight?.toArray()).toEqual([1, 1]);
    expect(layer.bias?.toArray()).toEqual([0, 0]);
  });
});

describe('Dropout', () => {
  test('drops a share of p and scales the rest while training', () => {
    const layer = new Dropout(0.25, { rng: new Rng(1) });
    const y = toTypedArray(layer.forward(zeros([100, 100]).add(1)));
    const dropped = y.filter((value) => value === 0).length;
    expect(Math.abs(dropped / y.length - 0.25)).toBeLessThan(0.015);
    expect(y.every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-6)).toBe(true);
  });

  test('repeats its masks when its generator is put back', () => {
    const rng = new Rng(9);
    const layer = new Dropout(0.5, { rng });
    const x = randn([4, 8], { rng: new Rng(2) });
    const state = rng.getState();
    const first = layer.forward(x).toArray();
    expect(layer.forward(x).toArray()).not.toEqual(first);
    rng.setState(state);
    expect(layer.forward(x).toArray()).toEqual(first);
  });

  test('passes through in evaluation and with p = 0', () => {
    const x = randn([3]);
    expect(new Dropout(0.5).eval().forward(x)).toBe(x);
    expect(new Dropout(0).forward(x)).toBe(x);
    expect(() => new Dropout(1.5)).toThrow('Dropout: p must be in 0 … 1, not 1.5');
  });
});

test('LayerNorm without a bias scales only', () => {
  const layer = new LayerNorm(2, { bias: false, eps: 0 });
  layer.loadStateDict({ weight: tensor([2, 3]) });
  expect(layer.forward(tensor([1, 3])).toArray()).toEqual([-2, 3]);
  expect(Object.keys(layer.stateDict())).toEqual(['weight']);
});

test.each([
  ['scale and offset', {}],
  ['no offset', { bias: false }],
  ['nothing learned', { elementwiseAffine: false }],
])('LayerNorm.addForward is the sum and its norm, with the same gradients: %s', (_, options) => {
  const layer = new LayerNorm(5, options) as LayerNorm;
  const state = Object.entries(layer.stateDict()).map(([name, { shape }], i) => [
    name,
    randn(shape, { rng: new Rng(4 + i) }),
  ]);
  layer.loadStateDict(Object.fromEntries(state));
  const [x, branch] = [0, 1].map((seed) => parameter(randn([3, 5], { rng: new Rng(seed) })));
  const [dStream, dNormed] = [2, 3].map((seed): Tensor => randn([3, 5], { rng: new Rng(seed) }));
  const leaves = [x, branch, ...layer.parameters()];
  const measured = (forward: () => [Tensor, Tensor]) => {
    const [stream, normed] = forward();
    for (const leaf of leaves) leaf.zeroGrad();
    backward(add(sum(mul(stream, dStream)), sum(mul(normed, dNormed))));
    return [stream.toArray(), normed.toArray(), ...leaves.map((leaf) => leaf.grad?.toArray())];
  };
  const fused = measured(() => layer.addForward(x, branch));
  const plain = measured(() => {
    const stream: Tensor = add(x, branch);
    return [stream, layer.forward(stream)];
  });
  expect(fused).toEqual(plain);
  expect(() => layer.addForward(zeros([2, 4]), zeros([2, 4]))).toThrow('the layer normalises 5');
});

describe('wrong shapes', () => {
  const open = (shape: number[]): Tensor => zeros(shape);

  test('Linear names op, shapes, axis and mend', () => {
    const error = caught(() => (new Linear(3, 4) as Linear).forward(open([2, 4])));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error).toMatchObject({ op: 'affine', axis: -1, shapes: [[2, 4], [4, 3], [4]] });
    expect((error as ShapeError).mend).toContain('transpose');
  });

  test('LayerNorm refuses another last axis, learned or not', () => {
    for (const elementwiseAffine of [true, false]) {
      const layer = new LayerNorm(3, { elementwiseAffine }) as LayerNorm;
      expect(() => layer.forward(open([2, 4]))).toThrow(
        'layerNorm: the last axis has 4 elements, the layer normalises 3',
      );
    }
  });

  test('Sequential passes the error of the layer on', () => {
    const net = new Sequential(...([new Linear(3, 4), new Linear(5, 6)] as Layer[]));
    expect(() => net.forward(open([2, 3]))).toThrow('x has 4 features, weight takes 5');
  });
});

function caught(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
