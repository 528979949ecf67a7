import { detectSurface, wholeNumber } from '@ml/terminal';
import type { Command } from 'commander';
import { runChat } from '../chat/run-chat.tsx';
import { addModelFlag, addSamplingFlags, chatSettings, type SamplingFlags } from '../options/model-flags.ts';
import { openModel } from '../run/open-model.ts';

export const LONGEST_REPLY = 240;

export function addChatCommand(program: Command): void {
  const command = program.command('chat').description('talk with a trained model');
  addSamplingFlags(addModelFlag(command))
    .option('--max-tokens <n>', 'longest reply', wholeNumber({ min: 1 }), LONGEST_REPLY)
    .action(async ({ model, maxTokens, ...sampling }: SamplingFlags & { model: string; maxTokens: number }) => {
      const surface = detectSurface(process, { needsInput: true });
      await runChat(await openModel(model), chatSettings(sampling, maxTokens), surface);
    });
}
