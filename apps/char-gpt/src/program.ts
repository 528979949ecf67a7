import { Command } from 'commander';
import { addChatCommand } from './commands/chat-command.ts';
import { addEvalCommand } from './commands/eval-command.ts';
import { addInfoCommand } from './commands/info-command.ts';
import { addSampleCommand } from './commands/sample-command.ts';
import { addStartCommand } from './commands/start-command.ts';
import { addTrainCommand } from './commands/train-command.ts';

/** The command line. Mistakes in it are thrown as commander's errors, with their message already printed. */
export function createProgram(): Command {
  const program = new Command('char-gpt')
    .description('Train a character-level GPT on any text and chat with it in a terminal')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'char-gpt: ')) });
  for (const add of [
    addStartCommand,
    addTrainCommand,
    addChatCommand,
    addSampleCommand,
    addEvalCommand,
    addInfoCommand,
  ])
    add(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}
