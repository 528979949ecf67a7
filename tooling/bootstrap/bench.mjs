import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { runNode } from './child.mjs';
import { filesBelow } from './digest.mjs';
import { SetUpError } from './errors.mjs';
import { root } from './root.mjs';

/**
 * What was typed behind `npm run bench --`: topics, and what every benchmark is told as one JSON argument.
 *
 * @param {string[]} args
 * @param {readonly string[]} known topics there are
 * @param {string} folder where a relative path starts
 * @throws {SetUpError} a sentence for the user
 */
export function benchArguments(args, known, folder) {
  const usage = `usage: npm run bench -- [${known.join('|')}] … [--json FILE] [--quick] [--steps N]`;
  const parsed = orUsage(usage, () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'string' }, quick: { type: 'boolean' }, steps: { type: 'string' } },
    }),
  );
  const { json, quick = false, steps } = parsed.values;
  const unknown = parsed.positionals.find((topic) => !known.includes(topic));
  if (unknown !== undefined) throw new SetUpError(`There is no benchmark '${unknown}'.\n${usage}`);
  if (steps !== undefined && !/^[1-9]\d*$/.test(steps)) {
    throw new SetUpError(`--steps must be a whole number from 1, not '${steps}'.\n${usage}`);
  }
  const topics =
    parsed.positionals.length > 0 ? known.filter((topic) => parsed.positionals.includes(topic)) : [...known];
  return {
    topics,
    options: { quick, json: json === undefined ? null : resolve(folder, json), ...(steps && { steps: Number(steps) }) },
  };
}

/**
 * @template T
 * @param {string} usage
 * @param {() => T} parse
 * @returns {T}
 */
function orUsage(usage, parse) {
  try {
    return parse();
  } catch (error) {
    throw new SetUpError(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/**
 * Runs the benchmarks (`<topic>.bench.ts`) one after another, each in its own process on the TypeScript sources.
 *
 * @param {string[]} args
 */
export async function bench(args) {
  const files = ['packages', 'apps', 'tooling']
    .flatMap((folder) => filesBelow(`${root}/${folder}`, (name) => !/^(node_modules|dist|\..*)$/.test(name)))
    .filter((file) => file.endsWith('.bench.ts'));
  const topicOf = (/** @type {string} */ file) => basename(file, '.bench.ts');
  const folder = process.env.INIT_CWD ?? process.cwd();
  const { topics, options } = benchArguments(args, files.map(topicOf).sort(), folder);
  await ensureBuilt();
  if (options.json !== null) writeFileSync(options.json, '[]\n');
  for (const file of files.filter((file) => topics.includes(topicOf(file)))) {
    console.log(`── ${file.slice(root.length + 1)}`);
    const flags = ['--conditions=@ml/source', '--experimental-transform-types', '--no-warnings'];
    const code = await runNode([...flags, file, JSON.stringify(options)]);
    if (code !== 0) return code;
  }
  return 0;
}
