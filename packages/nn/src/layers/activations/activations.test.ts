import { zeros } from '@ml/tensor';
import { expect, test } from 'vitest';
import { describeLayers, type LayerMaker } from '../../parity.testing.ts';
import { CELU } from './celu.ts';
import { ELU } from './elu.ts';
import { GLU } from './glu.ts';
import { Hardshrink } from './hardshrink.ts';
import { Hardsigmoid } from './hardsigmoid.ts';
import { Hardswish } from './hardswish.ts';
import { Hardtanh } from './hardtanh.ts';
import { LeakyReLU } from './leaky-relu.ts';
import { LogSigmoid } from './log-sigmoid.ts';
import { LogSoftmax } from './log-softmax.ts';
import { Mish } from './mish.ts';
import { PReLU } from './prelu.ts';
import { ReLU6 } from './relu6.ts';
import { SELU } from './selu.ts';
import { Softmin } from './softmin.ts';
import { Softplus } from './softplus.ts';
import { Softshrink } from './softshrink.ts';
import { Softsign } from './softsign.ts';
import { Tanhshrink } from './tanhshrink.ts';
import { Threshold } from './threshold.ts';

const kinked: Readonly<Record<string, LayerMaker>> = {
  ELU: () => new ELU(),
  'ELU alpha 0.5': () => new ELU({ alpha: 0.5 }),
  CELU: () => new CELU(),
  'CELU alpha 2': () => new CELU({ alpha: 2 }),
  SELU: () => new SELU(),
  LeakyReLU: () => new LeakyReLU(),
  'LeakyReLU 0.3': () => new LeakyReLU({ negativeSlope: 0.3 }),
  ReLU6: () => new ReLU6(),
  Hardtanh: () => new Hardtanh(),
  'Hardtanh -2 … 0.5': () => new Hardtanh({ minVal: -2, maxVal: 0.5 }),
  Hardsigmoid: () => new Hardsigmoid(),
  Hardswish: () => new Hardswish(),
  Hardshrink: () => new Hardshrink(),
  'Hardshrink 1': () => new Hardshrink({ lambda: 1 }),
  Softshrink: () => new Softshrink(),
  'Softshrink 1': () => new Softshrink({ lambda: 1 }),
  Softsign: () => new Softsign(),
  Threshold: () => new Threshold({ threshold: 0.2, value: -3 }),
};
const atCorners = Object.entries(kinked).map(([name, make]) => [`${name}, corners`, make]);

describeLayers('activations', {
  ...kinked,
  ...Object.fromEntries(atCorners),
  LogSoftmax: () => new LogSoftmax(),
  'LogSoftmax axis 0': () => new LogSoftmax(0),
  Softmin: () => new Softmin(),
  LogSigmoid: () => new LogSigmoid(),
  Mish: () => new Mish(),
  Tanhshrink: () => new Tanhshrink(),
  GLU: () => new GLU(),
  'GLU axis 0': () => new GLU(0),
  Softplus: () => new Softplus(),
  'Softplus beta 3': () => new Softplus({ beta: 3 }),
  'Softplus threshold 1': () => new Softplus({ beta: 2, threshold: 1 }),
  PReLU: (dtype) => new PReLU({ dtype }),
  'PReLU of 4 channels': (dtype) => new PReLU({ numParameters: 4, dtype }),
  'PReLU of a vector': (dtype) => new PReLU({ dtype }),
});

test('wrong shapes say so', () => {
  expect(() => new GLU().forward(zeros([2, 3]))).toThrow('glu: only an even axis has two halves');
  expect(() => new PReLU({ numParameters: 3 }).forward(zeros([2, 4]))).toThrow('x has 4 channels, the layer 3 slopes');
});
