// What would be published: publint and Are The Types Wrong on every tarball.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { packLibraries } from './pack.ts';

/** Runs a tool silently; when it fails, shows what it said and ends with its exit code. */
function run(script: string, args: readonly string[]): void {
  const path = fileURLToPath(new URL(`../../../node_modules/${script}`, import.meta.url));
  try {
    execFileSync(process.execPath, [path, ...args], { stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr, status } = error as { stdout: Buffer; stderr: Buffer; status: number | null };
    process.stderr.write(Buffer.concat([stdout, stderr]));
    process.exit(status ?? 1);
  }
}

for (const { name, tarball } of await packLibraries()) {
  run('publint/src/cli.js', ['run', tarball, '--strict']);
  run('@arethetypeswrong/cli/dist/index.js', [tarball, '--profile', 'esm-only']);
  console.log(`${name}: ok`);
}
