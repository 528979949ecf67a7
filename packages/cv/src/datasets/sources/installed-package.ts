// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DataFileError } from '../data-errors.ts';

/**
 * The folder of an installed package, looked for as Node would from the given place, the running program, the working folder and
 * this library. Nothing of it is loaded.
 *
 * @throws {DataFileError} when it is not installed, or in another version
 */
export function findPackage(name: string, version: string, from: string | URL | undefined): string {
  const starts = [from, process.argv[1], join(process.cwd(), 'x'), import.meta.url].filter(
    (start) => start !== undefined,
  );
  for (const start of starts) {
    const folder = folderFrom(start, name);
    if (folder === null) continue;
    const found = versionIn(folder);
    if (found !== version) throw new DataFileError(`the installed version is ${found}, not ${version}`);
    return folder;
  }
  throw new DataFileError('it is not installed');
}

function folderFrom(start: string | URL, name: string): string | null {
  try {
    // A program may have been started through a link, as those in node_modules/.bin are.
    const base = start instanceof URL || start.startsWith('file:') ? fileURLToPath(start) : start;
    const require = createRequire(pathToFileURL(existingPath(base)));
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}

function existingPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function versionIn(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown }).version;
  } catch {
    return 'unknown';
  }
}
