import { bench } from './bench.mjs';
import { ensureBuilt } from './build.mjs';
import { check, lint } from './check.mjs';
import { runNode, runTool } from './child.mjs';
import { SetUpError } from './errors.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';
import { tally } from './tally.mjs';
import { test } from './test.mjs';

/**
 * One job per root script. Each receives what was typed after `--` and resolves to an exit code.
 * @type {Record<string, (args: string[]) => Promise<number> | number>}
 */
const jobs = {
  start: async (args) => {
    await ensureBuilt();
    return runNode([`${root}/apps/char-gpt/dist/cli.js`, 'start', ...args]);
  },
  example: async (args) => {
    await ensureBuilt();
    return runNode([`${root}/apps/examples/dist/cli.js`, ...args]);
  },
  mnist: async (args) => {
    await ensureBuilt();
    return runNode([`${root}/apps/mnist-cnn/dist/cli.js`, 'start', ...args]);
  },
  test,
  check,
  lint,
  format: () => runTool('biome', ['check', '--write', '.']),
  typecheck: (args) => runTool('turbo', ['run', 'typecheck', ...args]),
  build: (args) => runTool('turbo', ['run', 'build', ...args]),
  packaging: async (args) => {
    await ensureBuilt();
    return runNode([`${root}/tooling/packaging/src/alone.ts`, ...args]);
  },
  bench,
  parity: () => {
    process.env.WRITE_PARITY = '1';
    return runTool('vitest', ['run', '--project', '@ml/classic', 'src/parity-table']);
  },
  compatibility: async () => {
    await ensureBuilt();
    const flags = ['--conditions=@ml/source', '--experimental-transform-types', '--no-warnings'];
    return runNode([...flags, `${root}/tooling/compatibility/src/write.ts`]);
  },
};

/** @param {string[]} argv the job's name, then its arguments */
export async function main([name = '', ...args]) {
  const job = Object.hasOwn(jobs, name) && jobs[name];
  if (!job) {
    console.error(`usage: node tooling/bootstrap/run.mjs ${Object.keys(jobs).join('|')} [arguments]`);
    process.exit(2);
  }
  try {
    await ensureInstalled();
    process.exitCode = await job(args);
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.error(error.message);
    if (name === 'test') console.log(tally(undefined, 1));
    process.exitCode = 1;
  }
}
