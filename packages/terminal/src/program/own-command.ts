import { basename, relative } from 'node:path';

/** What a program is called where it is installed, and the root script that starts it. */
export interface CallNames {
  readonly name: string;
  readonly script: string;
}

/** How this program was called, so that its hints can be typed as they stand. */
export function ownCommand(
  { name, script }: CallNames,
  { argv, cwd, env }: Pick<NodeJS.Process, 'argv' | 'cwd' | 'env'>,
): string {
  if (env.npm_lifecycle_event === script) return script === 'start' ? 'npm start --' : `npm run ${script} --`;
  const file = argv[1] ?? name;
  return basename(file).startsWith('cli.') ? `node ${quoted(relative(cwd(), file) || file)}` : name;
}

/** An argument as a shell takes it. */
export function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
