import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runTool } from './child.mjs';
import { tally } from './tally.mjs';

/**
 * Every test of every workspace in one run. Whatever happens, the last line says `N passed, N failed`: the counts come
 * from vitest's own JSON report, and a run that never wrote one counts as a failure.
 *
 * @param {string[]} args for vitest, e.g. a path or `-t name`
 */
export async function test(args) {
  await ensureBuilt();
  const scratch = mkdtempSync(join(tmpdir(), 'ml-test-'));
  const report = join(scratch, 'report.json');
  const code = await runTool('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  console.log(tally(readReport(report), code));
  rmSync(scratch, { recursive: true, force: true });
  return code;
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
