import { existsSync } from 'node:fs';
import type { Checkpoint } from '@ml/nn';
import { loadCheckpoint } from '@ml/nn/node';
import { holdsRun, makeRunFolder, runFiles, UserError } from '@ml/terminal';
import { defaultSettings, type Settings } from '../options/settings.ts';
import { type RunFacts, readRunFacts } from '../run/run-facts.ts';
import { emptyHistory } from './history.ts';
import { resumeSettings } from './resume-settings.ts';
import type { TrainRequest } from './train-request.ts';

/** What a run begins or goes on with. */
export interface PreparedRun {
  readonly facts: RunFacts;
  /** What to continue from; null for a new run. */
  readonly checkpoint: Checkpoint | null;
}

/**
 * Checks a request. Nothing on the disk changes but that the folder is there afterwards.
 *
 * @throws {UserError} for all that the user can mend
 * @throws {CheckpointError} when the run to resume cannot be read
 */
export async function prepareRun(request: TrainRequest): Promise<PreparedRun> {
  const prepared = request.resume ? await resumedRun(request) : newRun(request);
  makeRunFolder(request.out);
  return prepared;
}

function newRun({ out, given, force }: TrainRequest): PreparedRun {
  if (holdsRun(out) && !force) {
    throw new UserError(
      `${out} already holds a run; continue it with --resume, start over with --force, or give another --out`,
    );
  }
  const settings = { ...defaultSettings, ...given } as Settings;
  return { facts: { app: 'mnist-cnn', settings, history: emptyHistory }, checkpoint: null };
}

async function resumedRun({ out, given }: TrainRequest): Promise<PreparedRun> {
  const { latest } = runFiles(out);
  if (!existsSync(latest))
    throw new UserError(`there is no run to resume in ${out}; without --resume a new one begins`);
  const checkpoint = await loadCheckpoint(latest);
  const facts = readRunFacts(checkpoint.user, latest);
  return { facts: { ...facts, settings: resumeSettings(facts.settings, given, out) }, checkpoint };
}
