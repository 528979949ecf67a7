// Reads the fixtures of tooling/parity/movement.py: strided inputs, the arguments of one call, what it should give.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { DType } from '../dtype.ts';
import { toTypedArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { tensor } from './creation.ts';
import { permute } from './permute.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';

/** A number, or 'NaN', 'Infinity', '-Infinity', '-0'. */
export type Written = number | boolean | string;

interface StoredInput {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly Written[];
  readonly ranges: readonly [number, number, number][];
  readonly axes: readonly number[];
}

export interface Expected {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly Written[];
}

interface StoredCase {
  readonly op: string;
  readonly inputs: readonly StoredInput[];
  readonly args: readonly unknown[];
  readonly expected: Expected | readonly Expected[];
}

export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')) as T;
}

export function fromWritten(data: readonly Written[], shape: readonly number[], dtype: DType): Tensor {
  return reshape(tensor(data.map(Number) as number[], { dtype }) as Tensor, shape);
}

/** The view that the fixture describes, with its offsets, gaps, negative steps and permuted axes. */
function build({ data, shape, dtype, ranges, axes }: StoredInput): Tensor {
  return permute(slice(fromWritten(data, shape, dtype), ...ranges) as Tensor, axes);
}

function fill(arg: unknown, inputs: readonly Tensor[]): unknown {
  if (Array.isArray(arg)) return arg.map((each) => fill(each, inputs));
  return typeof arg === 'string' && arg.startsWith('$') ? inputs[Number(arg.slice(1))] : arg;
}

export interface ParityCase {
  readonly name: string;
  readonly args: () => unknown[];
  readonly expected: readonly Expected[];
}

/** The cases of one operation, named by their arguments and shapes. */
export function parityCases(op: string, file = 'movement.json'): ParityCase[] {
  const { cases } = readFixture<{ cases: readonly StoredCase[] }>(file);
  return cases
    .filter((stored) => stored.op === op)
    .map(({ inputs, args, expected }) => ({
      name: `${JSON.stringify(args)} on ${inputs.map(({ axes, shape }) => `${JSON.stringify(shape)}/${axes.join('')}`).join(' ')}`,
      args: () => {
        const built = inputs.map(build);
        return args.map((arg) => fill(arg, built));
      },
      expected: [expected].flat() as Expected[],
    }));
}

/** Runs a function whose types the fixture cannot know. */
export function call(fn: unknown, args: readonly unknown[]): unknown {
  return (fn as (...args: readonly unknown[]) => unknown)(...args);
}

/** Same type, shape and elements, bit for bit but for the sign of zero. */
export function expectTensor(actual: Tensor, expected: Expected): void {
  expect(actual.dtype).toBe(expected.dtype);
  expect(actual.shape).toEqual(expected.shape);
  expect([...toTypedArray(actual)].map((x) => x + 0)).toEqual(expected.data.map((x) => Number(x) + 0));
}
