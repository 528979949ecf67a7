// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckpointContents, encodeCheckpoint } from '../checkpoint.ts';
import { CheckpointError } from '../checkpoint-error.ts';
import type { Measurements } from '../train/train-event.ts';
import type { TrainState } from '../train/train-options.ts';
import { writeAtomically } from './write-atomically.ts';

export interface KeepCheckpointsOptions<E extends Measurements> {
  /** What to save: model, optimizer, generators, data. */
  readonly contents: (state: TrainState<E>) => Omit<CheckpointContents, 'step'>;
  /** How many of the best to keep beside the last; default 1. */
  readonly best?: number | undefined;
  /** The measurement that says which are best; default 'validationLoss'. */
  readonly monitor?: (keyof E & string) | undefined;
  /** Whether lower or higher values of it are better; default 'min'. */
  readonly mode?: 'min' | 'max' | undefined;
  /** Go on with what the folder holds; default false, which refuses a folder that holds checkpoints. */
  readonly resume?: boolean | undefined;
}

/** A checkpoint that is kept for its measurement. */
export interface KeptCheckpoint {
  readonly path: string;
  readonly step: number;
  readonly value: number;
}

interface Index {
  readonly monitor: string;
  readonly mode: 'min' | 'max';
  /** Best first. */
  readonly best: readonly { readonly file: string; readonly step: number; readonly value: number }[];
}

const LAST = 'last.safetensors';
const INDEX = 'checkpoints.json';

/**
 * Saves a run into a folder, for the `checkpoint` of `train`: the last checkpoint always, as `last.safetensors`, and those
 * with the best measurements, as `step-….safetensors`. `checkpoints.json` says which those are.
 *
 * Only a checkpoint of a step that was evaluated can be among the best: others have weights that nobody measured. Whatever
 * happens at whatever moment, what the list names is there and whole.
 *
 * @returns what saves, and returns the path of the last checkpoint
 * @throws {RangeError} when `best` is not a whole number ≥ 0
 * @throws {CheckpointError} when the folder holds checkpoints and `resume` is not given
 * @example
 * const folder = `${process.getBuiltinModule('node:fs').mkdtempSync('/tmp/example-')}/run`;
 * const model = new Linear(1, 1);
 * const save = keepCheckpoints(folder, { contents: () => ({ model }), monitor: 'accuracy', mode: 'max' });
 * for (const [step, accuracy] of [[10, 0.5], [20, 0.9], [30, 0.7]])
 *   await save({ step, bestLoss: null, best: false, evaluation: { accuracy }, reason: 'interval' });
 * bestCheckpoints(folder).map(({ step, value }) => [step, value]) // => [[20, 0.9]]
 */
export function keepCheckpoints<E extends Measurements>(
  folder: string,
  { contents, best: count = 1, monitor = 'validationLoss', mode = 'min', resume = false }: KeepCheckpointsOptions<E>,
): (state: TrainState<E>) => Promise<string> {
  if (!(Number.isSafeInteger(count) && count >= 0))
    throw new RangeError(`keepCheckpoints: best must be a whole number ≥ 0, not ${count}`);
  if (!resume && [LAST, INDEX].some((file) => existsSync(join(folder, file))))
    throw new CheckpointError(
      `${folder} already holds checkpoints; go on with them by { resume: true }, or take another folder`,
    );
  const better = mode === 'min' ? (a: number, b: number) => a - b : (a: number, b: number) => b - a;
  let kept = resume ? (readIndex(folder)?.best ?? []) : [];

  return async (state) => {
    const { step, evaluation } = state;
    const bytes = encodeCheckpoint({ ...contents(state), step });
    await mkdir(folder, { recursive: true });
    const last = join(folder, LAST);
    await writeAtomically(last, bytes);
    const value = evaluation?.[monitor];
    if (typeof value !== 'number' || Number.isNaN(value)) return last;
    const file = `step-${String(step).padStart(8, '0')}.safetensors`;
    const others = kept.filter((entry) => entry.step !== step);
    // Of equal ones the earlier stays.
    const ranked = [...others, { file, step, value }].sort((a, b) => better(a.value, b.value) || a.step - b.step);
    const dropped = ranked.splice(count);
    if (ranked.some((entry) => entry.step === step)) await writeAtomically(join(folder, file), bytes);
    const index: Index = { monitor, mode, best: ranked };
    await writeAtomically(join(folder, INDEX), new TextEncoder().encode(`${JSON.stringify(index, null, 2)}\n`));
    kept = ranked;
    for (const entry of dropped) await rm(join(folder, entry.file), { force: true });
    return last;
  };
}

/**
 * The best checkpoints that `keepCheckpoints` left in a folder, the best first; none where it left none.
 *
 * @throws {CheckpointError} when the list of them cannot be read
 */
export function bestCheckpoints(folder: string): KeptCheckpoint[] {
  return (readIndex(folder)?.best ?? []).map(({ file, step, value }) => ({ path: join(folder, file), step, value }));
}

function readIndex(folder: string): Index | null {
  const path = join(folder, INDEX);
  if (!existsSync(path)) return null;
  try {
    const index: Index = JSON.parse(readFileSync(path, 'utf8'));
    for (const { file, step, value } of index.best)
      if (!/^step-\d+\.safetensors$/.test(file) || !Number.isSafeInteger(step) || typeof value !== 'number')
        throw new Error('an entry is malformed');
    return { ...index, best: index.best.filter(({ file }) => existsSync(join(folder, file))) };
  } catch (cause) {
    throw new CheckpointError(`${path}: not a list of checkpoints: ${(cause as Error).message}`, { cause });
  }
}
