import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compileExample, markdownExamples } from '@ml/tooling-docs';
import ts from 'typescript';
import type { Packed } from './pack.ts';
import { packForeign } from './pack-foreign.ts';
import { scratch } from './scratch.ts';

const run = promisify(execFile);

/** npm without what the surrounding workspace put into the environment. */
export async function npm(args: readonly string[], cwd: string): Promise<void> {
  const { NODE_PATH, NODE_OPTIONS, npm_config_recursive, ...env } = process.env;
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith('npm-cli.js') ? [process.execPath, [script]] : ['npm', []];
  await run(command, [...first, ...args, '--no-audit', '--no-fund', '--ignore-scripts'], { cwd, env });
}

/**
 * An empty project that has only this library, installed from its tarball. Other libraries of this repository that it
 * needs come from their tarballs too, and nothing comes from the network: what is not ours is packed as it is installed here.
 *
 * @returns the project's folder
 */
export async function installAlone(library: Packed, all: readonly Packed[]): Promise<string> {
  const project = mkdtempSync(join(scratch, 'alone-'));
  const others = [...all.filter(({ name }) => name !== library.name), ...(await packForeign(library))];
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { [library.name]: `file:${library.tarball}` },
    overrides: Object.fromEntries(others.map(({ name, tarball }) => [name, `file:${tarball}`])),
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  await npm(['install', '--offline'], project);
  writeExample(library, project);
  return project;
}

/** Writes `example.js`: imports of all entries, then the README's first example with its expectations, for a Node that knows no TypeScript. */
function writeExample(library: Packed, project: string): void {
  const readme = join(library.folder, 'README.md');
  const [example] = existsSync(readme) ? markdownExamples(readFileSync(readme, 'utf8')) : [];
  if (!example) throw new Error(`${library.name}: README.md has no \`\`\`ts example to run`);
  const expectation = fileURLToPath(import.meta.resolve('@ml/tooling-docs/expectation.ts'));
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const { outputText } = ts.transpileModule(readFileSync(expectation, 'utf8'), { compilerOptions });
  writeFileSync(join(project, 'expectation.js'), outputText);
  const entries = Object.keys(library.manifest.exports).map((path) => library.name + path.slice(1));
  const lines = [
    ...entries.map((entry) => `import '${entry}';`),
    "import { check, printed } from './expectation.js';",
    'const load = (name) => import(name);',
    compileExample(example.code),
  ];
  writeFileSync(join(project, 'example.js'), lines.join('\n'));
}

/** Runs the project's example on one Node; rejects with what it printed when it fails. */
export async function runOn(node: string, project: string): Promise<void> {
  const { NODE_PATH, NODE_OPTIONS, ...env } = process.env;
  await run(node, ['example.js'], { cwd: project, env });
}
