// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file as a whole or not at all: the bytes go to `path.tmp` beside it, are flushed to the disk, and only then
 * take the name. Whoever is killed at whatever moment leaves the old file or the new one, never half of one; a `.tmp` left
 * behind is overwritten next time.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

/** The new name is safe only when the folder is on the disk too. Not every system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // The file itself is safe; where folders cannot be flushed, the system sees to the name.
  }
}
