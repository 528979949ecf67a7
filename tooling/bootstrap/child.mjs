import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { installedNode } from './install.mjs';
import { root } from './root.mjs';

/** The JavaScript file behind each tool: run directly, so that no shell stands between a signal and its receiver. */
const tools = {
  attw: '@arethetypeswrong/cli/dist/index.js',
  biome: '@biomejs/biome/bin/biome',
  knip: 'knip/bin/knip.js',
  'size-limit': 'size-limit/bin.js',
  turbo: 'turbo/bin/turbo',
  vitest: 'vitest/vitest.mjs',
};

/** What a job sees: Node 24 and the tools first in PATH, and the Node that the user started with. @param {string} node */
export function environment(node) {
  const path = [dirname(node), `${root}/node_modules/.bin`, process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path, HOST_NODE: process.execPath, DO_NOT_TRACK: '1', TURBO_TELEMETRY_DISABLED: '1' };
}

/**
 * Runs Node on a script and resolves to its exit code. The terminal is handed through untouched, or, when quiet,
 * what the script prints is shown only if it fails.
 *
 * @param {string[]} args script and arguments
 * @param {{ quiet?: boolean }} options
 * @returns {Promise<number>}
 */
export function runNode(args, { quiet = false } = {}) {
  const node = installedNode();
  const child = spawn(node, args, { cwd: root, stdio: quiet ? 'pipe' : 'inherit', env: environment(node) });
  /** @type {Buffer[]} */
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => printed.push(bytes));
  // Ctrl-C reaches the child through the terminal; this process only must not die first. A signal sent to this
  // process alone, as `kill` or a supervisor does, is passed on.
  const onTerminal = Boolean(process.stdin.isTTY);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => (signal === 'SIGINT' && onTerminal) || child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== 0) process.stderr.write(Buffer.concat(printed));
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}

/** @param {keyof typeof tools} name */
export const toolPath = (name) => `${root}/node_modules/${tools[name]}`;

/**
 * @param {keyof typeof tools} name
 * @param {string[]} args
 * @param {{ quiet?: boolean }} [options]
 */
export const runTool = (name, args, options) => runNode([toolPath(name), ...args], options);
