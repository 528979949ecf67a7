// Random chains of operations on views of views, held against NumPy (tooling/parity/compositions.py).
import { describe, expect, test } from 'vitest';
import type { DType } from './dtype.ts';
import type { Tensor } from './index.ts';
import * as ml from './index.ts';
import { type Expected, fromWritten, readFixture, type Written } from './ops/movement.testing.ts';

type Step = readonly [name: string, ...args: unknown[]];

interface Program {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly Written[];
  readonly steps: readonly Step[];
  readonly expected: Expected;
}

type Untyped = (x: unknown, ...args: unknown[]) => Tensor;
const operations = ml as unknown as Record<string, Untyped>;

/** Steps that are more than a call of the operation of their name. */
const composed: Record<string, (x: Tensor, ...args: never[]) => Tensor> = {
  addNumber: (x, value: number) => x.add(value) as Tensor,
  concat: (x, axis: number) => ml.concat([x, x.flip(axis)] as Tensor[], axis) as Tensor,
  stack: (x, axis: number) => ml.stack([x, x.flip(axis)] as Tensor[], axis) as Tensor,
  gram: (x) => x.matmul(x.transpose() as Tensor) as Tensor,
  whereFirst: (x) => ml.where(x.equal(ml.flatten(x).slice(0) as Tensor) as Tensor, x, x.flip()) as Tensor,
  ...Object.fromEntries(
    ['add', 'sub', 'mul', 'maximum', 'less', 'equal'].map((name) => [
      name,
      (x: Tensor, axis: number) => operations[name](x, ml.indexSelect(x, axis, [0])),
    ]),
  ),
};

function run({ data, shape, dtype, steps }: Program): Tensor {
  return ml.tidy(() =>
    steps.reduce<Tensor>(
      (x, [name, ...args]) => (composed[name] ?? operations[name])(x, ...(args as never[])),
      fromWritten(data, shape, dtype),
    ),
  );
}

const { cases } = readFixture<{ cases: readonly Program[] }>('compositions.json');

describe('agrees with NumPy', () => {
  test.each(cases.map((program, i) => ({ program, name: `${i} ${program.steps.map(([op]) => op).join(' ')}` })))(
    '$name',
    ({ program }) => {
      const { expected } = program;
      const actual = run(program);
      expect(actual.dtype).toBe(expected.dtype);
      expect(actual.shape).toEqual(expected.shape);
      const tolerance = actual.dtype === 'float64' ? 1e-12 : 2e-6;
      const smallest = actual.dtype === 'float32' ? 2 ** -126 : 0; // below, the exponential's kernel gives 0
      [...actual.toTypedArray()].forEach((value, i) => {
        const want = Number(expected.data[i]);
        if (Number.isFinite(want))
          expect(Math.abs(value - want)).toBeLessThanOrEqual(Math.max(smallest, tolerance * Math.abs(want)));
        else expect(value).toBe(want);
      });
    },
  );
});
