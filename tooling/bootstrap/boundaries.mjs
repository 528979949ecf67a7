import { spawnSync } from 'node:child_process';
import { environment, toolPath } from './child.mjs';
import { installedNode } from './install.mjs';
import { root } from './root.mjs';

/**
 * The issues in what `turbo boundaries` printed, but for two kinds. It reads every .ts file, and its parser refuses the
 * decorated functions of AssemblyScript. And AssemblyScript has no packages: kernels of one package, and what builds them, take
 * those of @ml/tensor from its folder. Kernels import nothing but kernels (their compiler sees to that).
 *
 * @param {string} output
 * @returns {string[]}
 */
export function boundaryIssues(output) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colour codes of a terminal
  const plain = output.replace(/\u001b\[[0-9;]*m/g, '');
  const all = plain
    .replace(/^Checked .*$/m, '')
    .split(/^ {2}x /m)
    .slice(1);
  const expected = [
    /^failed to parse file \S*[\\/]kernels[\\/]/,
    /^import `\.\.\/\.\.\/tensor\/kernels\/[\w.-]+` leaves the package\s+,-\[\S*[\\/]kernels[\\/]/,
  ];
  return all.filter((issue) => !expected.some((pattern) => pattern.test(issue)));
}

/** @returns {number} exit code */
export function boundaries() {
  const node = installedNode();
  const options = /** @type {const} */ ({ cwd: root, env: environment(node), encoding: 'utf8' });
  const { status, stdout, stderr } = spawnSync(node, [toolPath('turbo'), 'boundaries', '--no-color'], options);
  const output = `${stdout}${stderr}`;
  const issues = boundaryIssues(output);
  for (const issue of issues) console.error(`  x ${issue.trimEnd()}`);
  // A failure that lists nothing is turbo's own: show it as it is.
  if (status !== 0 && !/^Checked /m.test(output)) console.error(output);
  return issues.length > 0 || !/^Checked \d+ files/m.test(output) ? 1 : 0;
}
