import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './project.ts';

/** One release of every Node line that the libraries promise to run on. */
export const nodeVersions = ['20.20.2', '22.23.3', '24.21.0', '26.10.0'] as const;

const cache = fileURLToPath(new URL('../../../node_modules/.cache/nodes', import.meta.url));
const platform = `node-${process.platform.replace('32', '')}-${process.arch}`;

/** Path of a Node binary, fetched from npm when it is not in the cache yet (about 50 MB each). */
export async function fetchNode(version: string): Promise<string> {
  const folder = join(cache, version);
  const binary = join(folder, 'node_modules', platform, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  await npm(['install', '--force', `${platform}@${version}`], folder);
  return binary;
}
