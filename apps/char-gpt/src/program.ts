import { newProgram } from '@ml/terminal';
import type { Command } from 'commander';
import { addChatCommand } from './commands/chat-command.ts';
import { addEvalCommand } from './commands/eval-command.ts';
import { addInfoCommand } from './commands/info-command.ts';
import { addSampleCommand } from './commands/sample-command.ts';
import { addStartCommand } from './commands/start-command.ts';
import { addTrainCommand } from './commands/train-command.ts';

export function createProgram(): Command {
  return newProgram('char-gpt', 'Train a character-level GPT on any text and chat with it in a terminal', [
    addStartCommand,
    addTrainCommand,
    addChatCommand,
    addSampleCommand,
    addEvalCommand,
    addInfoCommand,
  ]);
}
