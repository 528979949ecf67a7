// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Where data sets are kept: `root`, else `ML_DATA` of the environment, else where this system keeps caches. */
export function cacheRoot(root: string | undefined): string {
  const { ML_DATA, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const own = root ?? (ML_DATA || undefined);
  if (own !== undefined) return resolve(own);
  if (process.platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'ml', 'datasets');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ml', 'datasets');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'ml', 'datasets');
}

/** Writes a file as a whole or not at all, whoever else writes the same one. */
export async function writeToCache(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${performance.now()}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
