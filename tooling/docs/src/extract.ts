/** A piece of documentation that claims to run. */
export interface Example {
  /** 1-based line of its first line of code. */
  readonly line: number;
  readonly code: string;
  /** Whether it documents a type alias: such lines are types, `Name<…> // result`, and are checked by the compiler. */
  readonly ofType?: boolean;
}

/**
 * The TypeScript fences of a Markdown text. Every ```ts fence runs, unless it says why not: ```ts no-run.
 */
export function markdownExamples(text: string): Example[] {
  const examples: Example[] = [];
  let fence: { mark: string; runs: boolean; line: number; code: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (fence) {
      if (line.trim() === fence.mark) {
        if (fence.runs) examples.push({ line: fence.line, code: fence.code.join('\n') });
        fence = undefined;
      } else fence.code.push(line);
      continue;
    }
    const opening = line.match(/^\s*(`{3,})\s*(.*)$/);
    if (!opening) continue;
    const [, mark = '', info = ''] = opening;
    const words = info.trim().split(/\s+/);
    const runs = ['ts', 'typescript'].includes(words[0] ?? '') && !words.includes('no-run');
    fence = { mark, runs, line: index + 2, code: [] };
  }
  return examples;
}

/** The `@example` parts of every docstring in a source file: all lines up to the next tag or the end of the comment. */
export function docstringExamples(source: string): Example[] {
  const examples: Example[] = [];
  for (const comment of source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)) {
    const firstLine = source.slice(0, comment.index).split('\n').length;
    const ofType = /^\s*(export\s+)?(declare\s+)?type\s/.test(source.slice(comment.index + comment[0].length));
    let open: { line: number; code: string[] } | undefined;
    const close = () => {
      const code = open?.code.join('\n').trimEnd();
      if (open && code) examples.push({ line: open.line, code, ofType });
      open = undefined;
    };
    for (const [index, raw] of comment[0].split('\n').entries()) {
      const line = raw.replace(/^\s*(?:\/\*\*|\*(?!\/)) ?/, '').replace(/\s*\*\/\s*$/, '');
      if (/^@\w+/.test(line)) {
        close();
        const rest = line.match(/^@example\b(.*)$/)?.[1];
        if (rest === undefined) continue;
        // Code may begin on the line of the tag; a line number always points at the first line of code.
        open = { line: firstLine + index + (rest.trim() ? 0 : 1), code: rest.trim() ? [rest.trim()] : [] };
      } else if (/^```/.test(line.trim())) {
        if (open?.code.length === 0) open.line++;
      } else open?.code.push(line);
    }
    close();
  }
  return examples;
}
