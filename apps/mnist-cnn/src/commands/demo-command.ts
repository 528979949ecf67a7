import { detectSurface, wholeNumber } from '@ml/terminal';
import type { Command } from 'commander';
import { runDemo } from '../demo/run-demo.tsx';
import { DEFAULT_RUN } from '../names.ts';

interface DemoOptions {
  readonly from: number;
  readonly count: number;
}

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('watch a network read test digits')
    .argument('[run]', "a run's folder, or a checkpoint in it", DEFAULT_RUN)
    .option('--from <n>', 'the first digit', wholeNumber({ min: 0, max: 9999 }), 0)
    .option(
      '--count <n>',
      'how many, where no screen can show one after the other',
      wholeNumber({ min: 1, max: 10_000 }),
      5,
    )
    .action(async (run: string, options: DemoOptions) => {
      await runDemo(run, options, detectSurface(process, { needsInput: true }));
    });
}
