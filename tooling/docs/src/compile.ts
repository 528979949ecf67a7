import ts from 'typescript';

/**
 * JavaScript of an example, as the body of an async function with `load(name)` for imports, and `check` and `printed`
 * of expectation.ts in scope. `expression // => value` becomes a check; so does `const name = … // => value`, and
 * `console.log(x) // => printed`. The value may go on over the comment lines that follow.
 *
 * @throws {Error} when a `// =>` stands where it cannot be checked: an expectation never goes unnoticed
 */
export function compileExample(example: string): string {
  // An expectation ends its statement: without the semicolon, a next line that begins with `[` would belong to it.
  const code = example.replace(/^(.*[^\s;].*?)(?<!;)( *\/\/ ?=>)/gm, '$1;$2');
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  const expectations = findExpectations(code);
  const edits: { start: number; end: number; text: string }[] = [];

  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isImportDeclaration(node)) edits.push({ start: node.getStart(), end: node.end, text: loading(node) });
    else if (ts.isExpressionStatement(node) || ts.isVariableStatement(node)) {
      const line = source.getLineAndCharacterOfPosition(node.end).line;
      const key = [line, line + 1].find((candidate) => expectations.get(candidate)?.alone === (candidate !== line));
      const expected = key === undefined ? undefined : expectations.get(key)?.text;
      if (key !== undefined && expected !== undefined) {
        expectations.delete(key);
        const call = `await check(async () => (${subject(node)}), ${JSON.stringify(expected)}, ${line + 1});`;
        if (ts.isExpressionStatement(node)) edits.push({ start: node.getStart(), end: node.end, text: call });
        else edits.push({ start: node.end, end: node.end, text: ` ${call}` });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const line of expectations.keys())
    throw new Error(`line ${line + 1}: nothing before this \`// =>\` can be checked`);

  let text = code;
  for (const { start, end, text: replacement } of edits.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  // The braces let an example declare a name that is also in scope.
  return `{\n${ts.transpileModule(text, { compilerOptions }).outputText}\n}`;
}

/** Line (0-based) → text of each `// =>`, with the comment lines below it; `alone` when no code stands before it. */
function findExpectations(code: string): Map<number, { text: string; alone: boolean }> {
  const lines = code.split('\n');
  const found = new Map<number, { text: string; alone: boolean }>();
  for (const [index, line] of lines.entries()) {
    const match = line.match(/^(.*?)\/\/ ?=> ?(.*)$/);
    if (!match) continue;
    const text = [match[2] ?? ''];
    for (let next = index + 1; next < lines.length; next++) {
      const continued = lines[next]?.match(/^\s*\/\/(?! ?=>)(.*)$/);
      if (!continued) break;
      text.push(continued[1] ?? '');
    }
    found.set(index, { text: text.join('\n').trim(), alone: match[1]?.trim() === '' });
  }
  return found;
}

/** The expression that an expectation speaks about. */
function subject(statement: ts.ExpressionStatement | ts.VariableStatement): string {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.at(-1)?.name.getText() ?? '';
  const { expression } = statement;
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'console.log')
    return expression.getText();
  const args = expression.arguments.map((argument) => argument.getText());
  return args.length === 1 ? (args[0] ?? '') : `printed(${args.join(', ')})`;
}

/** `import { a as b } from 'm'` → `const { a: b } = await load('m')`. */
function loading(node: ts.ImportDeclaration): string {
  const call = `await load(${node.moduleSpecifier.getText()});`;
  const clause = node.importClause;
  if (!clause) return call;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return '';
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) return `const ${bindings.name.text} = ${call}`;
  const named = (bindings?.elements ?? []).filter((element) => !element.isTypeOnly);
  const names = named.map(({ propertyName, name }) =>
    propertyName ? `${propertyName.text}: ${name.text}` : name.text,
  );
  if (clause.name) names.unshift(`default: ${clause.name.text}`);
  return `const { ${names.join(', ')} } = ${call}`;
}
