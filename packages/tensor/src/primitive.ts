import type { Tensor } from './tensor.ts';

/**
 * A differentiable operation: a name, which the gradient table in @ml/autograd must know, and its forward computation.
 *
 * `forward` gets raw arrays: nothing it calls is recorded, so it may use any operation. Outputs after the first may be
 * by-products that only the gradient rule needs (the mean of a normalisation, the log-sum-exp of a softmax).
 */
export interface Primitive<N extends string, I extends readonly Tensor[], P, O extends readonly Tensor[]> {
  readonly name: N;
  readonly forward: (inputs: I, params: P) => O;
  /** A step function: its derivative is 0 wherever it exists, so no gradient flows and no rule is needed. */
  readonly isStep?: boolean;
}

/** A primitive of any signature, to be looked at but not called. */
export type AnyPrimitive = Primitive<string, never, never, readonly Tensor[]>;

export function definePrimitive<const N extends string, I extends readonly Tensor[], P, O extends readonly Tensor[]>(
  name: N,
  forward: (inputs: I, params: P) => O,
): Primitive<N, I, P, O> {
  return { name, forward };
}

/** A primitive without a gradient, for whoever wants to see how a result came about: comparisons, rounding. */
export function defineStep<const N extends string, I extends readonly Tensor[], P>(
  name: N,
  forward: (inputs: I, params: P) => [Tensor],
): Primitive<N, I, P, [Tensor]> {
  return { name, forward, isStep: true };
}

/** Told of every primitive that ran on at least one traced input; sets the outputs' tracers. */
export interface Recorder {
  record(primitive: AnyPrimitive, inputs: readonly Tensor[], params: unknown, outputs: readonly Tensor[]): void;
}

let recorder: Recorder | null = null;

/** Installs a recorder (null: nobody records) and returns the one before it. */
export function setRecorder(next: Recorder | null): Recorder | null {
  const previous = recorder;
  recorder = next;
  return previous;
}

/** Whether a primitive run on these inputs would be recorded. */
export function isRecorded(inputs: readonly Tensor[]): boolean {
  return recorder !== null && inputs.some((input) => input.tracer !== null);
}

/** Runs a primitive and, where somebody records and an input is traced, has it recorded. */
export function apply<N extends string, I extends readonly Tensor[], P, O extends readonly Tensor[]>(
  primitive: Primitive<N, I, P, O>,
  inputs: I,
  params: P,
): O {
  const current = recorder;
  if (current === null || !inputs.some((input) => input.tracer !== null)) return primitive.forward(inputs, params);
  recorder = null;
  let outputs: O;
  try {
    outputs = primitive.forward(inputs, params);
  } finally {
    recorder = current;
  }
  current.record(primitive, inputs, params, outputs);
  return outputs;
}
