import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, Packed } from './pack.ts';
import { npm } from './project.ts';
import { scratch } from './scratch.ts';

/** A package of somebody else, and its .tgz. */
export interface Foreign {
  readonly name: string;
  readonly tarball: string;
}

/**
 * Packs what a library needs and is not ours, with what that needs on this platform. pnpm puts the dependencies of a package
 * beside it.
 */
export async function packForeign({ folder, manifest }: Packed): Promise<Foreign[]> {
  const names = Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@ml/'));
  const packed = names.map(async (name) => {
    const path = realpathSync(join(folder, 'node_modules', name));
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(path, 'package.json'), 'utf8'),
    ) as Manifest & { optionalDependencies?: Readonly<Record<string, string>> };
    const beside = Object.keys({ ...dependencies, ...optionalDependencies })
      .map((dependency) => ({ name: dependency, path: join(path, '..', dependency) }))
      .filter((dependency) => existsSync(dependency.path));
    return Promise.all([{ name, path }, ...beside].map(pack));
  });
  return (await Promise.all(packed)).flat();
}

/** From a copy: inside a folder `node_modules`, npm looks for the development dependencies of some packages and gives up. */
async function pack({ name, path }: { name: string; path: string }): Promise<Foreign> {
  const target = mkdtempSync(join(scratch, 'foreign-'));
  const copy = mkdtempSync(join(scratch, 'copy-'));
  cpSync(realpathSync(path), copy, { recursive: true });
  await npm(['pack', '--offline', copy], target);
  return { name, tarball: join(target, readdirSync(target)[0]) };
}
