import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
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

async function pack({ name, path }: { name: string; path: string }): Promise<Foreign> {
  const target = mkdtempSync(join(scratch, 'foreign-'));
  await npm(['pack', '--offline', realpathSync(path)], target);
  return { name, tarball: join(target, readdirSync(target)[0]) };
}
