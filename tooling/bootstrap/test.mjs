import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runTool } from './child.mjs';
import { readJson, root } from './root.mjs';
import { tally } from './tally.mjs';

/**
 * Every test of every workspace in one run; the last line says `N passed, N failed`.
 *
 * @param {string[]} args for vitest, e.g. a path or `-t name`
 */
export async function test(args) {
  await ensureBuilt();
  const scratch = mkdtempSync(join(tmpdir(), 'ml-test-'));
  process.env.TALLY_FILE = join(scratch, 'tally.json');
  const reporters = ['--reporter=default', `--reporter=${root}/tooling/bootstrap/tally-reporter.mjs`];
  const code = await runTool('vitest', ['run', ...reporters, ...args]);
  console.log(tally(existsSync(process.env.TALLY_FILE) ? readJson(process.env.TALLY_FILE) : undefined, code));
  rmSync(scratch, { recursive: true, force: true });
  return code;
}
