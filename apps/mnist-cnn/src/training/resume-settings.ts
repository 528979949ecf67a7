import { flagOf, UserError } from '@ml/terminal';
import type { GivenSettings, Settings } from '../options/settings.ts';

/** What the order of the digits and the random streams of a run depend on. */
const FIXED = ['batchSize', 'trainLimit', 'seed'] as const satisfies readonly (keyof Settings)[];

/**
 * The settings of a resumed run: its own, and what is given anew (more `--epochs`, say).
 *
 * @throws {UserError} when a flag contradicts what the run was begun with
 */
export function resumeSettings(own: Settings, given: GivenSettings, out: string): Settings {
  for (const name of FIXED) {
    if (given[name] === undefined || given[name] === own[name]) continue;
    throw new UserError(
      `${flagOf(name)} ${given[name]} does not fit the run in ${out}, which has ${flagOf(name)} ${own[name]}; leave it out, or train elsewhere with --out`,
    );
  }
  return { ...own, ...given } as Settings;
}
