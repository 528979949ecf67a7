import {
  defaultRun,
  detectSurface,
  exitCodeOf,
  formatCount,
  ownCommand,
  quoted,
  type TrainingOutcome,
} from '@ml/terminal';
import { type Command, Option } from 'commander';
import { corpora, defaultCorpus } from '../corpus/corpora.ts';
import { names } from '../names.ts';
import { addSettingFlags, givenSettings } from '../options/train-flags.ts';
import { watchRun } from '../training/watch-run.ts';

interface TrainOptions {
  readonly data?: string;
  readonly out: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function addTrainCommand(program: Command): void {
  const command = program.command('train').description('train a model on a text');
  command
    .option(
      '--data <file>',
      `a UTF-8 text file, or one of ${Object.keys(corpora).join(', ')} (default: ${defaultCorpus})`,
    )
    .option('--out <dir>', 'folder of the run', defaultRun)
    .option('--resume', 'continue the run in --out, bit for bit')
    .addOption(new Option('--force', 'start over where a run already is').conflicts('resume'))
    .option('--json', 'one JSON object per event on standard output');
  addSettingFlags(command).action(async (options: TrainOptions) => {
    const { data, out, resume = false, force = false, json = false } = options;
    const request = { out, data, given: givenSettings({ ...options }), resume, force };
    const surface = detectSurface(process, { needsInput: false });
    const outcome = await watchRun(request, { json, surface });
    if (!json) {
      const resumeCommand = `${ownCommand(names, process)} train --resume --out ${quoted(out)}`;
      const chatCommand = `${ownCommand(names, process)} chat --model ${quoted(out)}`;
      process.stdout.write(`${farewell(outcome, { resumeCommand, chatCommand })}\n`);
    }
    if (outcome.signal !== null) process.exitCode = exitCodeOf(outcome.signal);
  });
}

/** What to do next, in lines that can be typed as they stand. */
export function farewell(
  { reason, step, checkpoint, report }: TrainingOutcome,
  { resumeCommand, chatCommand }: { readonly resumeCommand: string; readonly chatCommand: string },
): string {
  if (reason === 'stopped')
    return `stopped at step ${formatCount(step)}, saved ${checkpoint ?? 'before'}\nresume with: ${resumeCommand}`;
  const lines = [
    `finished ${formatCount(step)} steps`,
    ...(report === null ? [] : [`report: ${report}`]),
    `chat with it: ${chatCommand}`,
  ];
  return lines.join('\n');
}
