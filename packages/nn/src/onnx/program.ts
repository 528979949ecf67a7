import type { DType, TypedArray } from '@ml/tensor';
import { OnnxExportError } from './onnx-export-error.ts';
import type { Origin, Recording } from './recording.ts';

/** A size of an axis: fixed, or so many times the batch. */
export type Size = number | { readonly batch: number };

export interface ProgramValue {
  readonly shape: readonly Size[];
  readonly dtype: DType;
  readonly origin: Origin;
}

/** A step whose params are the same for every batch; what is not (shapes) is in the shapes of its outputs. */
export interface ProgramStep {
  readonly primitive: string;
  readonly params: unknown;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** A computation for any batch. */
export interface Program {
  readonly values: readonly ProgramValue[];
  readonly steps: readonly ProgramStep[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/**
 * What two recordings of one model with other inputs, and perhaps another batch, have in common. Sizes that differ grow with the
 * batch; constants that differ were computed from the inputs behind the recorder's back, and would be wrong in the file.
 */
export function commonProgram(a: Recording, b: Recording, batches: readonly [number, number]): Program {
  const same = (x: readonly number[], y: readonly number[]): boolean =>
    x.length === y.length && x.every((n, i) => n === y[i]);
  const alike = (i: number): boolean =>
    a.steps[i].primitive === b.steps[i].primitive && same(a.steps[i].inputs, b.steps[i].inputs);
  if (a.steps.length !== b.steps.length || !a.steps.every((_, i) => alike(i)) || !same(a.outputs, b.outputs)) {
    throw new OnnxExportError('forward takes another way for other inputs; a graph has only one');
  }
  const shapes = a.values.map(({ shape }, i) => commonShape(shape, b.values[i].shape, batches));
  const values = a.values.map(({ dtype, origin }, i) => {
    const other = b.values[i].origin;
    if (origin.kind !== 'constant' || other.kind !== 'constant') return { shape: shapes[i], dtype, origin };
    return { shape: shapes[i], dtype, origin: commonConstant(origin.values, other.values, shapes[i], dtype) };
  });
  const steps = a.steps.map((step, i) => {
    const of = (params: unknown, { values }: Recording): unknown =>
      withoutWholeAxes(step.primitive, params, values[step.inputs[0]].shape);
    const [params, other] = [of(step.params, a), of(b.steps[i].params, b)];
    if (!shapedByOutput.has(step.primitive) && !sameParams(params, other)) {
      throw new OnnxExportError(
        `${step.primitive}: its options are drawn at random, or depend on the inputs or their batch`,
      );
    }
    return { ...step, params };
  });
  return { values, steps, inputs: a.inputs, outputs: a.outputs };
}

/** Their params are a shape, which their output has too. */
const shapedByOutput: ReadonlySet<string> = new Set(['expand', 'reshape']);

/** A slice with null for the axes that it leaves whole, however long they are. */
function withoutWholeAxes(primitive: string, params: unknown, shape: readonly number[]): unknown {
  if (primitive !== 'slice') return params;
  const { ranges } = params as { ranges: readonly { start: number; step: number; size: number }[] };
  return {
    ranges: ranges.map((range, axis) =>
      range.start === 0 && range.step === 1 && range.size === shape[axis] ? null : range,
    ),
  };
}

function commonShape(a: readonly number[], b: readonly number[], [m, n]: readonly [number, number]): Size[] {
  return a.map((size, axis) => {
    if (size === b[axis]) return size;
    const batch = size / m;
    if (a.length === b.length && Number.isInteger(batch) && b[axis] === batch * n) return { batch };
    throw new OnnxExportError(
      `a value of shape [${a.join(', ')}] has shape [${b.join(', ')}] for a batch of ${n} instead of ${m}; ` +
        'only sizes that are multiples of the batch can vary',
    );
  });
}

/** A constant that grows with the batch must repeat along those axes: zeros to begin with, one token for all. */
function commonConstant(a: TypedArray, b: TypedArray, shape: readonly Size[], dtype: DType): Origin {
  const differs = (x: TypedArray, y: TypedArray): boolean => x.some((value, i) => !Object.is(value, y[i]));
  if (shape.every((size) => typeof size === 'number')) {
    if (!differs(a, b)) return { kind: 'constant', values: a };
  } else {
    const [first, other] = [a, b].map((values) => alongBatchOnce(values, shape));
    if (first !== null && other !== null && !differs(first, other)) return { kind: 'constant', values: first };
  }
  throw new OnnxExportError(
    `a ${dtype} constant of ${a.length} elements depends on the input: it was computed by something that is not recorded ` +
      '(a loop over numbers, an operation without a gradient)',
  );
}

/** One element for all those that differ only in their place along batch axes; null where they are not the same. */
function alongBatchOnce(values: TypedArray, shape: readonly Size[]): TypedArray | null {
  // Batch axes are found by how often the fixed part fits in; they lead in all layouts that can be told apart.
  const fixed = shape.reduce<number>((product, size) => (typeof size === 'number' ? product * size : product), 1);
  const leading = shape.findIndex((size) => typeof size === 'number');
  const variable = shape.findLastIndex((size) => typeof size !== 'number');
  const once = values.slice(0, fixed) as TypedArray;
  if (leading !== -1 && leading < variable) {
    // Somewhere inside: only a constant that is one number all over can be told.
    return values.every((value) => Object.is(value, values[0])) ? once.fill(values[0]) : null;
  }
  return values.every((value, i) => Object.is(value, once[i % fixed])) ? once : null;
}

/** Deep equality of plain data; functions (the loops of a step) are those of the same operation. */
function sameParams(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (typeof a === 'function' && typeof b === 'function')) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => sameParams((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
