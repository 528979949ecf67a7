import { ensureBuilt } from './build.mjs';
import { runNode } from './child.mjs';
import { filesBelow } from './digest.mjs';
import { root } from './root.mjs';

/**
 * Runs the benchmark files (`*.bench.ts`) one after another, each in its own process on the TypeScript sources.
 *
 * @param {string[]} args keep the files whose path contains one of these; all when there are none
 */
export async function bench(args) {
  await ensureBuilt();
  const folders = ['packages', 'apps', 'tooling'].flatMap((folder) =>
    filesBelow(`${root}/${folder}`, (name) => !/^(node_modules|dist|\..*)$/.test(name)),
  );
  const files = folders.filter(
    (file) => file.endsWith('.bench.ts') && (args.length === 0 || args.some((part) => file.includes(part))),
  );
  if (files.length === 0) console.log('no benchmark file (*.bench.ts) matches');
  for (const file of files) {
    console.log(`── ${file.slice(root.length + 1)}`);
    const code = await runNode(['--conditions=@ml/source', '--experimental-transform-types', '--no-warnings', file]);
    if (code !== 0) return code;
  }
  return 0;
}
