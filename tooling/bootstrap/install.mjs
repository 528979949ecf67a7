import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest } from './digest.mjs';
import { SetUpError } from './errors.mjs';
import { findNode } from './node.mjs';
import { memory, readJson, root, workspaces } from './root.mjs';

const stamp = `${memory}/installed.json`;
const unreachable =
  /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|UND_ERR_\w+|[A-Z_]*CERT[A-Z_]*)\b/;

/** Installs the packages of the lockfile, unless exactly these are there. */
export async function ensureInstalled() {
  const folders = workspaces();
  const manifests = ['.', ...folders].map((folder) => `${root}/${folder}/package.json`);
  const current = digest([`${root}/pnpm-lock.yaml`, `${root}/pnpm-workspace.yaml`, ...manifests]);
  const complete = folders.every((folder) => existsSync(`${root}/${folder}/node_modules`));
  if (complete && existsSync(stamp)) {
    const done = readJson(stamp);
    if (done.digest === current && existsSync(done.node)) return;
  }

  const started = performance.now();
  const { packageManager } = readJson(`${root}/package.json`);
  console.log(`installing packages with ${packageManager} …`);
  const { code, output } = await runPnpm(packageManager, ['install', '--frozen-lockfile']);
  if (code !== 0) throw new SetUpError(explain(output));
  mkdirSync(memory, { recursive: true });
  writeFileSync(stamp, JSON.stringify({ digest: current, node: findNode() }));
  console.log(`installed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** The Node chosen when the packages were installed. @returns {string} */
export const installedNode = () => readJson(stamp).node;

/**
 * Runs the pinned pnpm: the one in node_modules where it is (so that nothing is fetched), else through npx.
 *
 * @param {string} packageManager as in package.json, `pnpm@x.y.z`
 * @param {string[]} args
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function runPnpm(packageManager, args) {
  const local = `${root}/node_modules/pnpm`;
  const here =
    existsSync(`${local}/package.json`) && `pnpm@${readJson(`${local}/package.json`).version}` === packageManager;
  const [command, first] = here ? [process.execPath, [`${local}/bin/pnpm.cjs`]] : npx(packageManager);
  const options = ['--reporter=append-only', '--config.confirm-modules-purge=false'];
  const child = spawn(command, [...first, ...args, ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command.endsWith('.cmd'),
    // A dead network should be reported in seconds, a flaky one still gets a second and a third try.
    env: {
      npm_config_fetch_retries: '2',
      npm_config_fetch_retry_mintimeout: '1000',
      npm_config_fetch_retry_maxtimeout: '5000',
      ...process.env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** npx beside the npm that started us, else the one in PATH. @param {string} spec @returns {[string, string[]]} */
function npx(spec) {
  const beside = process.env.npm_execpath && join(dirname(process.env.npm_execpath), 'npx-cli.js');
  if (beside && existsSync(beside)) return [process.execPath, [beside, '--yes', spec]];
  return [process.platform === 'win32' ? 'npx.cmd' : 'npx', ['--yes', spec]];
}

/** One message out of everything pnpm printed. @param {string} output */
function explain(output) {
  const network = output.match(unreachable);
  if (network) {
    const registry =
      process.env.npm_config_registry ?? output.match(/https?:\/\/[^\s/"']+/)?.[0] ?? 'https://registry.npmjs.org';
    return (
      `Cannot reach the package registry ${registry} (${network[0]}), and not everything is installed yet.\n` +
      'Connect to the network, or name a registry you can reach with `npm config set registry URL`, and run the same command again.'
    );
  }
  const tail = output.trimEnd().split('\n').slice(-15).join('\n');
  const hint = output.includes('ERR_PNPM_OUTDATED_LOCKFILE')
    ? 'A package.json changed: run `npx pnpm install`, and commit pnpm-lock.yaml with it.'
    : 'The packages could not be installed; the lines above say why.';
  return `${tail}\n\n${hint}`;
}
