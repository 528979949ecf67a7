import { memory, type Tensor, tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { AnomalyError, type DetectAnomalyOptions, detectAnomaly } from './anomaly.ts';
import { backward } from './backward.ts';
import { checkpoint } from './checkpoint.ts';
import { customVjp } from './custom-vjp.ts';
import { grad } from './functional/grad.ts';
import { noGrad } from './mode.ts';
import { parameter } from './parameter.ts';

function anomalyIn(fn: () => unknown, options?: DetectAnomalyOptions): AnomalyError {
  try {
    detectAnomaly(fn, options);
  } catch (error) {
    if (error instanceof AnomalyError) return error;
    throw error;
  }
  throw new Error('nothing was detected');
}
const w = () => parameter(tensor([4, 0, -1]), { name: 'w' });

describe('forward', () => {
  test('names the first operation that makes a NaN, with its shapes', () => {
    const x = w();
    const { anomaly, message } = anomalyIn(() => x.add(0).sqrt().mul(2).sum());
    expect(anomaly).toEqual({ op: 'sqrt', phase: 'forward', found: 'NaN', given: false, shapes: [[3]], place: null });
    expect(message).toBe('sqrt made NaN; it was called with [3]');
  });

  test('an overflow is an anomaly', () => {
    const x = parameter(tensor([100]));
    expect(anomalyIn(() => x.exp()).message).toBe('exp made Infinity; it was called with [1]');
  });

  test('a NaN from outside is said to be given, and by whom', () => {
    const x = parameter(tensor([1, 2]));
    const data = tensor([1, Number.NaN]);
    expect(anomalyIn(() => x.mul(data)).message).toBe('mul was given NaN in input 1; it was called with [2], [2]');
    const bad = parameter(tensor([Number.NaN]), { name: 'head.bias' });
    expect(anomalyIn(() => bad.add(1)).message).toContain('add was given NaN in head.bias [1]');
    expect(anomalyIn(() => bad.add(1), { nameOf: () => 'tail.bias' }).message).toContain('in tail.bias [1]');
  });

  test('a mask of −Infinity passes, and the NaN of a row that is all masked does not', () => {
    const scores = parameter(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    );
    const attend = (mask: boolean[][]) => () =>
      (scores.maskedFill(tensor(mask), -Infinity) as Tensor).softmax(-1).sum();
    expect(
      detectAnomaly(() =>
        attend([
          [true, false],
          [false, true],
        ])().item(),
      ),
    ).toBe(2);
    const given = tensor([
      [-Infinity, 0],
      [0, 0],
    ]);
    expect(detectAnomaly(() => scores.add(given).softmax(-1).sum().item())).toBe(2);
    const { anomaly } = anomalyIn(
      attend([
        [true, true],
        [false, false],
      ]),
    );
    expect(anomaly).toMatchObject({ op: 'softmax', found: 'NaN', given: false });
  });

  test('the place is asked for at the call', () => {
    const x = w();
    const { anomaly, message } = anomalyIn(() => x.log(), { place: () => 'encoder.layers.0' });
    expect(anomaly.place).toBe('encoder.layers.0');
    expect(message).toBe('log made NaN; it was called in encoder.layers.0 with [3]');
  });

  test('an operation of your own has its name', () => {
    const half = customVjp({
      name: 'half',
      forward: (x: Tensor) => [x.div(0) as Tensor, null],
      backward: () => [null],
    });
    expect(anomalyIn(() => half(parameter(tensor([1])))).anomaly).toMatchObject({ op: 'half', found: 'Infinity' });
  });
});

describe('backward', () => {
  test('names the operation whose gradient it is, and where that was called', () => {
    const x = parameter(tensor([4, 0]));
    const slope = (y: Tensor) => y.sqrt() as Tensor;
    const { anomaly, message, cause } = anomalyIn(() => backward(slope(x).mul(3).sum()), { place: () => 'net' });
    expect(anomaly).toEqual({
      op: 'sqrt',
      phase: 'backward',
      found: 'Infinity',
      given: false,
      shapes: [[2]],
      place: 'net',
    });
    expect(message).toBe('the gradient of sqrt became Infinity; it was called in net with [2]');
    expect((cause as Error).stack).toMatch(/sqrt was called here\n[\s\S]*slope/);
  });

  test('a bad seed, and a sum that overflows', () => {
    const x = parameter(tensor([1e-3, 2e-3]));
    const seed = tensor([1, Number.NaN]);
    expect(anomalyIn(() => backward(x.mul(2), { gradient: seed })).message).toBe(
      'the gradient that reached mul is NaN; it was called with [2], []',
    );
    const two = () => {
      const y = x.add(0);
      backward(y.mul(2e38).add(y.mul(2e38)).sum());
    };
    expect(anomalyIn(two).anomaly).toMatchObject({ op: 'add', phase: 'backward', found: 'Infinity', given: true });
  });

  test('what was recorded before is named without shapes', () => {
    const x = parameter(tensor([0]));
    const y = x.sqrt().sum();
    expect(anomalyIn(() => backward(y)).message).toBe(
      'the gradient of sqrt became Infinity; sqrt was recorded before anybody watched',
    );
  });

  test('transforms and checkpoints are looked into', () => {
    expect(anomalyIn(() => grad((x: Tensor) => x.sqrt().sum())(tensor([0]))).anomaly.op).toBe('sqrt');
    const block = checkpoint((x: Tensor) => x.sqrt() as Tensor);
    expect(anomalyIn(() => backward(block(parameter(tensor([0]))).sum())).anomaly.op).toBe('sqrt');
  });
});

describe('what it leaves alone', () => {
  test('results, gradients and memory are those without it', () => {
    const x = parameter(tensor([1, 2, 3]));
    const run = () => {
      x.zeroGrad();
      const y = x.mul(x).exp().sum();
      backward(y);
      const value = y.item();
      y.dispose();
      return [value, x.grad?.toArray()];
    };
    const plain = run();
    expect(detectAnomaly(run)).toEqual(plain);
    const liveAfter = (times: number) => {
      for (let i = 0; i < times; i++) tidy(() => detectAnomaly(run));
      return memory.report().liveBytes;
    };
    expect(liveAfter(2)).toBe(liveAfter(200));
  });

  test('unrecorded operations, and everything after it', () => {
    const x = w();
    detectAnomaly(() => noGrad(() => x.sqrt()));
    anomalyIn(() => x.sqrt());
    expect(x.sqrt().toArray()).toEqual([2, 0, Number.NaN]);
  });

  test('asynchronous functions are refused', () => {
    expect(() => detectAnomaly(async () => 1)).toThrow('detectAnomaly: the function must be synchronous');
  });
});
