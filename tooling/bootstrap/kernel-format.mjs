import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { toolPath } from './child.mjs';
import { installedNode } from './install.mjs';
import { root } from './root.mjs';

const folder = `${root}/packages/tensor/kernels`;

/**
 * AssemblyScript decorates functions, which no TypeScript parser but its own accepts. Each decorator stands on a line of
 * its own, so the formatter gets to see it as a comment.
 */
const decorator = /^([ \t]*)(@[a-z]\w*(?:\(.*\))?)[ \t]*$/gm;
const mask = '//#decorator ';

/**
 * @param {string} source
 * @param {(text: string) => string} format
 */
export const formatMasked = (source, format) => format(source.replace(decorator, `$1${mask}$2`)).replaceAll(mask, '');

/** @param {string} file @returns {(text: string) => string} */
function biome(file) {
  return (text) => {
    const args = [toolPath('biome'), 'format', `--stdin-file-path=${file}`];
    const { status, stdout, stderr } = spawnSync(installedNode(), args, { cwd: root, input: text, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${file} cannot be formatted:\n${stderr}`);
    return stdout;
  };
}

/**
 * Formats the AssemblyScript kernels, or only says which are not.
 *
 * @param {{ write: boolean }} options
 * @returns {number} exit code
 */
export function formatKernels({ write }) {
  let code = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
    const source = readFileSync(`${folder}/${name}`, 'utf8');
    // A path that biome does not ignore; only its extension matters.
    const formatted = formatMasked(source, biome(`packages/tensor/src/${name}`));
    if (formatted === source) continue;
    if (write) writeFileSync(`${folder}/${name}`, formatted);
    else {
      console.error(`packages/tensor/kernels/${name} is not formatted: run \`npm run format\``);
      code = 1;
    }
  }
  return code;
}
