import { setThreads } from '@ml/tensor';
import { wholeNumber } from '@ml/terminal';
import type { Command } from 'commander';
import { loadDigits } from '../digits/load-digits.ts';
import { DEFAULT_RUN } from '../names.ts';
import { addThreadsFlag } from '../options/train-flags.ts';
import { classScores } from '../report/class-scores.ts';
import { resultLines } from '../report/result-lines.ts';
import { openNetwork } from '../run/open-network.ts';
import { testNetwork } from '../training/test-network.ts';

interface EvalOptions {
  readonly testLimit: number;
  readonly threads?: number;
  readonly json?: boolean;
}

export function addEvalCommand(program: Command): void {
  const command = program
    .command('eval')
    .description('test a network on the 10,000 digits that no training sees')
    .argument('[run]', "a run's folder, or a checkpoint in it", DEFAULT_RUN)
    .option('--test-limit <n>', 'only the first so many', wholeNumber({ min: 1, max: 10_000 }), 10_000)
    .option('--json', 'one JSON object');
  addThreadsFlag(command).action(async (run: string, { testLimit, threads, json = false }: EvalOptions) => {
    if (threads !== undefined) setThreads(threads);
    const { path, network, step } = await openNetwork(run);
    const { result } = await testNetwork(network, await loadDigits('test'), { limit: testLimit, most: 0 });
    const classes = classScores(result.confusion);
    process.stdout.write(
      json ? `${JSON.stringify({ path, step, ...result, classes })}\n` : `${resultLines(result).join('\n')}\n`,
    );
  });
}
