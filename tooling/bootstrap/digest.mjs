import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Fingerprint of files: changes when a name or a byte does. Contents are read rather than dates, because a fresh
 * clone or a switch of branches gives every file a new date; a few megabytes of sources take some ten milliseconds.
 *
 * @param {string[]} files absolute paths
 */
export function digest(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * Every file below a folder whose name is not refused, sorted.
 *
 * @param {string} folder
 * @param {(name: string) => boolean} wanted decides on each file's or folder's own name
 * @returns {string[]}
 */
export function filesBelow(folder, wanted) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => wanted(entry.name));
  const found = entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, wanted);
    return entry.isFile() ? [path] : [];
  });
  return found.sort();
}
