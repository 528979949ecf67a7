import { basename, relative } from 'node:path';

/** How this program was called, so that its hints can be typed as they stand. */
export function ownCommand({ argv, cwd, env }: Pick<NodeJS.Process, 'argv' | 'cwd' | 'env'>): string {
  if (env.npm_lifecycle_event === 'start') return 'npm start --';
  const script = argv[1] ?? 'char-gpt';
  return basename(script).startsWith('cli.') ? `node ${quoted(relative(cwd(), script) || script)}` : 'char-gpt';
}

/** An argument as a shell takes it. */
export function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
