// What would be published: publint and Are The Types Wrong on every tarball.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { packLibraries } from './pack.ts';

const tool = (path: string) => fileURLToPath(new URL(`../../../node_modules/${path}`, import.meta.url));
const run = (script: string, args: readonly string[]) =>
  execFileSync(process.execPath, [tool(script), ...args], { stdio: 'inherit' });

for (const { name, tarball } of await packLibraries()) {
  console.log(name);
  run('publint/src/cli.js', ['run', tarball, '--strict']);
  run('@arethetypeswrong/cli/dist/index.js', [tarball, '--profile', 'esm-only', '--format', 'table-flipped']);
}
