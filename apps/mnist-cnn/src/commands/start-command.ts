import { existsSync } from 'node:fs';
import { loadCheckpoint } from '@ml/nn/node';
import { detectSurface, exitCodeOf, holdsRun, ownCommand, quoted, runFiles } from '@ml/terminal';
import type { Command } from 'commander';
import { runDemo } from '../demo/run-demo.tsx';
import { DEFAULT_RUN, names } from '../names.ts';
import type { GivenSettings } from '../options/settings.ts';
import { addSettingFlags, givenSettings } from '../options/train-flags.ts';
import { disposeWeights } from '../run/open-network.ts';
import { readRunFacts } from '../run/run-facts.ts';
import { watchRun } from '../training/watch-run.ts';
import { farewell } from './train-command.ts';

interface StartOptions extends GivenSettings {
  readonly out: string;
  readonly threads?: number;
}

/** The main job of `npm run mnist`: a network that is trained the first time, and a look at how it reads. */
export function addStartCommand(program: Command): void {
  const command = program
    .command('start')
    .description('train a network the first time, then watch it read')
    .option('--out <dir>', 'folder of the run', DEFAULT_RUN);
  addSettingFlags(command).action(async (options: StartOptions) => {
    const { out, threads = null } = options;
    if (!(await isTrained(out))) {
      const resume = existsSync(runFiles(out).latest);
      process.stdout.write(welcome(resume, out));
      const request = { out, given: givenSettings(options), threads, resume, force: false };
      const outcome = await watchRun(request, { json: false, surface: detectSurface(process, { needsInput: false }) });
      if (outcome.signal !== null) {
        const again = startAgain(out);
        process.stdout.write(`${farewell(outcome, { resumeCommand: again, demoCommand: again })}\n`);
        process.exitCode = exitCodeOf(outcome.signal);
        return;
      }
      process.stdout.write(outcome.report === null ? '\n' : `report: ${outcome.report}\n\n`);
    }
    await runDemo(out, { from: 0, count: 5 }, detectSurface(process, { needsInput: true }));
  });
}

function startAgain(out: string): string {
  if (process.env.npm_lifecycle_event === names.script && out === DEFAULT_RUN) return `npm run ${names.script}`;
  return `${ownCommand(names, process)} start --out ${quoted(out)}`;
}

/** Whether the run in a folder is through. One without a latest checkpoint is somebody's network: it is as it is. */
async function isTrained(folder: string): Promise<boolean> {
  const { latest } = runFiles(folder);
  if (!existsSync(latest)) return holdsRun(folder);
  const checkpoint = await loadCheckpoint(latest);
  disposeWeights(checkpoint);
  const { epochs, trainLimit, batchSize } = readRunFacts(checkpoint.user, latest).settings;
  return checkpoint.step >= epochs * Math.ceil(trainLimit / batchSize);
}

function welcome(resume: boolean, out: string): string {
  if (resume) return `Continuing the training in ${out}. Then it reads digits.\n\n`;
  return `There is no network in ${out} yet: one is trained now, which takes some minutes.\nThen it reads digits.\n\n`;
}
