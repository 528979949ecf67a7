import { newProgram } from '@ml/terminal';
import type { Command } from 'commander';
import { addDemoCommand } from './commands/demo-command.ts';
import { addEvalCommand } from './commands/eval-command.ts';
import { addPredictCommand } from './commands/predict-command.ts';
import { addStartCommand } from './commands/start-command.ts';
import { addTrainCommand } from './commands/train-command.ts';
import { names } from './names.ts';

export function createProgram(): Command {
  return newProgram(names.name, 'Train a convolutional network on MNIST, and let it read digits from pictures', [
    addStartCommand,
    addTrainCommand,
    addEvalCommand,
    addPredictCommand,
    addDemoCommand,
  ]);
}
