import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errorCode } from '../errors/error-code.ts';
import { UserError } from '../errors/user-error.ts';

/** Where a program keeps its run unless it is told otherwise. */
export const defaultRun = 'runs/default';

/** The files of a run. */
export function runFiles(folder: string) {
  return {
    /** Where the run stands: what `--resume` continues from. */
    latest: join(folder, 'checkpoint.safetensors'),
    /** The best weights of the run: what everything but the training reads. */
    best: join(folder, 'best.safetensors'),
    report: join(folder, 'report.md'),
    curve: join(folder, 'curve.svg'),
  } as const;
}

/** Whether a folder holds something that a new run would overwrite. */
export function holdsRun(folder: string): boolean {
  const { latest, best } = runFiles(folder);
  return existsSync(latest) || existsSync(best);
}

/** Removes what an earlier run left, when a new one starts over in its folder. */
export function clearRunFolder(folder: string): void {
  for (const file of Object.values(runFiles(folder))) rmSync(file, { force: true });
}

/** @throws {UserError} when the folder cannot be made */
export function makeRunFolder(folder: string): void {
  try {
    makeFolders(resolve(folder));
  } catch (error) {
    throw new UserError(`cannot make the folder ${folder}: ${reasonOf(error)}`, { cause: error });
  }
}

/** One folder after the other: `recursive` of Node 24 never returns where a folder such as /proc refuses new ones. */
function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolders(dirname(folder));
  mkdirSync(folder);
}

/** What keeps a file from being written, in words. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'a file of that name is in the way',
    EISDIR: 'it is a directory',
    ENOENT: 'there is no such folder',
  };
  return reasons[code ?? ''] ?? code ?? String(error);
}

/**
 * The checkpoint that `--model` names: a file, or the best of a run's folder.
 *
 * @throws {UserError} when there is none
 */
export function modelFile(model: string, program: string): string {
  if (!existsSync(model)) {
    throw new UserError(`there is no model at ${model}; train one first: ${program} train --out ${model}`);
  }
  if (!statSync(model).isDirectory()) return model;
  const { best, latest } = runFiles(model);
  for (const file of [best, latest]) if (existsSync(file)) return file;
  throw new UserError(`${model} holds no checkpoint.safetensors; train into it first: ${program} train --out ${model}`);
}
