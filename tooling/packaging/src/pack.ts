import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { scratch } from './scratch.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A library as npm would get it. */
export interface Packed {
  readonly name: string;
  /** Absolute path of its .tgz. */
  readonly tarball: string;
  /** Its folder in the repository. */
  readonly folder: string;
  /** package.json inside the tarball, after pnpm replaced `workspace:`, `catalog:` and publishConfig. */
  readonly manifest: Manifest;
}

/** Packs every library that is published with pnpm into the scratch folder. They must be built. */
export async function packLibraries(): Promise<Packed[]> {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
  return Promise.all(folders.filter(isPublished).map((folder) => pack(folder)));
}

function isPublished(folder: string): boolean {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private !== true;
}

async function pack(folder: string): Promise<Packed> {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const tarball = join(scratch, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  const pnpm = join(root, 'node_modules/pnpm/bin/pnpm.cjs');
  await run(process.execPath, [pnpm, 'pack', '--out', tarball], { cwd: folder });
  const { stdout } = await run('tar', ['-xzOf', tarball, 'package/package.json']);
  return { name, tarball, folder, manifest: JSON.parse(stdout) as Manifest };
}

/** Paths inside a tarball, without the leading `package/`. */
export async function packedFiles(tarball: string): Promise<string[]> {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  return stdout
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
}
