import { existsSync } from 'node:fs';
import { loadCheckpoint } from '@ml/nn/node';
import { defaultRun, detectSurface, exitCodeOf, holdsRun, ownCommand, quoted, runFiles } from '@ml/terminal';
import type { Command } from 'commander';
import { runChat } from '../chat/run-chat.tsx';
import { names } from '../names.ts';
import { chatSettings } from '../options/model-flags.ts';
import { addSettingFlags, givenSettings } from '../options/train-flags.ts';
import { disposeWeights, openModel } from '../run/open-model.ts';
import { readRunFacts } from '../run/run-facts.ts';
import { watchRun } from '../training/watch-run.ts';
import { LONGEST_REPLY } from './chat-command.ts';
import { farewell } from './train-command.ts';

interface StartOptions {
  readonly out: string;
  readonly data?: string;
}

/** The main job of the repository: a model that is trained the first time, and a chat with it. */
export function addStartCommand(program: Command): void {
  const command = program
    .command('start')
    .description('train a small model the first time, then chat with it')
    .option('--data <file>', 'what to train on the first time')
    .option('--out <dir>', 'folder of the run', defaultRun);
  addSettingFlags(command).action(async (options: StartOptions) => {
    const { out, data } = options;
    if (!(await isTrained(out))) {
      const surface = detectSurface(process, { needsInput: false });
      const request = {
        out,
        data,
        given: givenSettings({ ...options }),
        resume: existsSync(runFiles(out).latest),
        force: false,
      };
      process.stdout.write(welcome(request.resume, out));
      const outcome = await watchRun(request, { json: false, surface });
      if (outcome.signal !== null) {
        const again = startAgain(out);
        process.stdout.write(`${farewell(outcome, { resumeCommand: again, chatCommand: again })}\n`);
        process.exitCode = exitCodeOf(outcome.signal);
        return;
      }
      process.stdout.write(outcome.report === null ? '\n' : `report: ${outcome.report}\n\n`);
    }
    await runChat(
      await openModel(out),
      chatSettings({ temperature: 0.8 }, LONGEST_REPLY),
      detectSurface(process, { needsInput: true }),
    );
  });
}

function startAgain(out: string): string {
  if (process.env.npm_lifecycle_event === 'start' && out === defaultRun) return 'npm start';
  return `${ownCommand(names, process)} start --out ${quoted(out)}`;
}

/** Whether the run in a folder has taken all its steps. One without a latest checkpoint is somebody's model: it is as it is. */
async function isTrained(folder: string): Promise<boolean> {
  const { latest } = runFiles(folder);
  if (!existsSync(latest)) return holdsRun(folder);
  const checkpoint = await loadCheckpoint(latest);
  disposeWeights(checkpoint);
  return checkpoint.step >= readRunFacts(checkpoint.user, latest).settings.maxIters;
}

function welcome(resume: boolean, out: string): string {
  const rest = 'Then the chat opens.\n\n';
  if (resume) return `Continuing the training in ${out}. ${rest}`;
  return `There is no model in ${out} yet: a small one is trained now, which takes some minutes.\n${rest}`;
}
