/** Where the program writes and reads. */
export interface Surface {
  /** A person sits in front of a terminal that can redraw. */
  readonly interactive: boolean;
  readonly colors: boolean;
}

/** What the streams and the environment allow. */
export function detectSurface(
  { stdin, stdout, env }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'env'>,
  { needsInput }: { readonly needsInput: boolean },
): Surface {
  const readable = !needsInput || stdin.isTTY === true;
  return {
    interactive: stdout.isTTY === true && readable && env.TERM !== 'dumb',
    colors: wantsColors(env, stdout.isTTY === true),
  };
}

/** FORCE_COLOR decides, then NO_COLOR (https://no-color.org), then whether there is a terminal. */
export function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no } = env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (no !== undefined && no !== '') return false;
  return isTerminal && env.TERM !== 'dumb';
}

/** Ink's colours know FORCE_COLOR only, and read it when they are loaded: say it before that. */
export function tellInk(env: NodeJS.ProcessEnv, { colors }: Surface): void {
  if (!colors) env.FORCE_COLOR = '0';
}
