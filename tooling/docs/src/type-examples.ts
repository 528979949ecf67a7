import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import type { Example } from './extract.ts';

/** Examples of one source file that document types. */
export interface TypeExamples {
  /** Absolute path of the source file. */
  readonly path: string;
  readonly examples: readonly Example[];
}

const equal = 'type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;';

/**
 * What the compiler says against the examples of types, where each line `Name<…> // result` claims that both are the
 * same type. All names of the documented file and of its package's index are in scope.
 *
 * @param tsconfig absolute path of the package's tsconfig.json
 * @returns one message per broken line, `path:line: …`
 */
export function typeExampleErrors(files: readonly TypeExamples[], tsconfig: string): string[] {
  const virtual = new Map(
    files.map((file) => [virtualPath(file), source(file, join(dirname(tsconfig), 'src/index.ts'))]),
  );
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(tsconfig, ts.sys.readFile).config,
    ts.sys,
    dirname(tsconfig),
  );
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false });
  const { readFile, fileExists } = host;
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  const program = ts.createProgram([...virtual.keys()], { ...options, noUnusedLocals: false }, host);

  return files.flatMap((file) => {
    const sourceFile = program.getSourceFile(virtualPath(file));
    if (!sourceFile) throw new Error(`no program for ${file.path}`);
    const found = [...program.getSyntacticDiagnostics(sourceFile), ...program.getSemanticDiagnostics(sourceFile)];
    return found.map(({ start = 0, messageText }) => {
      const { line } = sourceFile.getLineAndCharacterOfPosition(start);
      return `${file.path}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

const virtualPath = ({ path }: TypeExamples): string => join(dirname(path), `${basename(path, '.ts')}.examples.ts`);

/** The examples at their own line numbers; everything else they need goes onto the first line. */
function source({ path, examples }: TypeExamples, index: string): string {
  const own = [...readFileSync(path, 'utf8').matchAll(/^export (?:declare )?(?:type|interface|class) (\w+)/gm)];
  const ownNames = own.map((match) => match[1] ?? '');
  const others = indexNames(index).filter((name) => !ownNames.includes(name));
  const lines = [
    `import type { ${ownNames.join(', ')} } from './${basename(path)}'; import type { ${others.join(', ')} } from '${index}'; ${equal}`,
  ];
  for (const { line, code } of examples) {
    const texts = code.split('\n');
    // A scope of its own lets an example declare a name that is imported; the line after it never holds code.
    lines[line - 2] = `${lines[line - 2] ?? ''} namespace example${line} {`;
    lines[line - 1 + texts.length] = '}';
    for (const [offset, text] of texts.entries()) {
      const at = line - 1 + offset;
      const claim = text.match(/^(.+?)\s*\/\/\s*(?:=>\s*)?(.+)$/);
      lines[at] = claim ? `const line${at}: Equal<${claim[1]}, ${claim[2]}> = true;` : text;
    }
  }
  return Array.from(lines, (line) => line ?? '').join('\n');
}

/** Names in a package's index, which is an explicit list of `export { … } from '…'`. */
function indexNames(path: string): string[] {
  const lists = [...(ts.sys.readFile(path) ?? '').matchAll(/export (?:type )?\{([^}]*)\}/g)];
  const entries = lists.flatMap((match) => (match[1] ?? '').split(','));
  return entries
    .map((entry) =>
      entry
        .trim()
        .replace(/^type /, '')
        .replace(/^.* as /, ''),
    )
    .filter(Boolean);
}
