import { apply, definePrimitive, greater, mul, setRecorder, sign, type Tensor, tensor, where } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { backward, detach, grad, isRecording, noGrad, parameter } from './index.ts';

test('isRecording says whether there can be a gradient', () => {
  expect(isRecording()).toBe(true);
  expect(noGrad(isRecording)).toBe(false);
  expect(isRecording()).toBe(true);
});

test('steps end the graph: comparisons choose, and rounding is a constant', () => {
  const w = parameter(tensor([2, -3]));
  expect(sign(w).tracer).toBeNull();
  const y: Tensor = where(greater(w, 0) as Tensor, mul(w, w), mul(w, sign(w)) as Tensor);
  backward(y.sum());
  expect(w.grad?.toArray()).toEqual([4, -1]);
});

test('another recorder goes on watching inside noGrad, and is put back', () => {
  const w = parameter(tensor([1]));
  let seen = 0;
  const other = {
    record() {
      seen++;
    },
  };
  const before = setRecorder(other);
  try {
    noGrad(() => mul(w, 2));
    expect(seen).toBe(1);
    expect(setRecorder(other)).toBe(other);
  } finally {
    setRecorder(before);
  }
  expect(mul(w, 2).tracer).not.toBeNull();
});

test('detach takes away gradients, not the mark of another recorder', () => {
  const mark = { retain() {}, release() {} };
  const x = tensor([1]);
  x.tracer = mark;
  expect(detach(x).tracer).toBe(mark);
  expect(detach(parameter(x)).tracer).toBeNull();
});

describe('noGrad', () => {
  test('records nothing inside, and everything again afterwards', () => {
    const w = parameter(tensor([1, 2]));
    expect(noGrad(() => w.mul(2).tracer)).toBeNull();
    expect(w.mul(2).tracer).not.toBeNull();
    expect(() =>
      noGrad(() => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(w.mul(2).tracer).not.toBeNull();
  });

  test('a first parameter made inside does not switch recording on', () => {
    noGrad(() => expect(parameter(tensor([1])).mul(2).tracer).toBeNull());
  });

  test('a transform inside differentiates, and its result is a constant', () => {
    const w = parameter(tensor([3]));
    const g = noGrad(() => grad((x) => x.mul(x).mul(w).sum())(w));
    expect(g.toArray()).toEqual([18]);
    expect(g.tracer).toBeNull();
  });

  test('a transform inside the forward of a primitive leaves the rest of it unrecorded', () => {
    const w = parameter(tensor([3]));
    let traced: unknown = 'not run';
    const probe = definePrimitive('neg', ([x]: [Tensor]): [Tensor] => {
      grad((v) => v.mul(v).sum())(tensor([1]));
      traced = w.mul(2).tracer;
      return [x.neg()];
    });
    apply(probe, [w], null);
    expect(traced).toBeNull();
    expect(w.mul(2).tracer).not.toBeNull();
  });

  test('refuses asynchronous functions', () => {
    expect(() => noGrad(async () => 1)).toThrow('noGrad: the function must be synchronous, but returned a promise');
  });
});

test('detach is a view of the same elements that nothing flows through', () => {
  const w = parameter(tensor([3]));
  const d = detach(w);
  expect([d.storage === w.storage, d.tracer]).toEqual([true, null]);
  expect(grad((x) => x.mul(detach(x)).sum())(tensor([5])).toArray()).toEqual([5]);
});
