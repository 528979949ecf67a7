import { flagOf, UserError } from '@ml/terminal';
import { settingsForDepth } from '../options/depth.ts';
import type { Settings } from '../options/settings.ts';
import { type GivenSettings, resolveSettings } from '../options/train-flags.ts';

/** What the weights and the random streams of a run depend on. */
const FIXED = ['nLayer', 'nHead', 'nEmbd', 'blockSize', 'seed'] as const satisfies readonly (keyof Settings)[];

/**
 * The settings of a resumed run: its own, and what is given anew (more `--max-iters`, say).
 *
 * @throws {UserError} when a flag contradicts what the run was begun with
 */
export function resumeSettings(own: Settings, { depth, ...given }: GivenSettings, out: string): Settings {
  const dial = depth === undefined ? null : settingsForDepth(depth);
  for (const name of FIXED) {
    const wanted = given[name] ?? (name === 'seed' ? undefined : dial?.[name]);
    if (wanted === undefined || wanted === own[name]) continue;
    const flag = given[name] === undefined ? `--depth ${depth}` : `${flagOf(name)} ${wanted}`;
    throw new UserError(
      `${flag} does not fit the run in ${out}, which has ${flagOf(name)} ${own[name]}; leave it out, or train elsewhere with --out`,
    );
  }
  return resolveSettings(given, own);
}
