// Whether operations are recorded. Synchronous by nature: an `await` inside would leave the mode behind.
import { type Recorder, setRecorder } from '@ml/tensor';
import { GradientError } from './gradient-error.ts';

let recorder: Recorder | null = null;
let recording = true;

/** Makes `installed` the one recorder; later calls do nothing. */
export function install(installed: Recorder): void {
  if (recorder !== null) return;
  recorder = installed;
  if (recording) setRecorder(recorder);
}

/** Whether what is computed now can have a gradient: false inside `noGrad`. */
export function isRecording(): boolean {
  return recording;
}

function inMode<R>(op: string, next: boolean, fn: () => R): R {
  const outer = recording;
  const installed = recorder !== null;
  recording = next;
  const previous = setRecorder(next ? recorder : null);
  // Whoever else watches operations (to export them) wants to see them in every mode.
  if (previous !== null && previous !== recorder) setRecorder(previous);
  let result: R;
  try {
    result = fn();
  } finally {
    recording = outer;
    // Not simply the recorder: inside a primitive's forward nothing was recorded before, and nothing must be now.
    setRecorder(installed || !outer ? previous : recorder);
  }
  if (result instanceof Promise)
    throw new GradientError(`${op}: the function must be synchronous, but returned a promise`);
  return result;
}

/** Runs `fn` recorded, wherever it is called from. */
export function recorded<R>(op: string, fn: () => R): R {
  return inMode(op, true, fn);
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
  return inMode('noGrad', false, fn);
}
