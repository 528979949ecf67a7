// Who is being differentiated at the moment: whether operations are recorded, and how many transforms (grad, vjp, …)
// are running around the current code. Synchronous by nature: an `await` inside would leave the mode behind.
import { type Recorder, setRecorder } from '@ml/tensor';
import { GradientError } from './gradient-error.ts';

interface Mode {
  readonly recording: boolean;
  /** Transforms around the current code: their inner gradients have to be recorded themselves. */
  readonly nesting: number;
}

let recorder: Recorder | null = null;
let mode: Mode = { recording: true, nesting: 0 };

/** Makes `installed` the one recorder; later calls do nothing. */
export function install(installed: Recorder): void {
  if (recorder !== null) return;
  recorder = installed;
  if (mode.recording) setRecorder(recorder);
}

export function isRecording(): boolean {
  return mode.recording;
}

/** Whether a gradient computed here is itself part of something that is being differentiated. */
export function isNested(): boolean {
  return mode.recording && mode.nesting > 0;
}

function inMode<R>(op: string, next: Mode, fn: () => R): R {
  const outer = mode;
  mode = next;
  const previous = setRecorder(next.recording ? recorder : null);
  let result: R;
  try {
    result = fn();
  } finally {
    mode = outer;
    setRecorder(outer.recording ? recorder : previous);
  }
  if (result instanceof Promise)
    throw new GradientError(`${op}: the function must be synchronous, but returned a promise`);
  return result;
}

/** Runs `fn` as the function a transform differentiates. */
export function inTransform<R>(op: string, fn: () => R): R {
  return inMode(op, { recording: true, nesting: mode.recording ? mode.nesting + 1 : 1 }, fn);
}

export function currentNesting(): number {
  return mode.nesting;
}

/** Runs `fn` recorded, with as many transforms around it as when it ran the first time. */
export function atNesting<R>(op: string, nesting: number, fn: () => R): R {
  return inMode(op, { recording: true, nesting }, fn);
}

/** Runs `fn` as part of a backward pass, itself recorded or not. */
export function inBackward<R>(op: string, record: boolean, fn: () => R): R {
  return inMode(op, { recording: record, nesting: record ? mode.nesting : 0 }, fn);
}

/**
 * Runs `fn` without recording: what it computes has no gradient, and costs and keeps nothing for one.
 *
 * A transform (`grad`, `vjp`, …) called inside differentiates as usual; its result is a constant to the outside.
 *
 * @throws {GradientError} when `fn` is asynchronous: recording would be switched on again at its first `await`
 * @example
 * const w = parameter(tensor([1, 2]));
 * noGrad(() => w.mul(2)).tracer // => null
 */
export function noGrad<R>(fn: () => R): R {
  return inMode('noGrad', { recording: false, nesting: 0 }, fn);
}
