import { afterEach, describe, expect, test } from 'vitest';
import { greater, isnan, logicalAnd, mul, type Recorder, round, setRecorder, type Tensor, tensor } from './index.ts';

const tracer = { retain() {}, release() {} };

/** Names of what is recorded while `fn` runs on a traced tensor. */
function recordedBy(fn: (x: Tensor) => unknown): unknown[] {
  const names: unknown[] = [];
  const x: Tensor = tensor([1, 2]);
  x.tracer = tracer;
  const recorder: Recorder = {
    record(primitive, _inputs, params, outputs) {
      names.push([primitive.name, primitive.isStep ?? false, (params as { op?: string } | null)?.op]);
      for (const y of outputs) y.tracer = tracer;
    },
  };
  setRecorder(recorder);
  fn(x);
  return names;
}

afterEach(() => {
  setRecorder(null);
});

describe('a recorder', () => {
  test('is told of primitives, and of steps, which have no gradient', () => {
    expect(recordedBy((x) => mul(x, x))).toEqual([['mul', false, undefined]]);
    expect(recordedBy((x) => round(x))).toEqual([['rounding', true, 'round']]);
    expect(recordedBy((x) => logicalAnd(greater(x, 1), isnan(x)))).toEqual([
      ['compare', true, 'greater'],
      ['test', true, 'isnan'],
      ['compare', true, 'logicalAnd'],
    ]);
  });

  test('is told nothing of what no traced tensor goes into', () => {
    expect(recordedBy(() => mul(tensor([1]), 2))).toEqual([]);
  });
});
