import { formatShape, isFloat, type Shape, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { GradientError } from './gradient-error.ts';
import { noGrad } from './mode.ts';
import type { Node } from './node.ts';
import { Parameter } from './parameter.ts';
import { watch } from './watcher.ts';

/** What an `AnomalyError` knows. */
export interface Anomaly {
  readonly op: string;
  readonly phase: 'forward' | 'backward';
  readonly found: 'NaN' | 'Infinity';
  /** Whether it was there in what the operation was given: it comes from the data, a parameter, or something unrecorded. */
  readonly given: boolean;
  /** Shapes of what the operation was called with. */
  readonly shapes: readonly Shape[];
  /** Where that was, in the words of `place`: the path of a module. */
  readonly place: string | null;
}

/** The first NaN or infinity of a computation. In a backward pass its `cause` has the stack of the operation's forward call. */
export class AnomalyError extends GradientError {
  readonly anomaly: Anomaly;

  constructor(anomaly: Anomaly, message: string, creation?: Error) {
    super(message, creation === undefined ? undefined : { cause: creation });
    this.anomaly = anomaly;
  }
}

export interface DetectAnomalyOptions {
  /** Says where the program is when an operation runs. */
  readonly place?: (() => string | null) | undefined;
  /** What to call a parameter. Default: its own name. */
  readonly nameOf?: ((parameter: Parameter) => string | undefined) | undefined;
}

interface Call {
  readonly shapes: readonly Shape[];
  readonly place: string | null;
  /** Its stack is put into words only when somebody reads it. */
  readonly creation?: Error;
}

/**
 * Runs `fn`, and throws at the first operation whose output, or whose gradient in a backward pass inside `fn`, becomes NaN or
 * infinite: with the operation's name and shapes, and the stack of the call that recorded it.
 *
 * Looked at is what is recorded, which is what depends on a parameter or on the input of a transform. An infinity that was
 * given, such as that of a mask, is no anomaly; a NaN that comes of it is. Every value is read, so that a step takes several
 * times as long; without it nothing is.
 *
 * @throws {AnomalyError} naming the operation
 * @throws {GradientError} when `fn` is asynchronous
 * @reference torch.autograd.detect_anomaly, which looks for NaN in backward passes
 * @example
 * const w = parameter(tensor([4, 0]));
 * detectAnomaly(() => backward(w.sqrt().sum())) // => throws the gradient of sqrt became Infinity
 */
export function detectAnomaly<R>(fn: () => R, { place, nameOf }: DetectAnomalyOptions = {}): R {
  const calls = new WeakMap<Node, Call>();
  const watcher = {
    ran(op: string, inputs: readonly Tensor[], params: unknown, outputs: readonly Tensor[], node: Node): void {
      const call: Call = {
        shapes: inputs.map((x) => x.shape),
        place: place?.() ?? null,
        creation: new Error(`${op} was called here`),
      };
      calls.set(node, call);
      const found = worst(outputs);
      if (found === null) return;
      const before = worst(inputs);
      if (found === 'Infinity' && (before !== null || hasInfinity(params))) return;
      const source = inputs.findIndex((x) => worst([x]) === found);
      throw forwardAnomaly(op, call, found, source < 0 ? null : labelOf(inputs[source], source, nameOf));
    },
    pulled(node: Node, cotangents: readonly (Tensor | null)[], results: readonly (Tensor | null)[]): void {
      const before = worst(cotangents);
      const found = before ?? worst(results);
      if (found !== null) throw backwardAnomaly(node.name, calls.get(node), found, before !== null);
    },
  };
  return watch(watcher, fn);
}

/** @param source what it was given the number in; null when it made it itself */
function forwardAnomaly(
  op: string,
  { shapes, place }: Call,
  found: Anomaly['found'],
  source: string | null,
): AnomalyError {
  const anomaly: Anomaly = { op, phase: 'forward', found, given: source !== null, shapes, place };
  const what = source === null ? `${op} made ${found}` : `${op} was given ${found} in ${source}`;
  return new AnomalyError(anomaly, `${what}; ${circumstances(anomaly)}`);
}

function backwardAnomaly(op: string, call: Call | undefined, found: Anomaly['found'], given: boolean): AnomalyError {
  const { shapes = [], place = null, creation } = call ?? {};
  const anomaly: Anomaly = { op, phase: 'backward', found, given, shapes, place };
  const what = given ? `the gradient that reached ${op} is ${found}` : `the gradient of ${op} became ${found}`;
  return new AnomalyError(anomaly, `${what}; ${circumstances(anomaly)}`, creation);
}

function circumstances({ op, shapes, place }: Anomaly): string {
  const where = place === null ? '' : ` in ${place}`;
  return shapes.length === 0
    ? `${op} was recorded before anybody watched`
    : `it was called${where} with ${shapes.map(formatShape).join(', ')}`;
}

function labelOf(x: Tensor, index: number, nameOf: DetectAnomalyOptions['nameOf']): string {
  const { shape } = x;
  if (!(x instanceof Parameter)) return `input ${index}`;
  const name = nameOf?.(x);
  return name === undefined ? x.label : `${name} ${formatShape(shape)}`;
}

/** NaN if there is one, else Infinity if there is one. */
function worst(tensors: readonly (Tensor | null)[]): Anomaly['found'] | null {
  let infinite = false;
  for (const x of tensors) {
    if (x === null || !isFloat(x.dtype)) continue;
    for (const value of noGrad(() => tidy(() => toTypedArray(x)))) {
      if (Number.isNaN(value)) return 'NaN';
      if (value === Infinity || value === -Infinity) infinite = true;
    }
  }
  return infinite ? 'Infinity' : null;
}

/** Whether a call asked for an infinity: a fill value, a bound. */
function hasInfinity(params: unknown): boolean {
  if (typeof params !== 'object' || params === null) return params === Infinity || params === -Infinity;
  return Object.values(params).some(hasInfinity);
}
