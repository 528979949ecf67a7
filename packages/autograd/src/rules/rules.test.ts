import {
  cast,
  dropout,
  type FloatDType,
  fromBuffer,
  full,
  isFloat,
  memory,
  mul,
  primitives,
  Rng,
  sum,
  type Tensor,
  tensor,
  tidy,
  toTypedArray,
} from '@ml/tensor';
import { type AnyPrimitiveName, layerPrimitives } from '@ml/tensor/layers';
import { describe, expect, test, vi } from 'vitest';
import { backward } from '../backward.ts';
import { checkGrad } from '../check-grad.ts';
import { type Parameter, parameter } from '../parameter.ts';
import { callOf, calls, testedApart } from './gradient-cases.testing.ts';
import { type GradientCase, gradientCases, tensorOf } from './gradient-fixture.testing.ts';
import { vjps } from './index.ts';

const cases = gradientCases();
const named = cases.map((entry): [string, GradientCase] => [`${entry.primitive} ${entry.name}`, entry]);

/** Points where a function has no derivative, or none that differences could see. */
const singular = /ties|special values|NaN|by zero|zero and negative bases|empty/;

/** Float inputs as parameters, integers as they are. */
function leavesOf(entry: GradientCase, dtype: FloatDType): Tensor[] {
  return entry.inputs.map((input) =>
    input.dtype === 'int32' ? tensorOf(input, dtype) : parameter(tensorOf(input, dtype)),
  );
}

/** |actual − expected| ≤ rtol·(|expected| + largest |expected|/10), and NaN and infinities where they are expected. */
function expectClose(actual: ArrayLike<number>, expected: readonly (number | string)[], rtol: number): void {
  const want = expected.map(Number);
  expect(actual.length).toBe(want.length);
  const scale = Math.max(0, ...want.map(Math.abs).filter(Number.isFinite)) / 10;
  want.forEach((value, i) => {
    if (!Number.isFinite(value)) expect(actual[i]).toBe(value);
    else
      expect(Math.abs(actual[i] - value), `entry ${i}: ${actual[i]} instead of ${value}`).toBeLessThanOrEqual(
        rtol * (Math.abs(value) + scale),
      );
  });
}

describe.each([
  ['float64', 1e-10],
  ['float32', 1e-5],
] as const)('agrees with torch in %s', (dtype, rtol) => {
  test.each(named)('%s', (_, entry) => {
    tidy(() => {
      const leaves = leavesOf(entry, dtype);
      const value = callOf(entry.primitive, entry.name)(...leaves);
      expect(value.dtype).toBe(dtype);
      expectClose(toTypedArray(value), entry.value, rtol);
      backward(value, { gradient: tensorOf(entry.cotangent, dtype) });
      entry.gradients.forEach((gradient, i) => {
        if (gradient === null) return;
        const { grad } = leaves[i] as Parameter;
        // What the value does not depend on has no gradient here, and zeros in the fixture.
        if (grad !== null) expect(grad.dtype).toBe(dtype);
        expectClose(grad === null ? gradient.map(() => 0) : toTypedArray(grad), gradient, rtol);
      });
    });
  });
});

describe('agrees with central differences, first and second derivative', () => {
  test.each(named.filter(([name]) => !singular.test(name)))('%s', (_, entry) => {
    tidy(() => {
      const inputs = entry.inputs.map((input) => tensorOf(input, 'float64'));
      const call = callOf(entry.primitive, entry.name);
      const floats = inputs.filter((x) => isFloat(x.dtype));
      const f = (...xs: Tensor[]): Tensor => {
        let next = 0;
        return call(...inputs.map((x) => (isFloat(x.dtype) ? xs[next++] : x)));
      };
      checkGrad(f, floats, { order: 2, rtol: 1e-6, atol: 1e-8 });
    });
  });
});

const names = Object.keys({ ...primitives, ...layerPrimitives }) as AnyPrimitiveName[];

test('every primitive has cases, and they run its rule', () => {
  for (const primitive of names.filter((name) => !testedApart.includes(name))) {
    const own = cases.filter((entry) => entry.primitive === primitive);
    expect(own.length, `cases of ${primitive}`).toBeGreaterThanOrEqual(2);
    expect(
      new Set(own.map(({ inputs }) => JSON.stringify(inputs.map(({ shape }) => shape)))).size,
      `shapes of ${primitive}`,
    ).toBeGreaterThanOrEqual(2);
    const rule = vi.spyOn(vjps[primitive], 'vjp');
    tidy(() => {
      const value = callOf(primitive, own[0].name)(...leavesOf(own[0], 'float64'));
      backward(value, { gradient: tensorOf(own[0].cotangent, 'float64') });
    });
    expect(rule, primitive).toHaveBeenCalled();
    rule.mockRestore();
  }
  expect(Object.keys(calls).sort()).toEqual([...names].sort());
});

describe('memory does not grow', () => {
  const first = names.flatMap((name) => cases.find((entry) => entry.primitive === name) ?? []);
  test.each(first.map((entry): [string, GradientCase] => [entry.primitive, entry]))('%s', (_, entry) => {
    const call = callOf(entry.primitive, entry.name);
    tidy(() => {
      const leaves = leavesOf(entry, 'float32');
      const gradient = tensorOf(entry.cotangent, 'float32');
      const live: number[] = [];
      for (let i = 0; i < 200; i++) {
        tidy(() => backward(call(...leaves), { gradient }));
        // A graph nobody walks.
        tidy(() => {
          call(...leaves);
        });
        // And one that is walked for its own gradient, which is then dropped.
        if (i % 10 === 0) {
          tidy(() => backward(call(...leaves), { gradient, createGraph: true }));
          for (const leaf of leaves) if (isFloat(leaf.dtype)) (leaf as Parameter).zeroGrad();
          live.push(memory.report().liveBytes);
        }
      }
      expect(live[live.length - 1]).toBe(live[1]);
      for (const leaf of leaves) leaf.dispose();
    });
  });
});

test('cast: the gradient comes back in the type of the input', () => {
  tidy(() => {
    const x = parameter(tensor([0.5, -2]));
    const gradient = fromBuffer(new Float64Array([1.5, 1 / 3]), [2]);
    backward(cast(x, 'float64'), { gradient });
    expect(x.grad?.dtype).toBe('float32');
    expect(x.grad?.toArray()).toEqual([1.5, Math.fround(1 / 3)]);
  });
});

test('cast: integers end the graph', () => {
  tidy(() => {
    const x = parameter(tensor([0.5, -2]));
    expect(cast(x, 'int32').tracer).toBeNull();
    backward(sum(mul(cast(x, 'int32'), x)));
    expect(x.grad?.toArray()).toEqual([0, -2]);
  });
});

test.each(['float32', 'float64'] as const)(
  'dropout: the gradient goes through the mask of the value, in %s',
  (dtype) => {
    tidy(() => {
      const x = parameter(full([8, 16], 3, { dtype }));
      const value = dropout(x, { p: 0.25, rng: new Rng(5) });
      backward(value, { gradient: full([8, 16], 3, { dtype }) });
      expect(x.grad?.toArray()).toEqual(value.toArray());
      const dropped = [...toTypedArray(value)].filter((v) => v === 0).length;
      expect(dropped).toBeGreaterThan(0);
      expect(dropped).toBeLessThan(128);
    });
  },
);
