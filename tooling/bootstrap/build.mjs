import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { runTool } from './child.mjs';
import { digest, filesBelow } from './digest.mjs';
import { SetUpError } from './errors.mjs';
import { memory, readJson, root, workspaces } from './root.mjs';

const stamp = `${memory}/built.json`;

/** What a build does not read. Tests and benches change often and never matter to it. */
const ignored = /^(node_modules|dist|coverage|generated|fixtures|\..*)$|\.(test|test-d|bench)\.[a-z]+$|\.md$/;

/** Builds every package and app, unless the sources are those of the last build and its outputs are there. */
export async function ensureBuilt() {
  const folders = workspaces().filter((folder) => !folder.startsWith('tooling/'));
  const sources = folders.flatMap((folder) => filesBelow(`${root}/${folder}`, (name) => !ignored.test(name)));
  const current = digest([`${root}/pnpm-lock.yaml`, `${root}/tooling/tsconfig/base.json`, ...sources]);
  const complete = folders.flatMap(outputs).every((path) => existsSync(path));
  if (complete && existsSync(stamp) && readJson(stamp).digest === current) return;

  const started = performance.now();
  console.log('building …');
  const options = ['--output-logs=errors-only', '--log-order=grouped', '--no-update-notifier'];
  const code = await runTool('turbo', ['run', 'build', ...options], { quiet: true });
  if (code !== 0) throw new SetUpError('The build failed; the lines above say why.');
  mkdirSync(memory, { recursive: true });
  writeFileSync(stamp, JSON.stringify({ digest: current }));
  console.log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** The files that a workspace's manifest promises. @param {string} folder @returns {string[]} */
function outputs(folder) {
  const { exports = {}, bin = {} } = readJson(`${root}/${folder}/package.json`);
  const entries = [...Object.values(exports).map((entry) => entry.default), ...Object.values(bin)];
  return entries.map((entry) => `${root}/${folder}/${entry}`);
}
