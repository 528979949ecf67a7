import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Compiles a snippet of this folder, in memory, and returns what the compiler says by line (0-based). */
export function diagnose(code: string): Map<number, string> {
  const name = fileURLToPath(new URL('./snippet.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, code, ts.ScriptTarget.ES2022) : getSourceFile(file, ...rest);
  const said = new Map<number, string>();
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(ts.createProgram([name], options, host))) {
    const line = file?.fileName === name ? file.getLineAndCharacterOfPosition(start ?? 0).line : -1;
    said.set(line, ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
  return said;
}
