import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { SetUpError } from './errors.mjs';
import { root } from './root.mjs';

const wanted = 24;

/** The Node that npm carries for this platform; there is none for the Mac. */
const packaged = `${root}/node_modules/node-${process.platform.replace('32', '')}-${process.arch}/bin/node${process.platform === 'win32' ? '.exe' : ''}`;

/** @param {string} path @returns {boolean} whether this binary starts here at all (it does not on Alpine's musl) */
function starts(path) {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8' }).startsWith(`v${wanted}.`);
  } catch {
    return false;
  }
}

/** The Node that everything after set-up runs on: the installed one, else this one if it is new enough. */
export function findNode() {
  if (existsSync(packaged) && starts(packaged)) return packaged;
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= wanted) return process.execPath;
  const how = process.platform === 'darwin' ? '`brew install node@24`, or the installer from' : 'the installer from';
  throw new SetUpError(
    `The tools need Node ${wanted} or newer, npm has none for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}.\n` +
      `Install one (${how} https://nodejs.org) and run the same command again.`,
  );
}
