import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folder for tarballs and empty projects; gone when the process ends. */
export const scratch = mkdtempSync(join(tmpdir(), 'ml-packaging-'));
export const removeScratch = () => rmSync(scratch, { recursive: true, force: true });
process.once('exit', removeScratch);
