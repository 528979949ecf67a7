// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { readFile } from 'node:fs/promises';
import { type Checkpoint, type CheckpointContents, decodeCheckpoint, encodeCheckpoint } from '../checkpoint.ts';
import { CheckpointError } from '../checkpoint-error.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * Writes a checkpoint to a file, replacing the one before it as a whole or not at all. The state is that of the moment of
 * the call: training may go on while the disk is busy.
 */
export async function saveCheckpoint(path: string, contents: CheckpointContents): Promise<void> {
  await writeAtomically(path, encodeCheckpoint(contents));
}

/**
 * The checkpoint in a file.
 *
 * @throws {CheckpointError} when there is none, or the file is truncated, something else, or of another version
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new CheckpointError(`${path}: ${reason(cause as NodeJS.ErrnoException)}`, { cause });
  }
  try {
    return decodeCheckpoint(bytes);
  } catch (cause) {
    if (cause instanceof CheckpointError) throw new CheckpointError(`${path}: ${cause.message}`, { cause });
    throw cause;
  }
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a folder, not a checkpoint';
  if (code === 'EACCES') return 'may not be read';
  return message;
}
