import { detectSurface, exitCodeOf, formatCount, ownCommand, quoted, type TrainingOutcome } from '@ml/terminal';
import { type Command, Option } from 'commander';
import { DEFAULT_RUN, names } from '../names.ts';
import type { GivenSettings } from '../options/settings.ts';
import { addSettingFlags, givenSettings } from '../options/train-flags.ts';
import { watchRun } from '../training/watch-run.ts';

interface TrainOptions extends GivenSettings {
  readonly out: string;
  readonly threads?: number;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function addTrainCommand(program: Command): void {
  const command = program.command('train').description('train a network on the 60,000 digits of MNIST');
  command
    .option('--out <dir>', 'folder of the run', DEFAULT_RUN)
    .option('--resume', 'continue the run in --out, bit for bit')
    .addOption(new Option('--force', 'start over where a run already is').conflicts('resume'))
    .option('--json', 'one JSON object per event on standard output');
  addSettingFlags(command).action(async (options: TrainOptions) => {
    const { out, threads = null, resume = false, force = false, json = false } = options;
    const request = { out, given: givenSettings(options), threads, resume, force };
    const outcome = await watchRun(request, { json, surface: detectSurface(process, { needsInput: false }) });
    if (!json) {
      const resumeCommand = `${ownCommand(names, process)} train --resume --out ${quoted(out)}`;
      const demoCommand = `${ownCommand(names, process)} demo ${quoted(out)}`;
      process.stdout.write(`${farewell(outcome, { resumeCommand, demoCommand })}\n`);
    }
    if (outcome.signal !== null) process.exitCode = exitCodeOf(outcome.signal);
  });
}

/** What to do next, in lines that can be typed as they stand. */
export function farewell(
  { reason, step, checkpoint, report }: TrainingOutcome,
  { resumeCommand, demoCommand }: { readonly resumeCommand: string; readonly demoCommand: string },
): string {
  if (reason === 'stopped')
    return `stopped at step ${formatCount(step)}, saved ${checkpoint ?? 'before'}\nresume with: ${resumeCommand}`;
  const lines = [
    `finished ${formatCount(step)} steps`,
    ...(report === null ? [] : [`report: ${report}`]),
    `watch it read: ${demoCommand}`,
  ];
  return lines.join('\n');
}
