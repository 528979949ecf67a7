import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository, without a trailing slash. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Where this folder remembers what it has already done. It lies in node_modules so that deleting that forgets it too. */
export const memory = `${root}/node_modules/.bootstrap`;

/** @param {string} path @returns {any} */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Folders of all workspaces, relative to the root, sorted. @returns {string[]} */
export function workspaces() {
  const folders = ['packages', 'apps', 'tooling'].flatMap((parent) =>
    existsSync(`${root}/${parent}`) ? readdirSync(`${root}/${parent}`).map((name) => `${parent}/${name}`) : [],
  );
  return folders.filter((folder) => existsSync(`${root}/${folder}/package.json`)).sort();
}
