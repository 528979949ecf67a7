// Arithmetic, reductions, products and normalisations against NumPy and PyTorch, in both float types, contiguous and strided.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as ml from '../index.ts';
import { type FloatDType, type Tensor, tensor, tidy } from '../index.ts';

interface PlainArray {
  readonly shape: number[];
  readonly data: (number | string)[];
}

interface Case {
  readonly name: string;
  readonly op: string;
  readonly inputs: PlainArray[];
  readonly params: Record<string, unknown>;
  readonly expected: PlainArray;
}

const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/math-ops.json', import.meta.url), 'utf8'),
);

/** Relative error allowed, and absolute error relative to the largest expected element (for results of cancellation). */
const tolerance = { float32: { relative: 1e-5, scale: 2e-7 }, float64: { relative: 1e-12, scale: 1e-14 } };

type Operation = (inputs: readonly Tensor[], params: Record<string, never>) => Tensor;

/** Operations whose arguments are not simply (inputs…, options). */
const special: Record<string, Operation> = {
  cumsum: ([x], { axis }) => ml.cumsum(x, axis),
  softmax: ([x], { axis }) => ml.softmax(x, axis),
  logSoftmax: ([x], { axis }) => ml.logSoftmax(x, axis),
  layerNorm: ([x, weight = null, bias = null]) => ml.layerNorm(x, { weight, bias }),
  crossEntropyLosses: ([logits, targets]) => ml.crossEntropyLosses(logits, targets.astype('int32')),
  embedding: ([weight, ids]) => ml.embedding(weight, ids.astype('int32')),
  affine: ([x, weight, bias]) => ml.affine(x, weight, bias),
};
const options = new Set([
  'sum',
  'prod',
  'mean',
  'max',
  'min',
  'variance',
  'logsumexp',
  'argmax',
  'argmin',
  'clip',
  'gelu',
  'attention',
]);

function run({ op, params }: Case, inputs: readonly Tensor[]): Tensor {
  const operation = special[op];
  if (operation !== undefined) return operation(inputs, params as Record<string, never>);
  const free = (ml as unknown as Record<string, (...args: unknown[]) => Tensor>)[op];
  return options.has(op) ? free(...inputs, params) : free(...inputs);
}

function load({ shape, data }: PlainArray, dtype: FloatDType): Tensor {
  const values = Float64Array.from(data, (value) =>
    typeof value === 'number' ? value : Number(value.replace('inf', 'Infinity')),
  );
  return tensor(values).reshape(shape).astype(dtype);
}

/** The same values behind other strides: reversed axes, and every second place of the last one. */
function strided(x: Tensor): Tensor {
  const reversed = x.shape.map((_, axis) => x.rank - 1 - axis);
  const transposed = ml.copy(ml.permute(x, reversed));
  if (x.rank === 0) return x;
  const spread: Tensor = ml
    .stack([transposed, transposed], x.rank)
    .reshape([...transposed.shape.slice(0, -1), 2 * (transposed.shape.at(-1) ?? 1)]);
  return ml.permute(ml.slice(spread, '...', [0, null, 2]) as Tensor, reversed);
}

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  const { relative, scale } = tolerance[dtype];

  describe.each([
    ['contiguous', (x: Tensor) => x],
    ['strided', strided],
  ])('%s', (_, arrange) => {
    test.each(cases)('$name', (example) => {
      tidy(() => {
        const result = run(
          example,
          example.inputs.map((input) => arrange(load(input, dtype))),
        );
        const want = load(example.expected, dtype).astype('float64').toTypedArray();
        const got = result.astype('float64').toTypedArray();
        expect(result.shape).toEqual(example.expected.shape);
        const largest = Array.from(want).reduce(
          (top, value) => (Number.isFinite(value) ? Math.max(top, Math.abs(value)) : top),
          0,
        );
        for (let i = 0; i < want.length; i++) {
          if (!Number.isFinite(want[i])) expect(got[i]).toBe(want[i]);
          else expect(Math.abs(got[i] - want[i])).toBeLessThanOrEqual(relative * Math.abs(want[i]) + scale * largest);
        }
      });
    });
  });
});
