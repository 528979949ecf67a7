import { defaultRun, realNumber, wholeNumber } from '@ml/terminal';
import type { Command } from 'commander';
import type { ChatSettings } from '../chat/chat-settings.ts';

export interface SamplingFlags {
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
}

/** `--model`, as every command that reads one has it. */
export function addModelFlag(command: Command): Command {
  return command.option('--model <dir>', "a run's folder, or a checkpoint in it", defaultRun);
}

export function addSamplingFlags(command: Command): Command {
  return command
    .option(
      '--temperature <t>',
      'how daring: 0 always takes the likeliest character',
      realNumber({ min: 0, max: 100 }),
      0.8,
    )
    .option('--top-k <k>', 'draw among the k likeliest characters', wholeNumber({ min: 1 }))
    .option('--top-p <p>', 'draw among the likeliest with probability p together', realNumber({ above: 0, max: 1 }))
    .option('--seed <n>', 'seed of the draws (default: another one each time)', wholeNumber({ min: 0 }));
}

export function chatSettings({ temperature, topK, topP, seed }: SamplingFlags, maxTokens: number): ChatSettings {
  return { temperature, topK: topK ?? null, topP: topP ?? null, seed: seed ?? freshSeed(), maxTokens };
}

/** A seed short enough to be typed again. */
export function freshSeed(): number {
  return crypto.getRandomValues(new Uint16Array(1))[0];
}
