import { boundaries } from './boundaries.mjs';
import { ensureBuilt } from './build.mjs';
import { runNode, runTool } from './child.mjs';
import { root } from './root.mjs';
import { test } from './test.mjs';

/** Formatting and lint rules, the arrows between packages, and code or dependencies nobody uses. */
const lintSteps = /** @type {const} */ ([
  ['format and lint', () => runTool('biome', ['check', '.'])],
  ['boundaries', async () => boundaries()],
  ['unused and undeclared', () => runTool('knip', [])],
]);

/** @param {string} script */
const packaging = (script) => runNode([`${root}/tooling/packaging/src/${script}.ts`]);

/** @type {readonly (readonly [string, () => Promise<number>])[]} */
const checkSteps = [
  ...lintSteps,
  ['typecheck', () => runTool('turbo', ['run', 'typecheck', '--output-logs=errors-only'])],
  ['build', () => ensureBuilt().then(() => 0)],
  ['bundle size', () => runTool('size-limit', [])],
  ['published shape', () => packaging('shape')],
  ['installed alone', () => packaging('alone')],
  ['test', () => test([])],
];

export const lint = () => inOrder(lintSteps);

/** What must be green before a commit; the quickest steps come first, and the first failure ends it. */
export const check = () => inOrder(checkSteps);

/** @param {readonly (readonly [string, () => Promise<number>])[]} steps */
async function inOrder(steps) {
  for (const [name, step] of steps) {
    const started = performance.now();
    console.log(`── ${name}`);
    const code = await step();
    if (code !== 0) {
      console.error(`── ${name}: failed`);
      return code;
    }
    console.log(`── ${name}: ok (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  return 0;
}
