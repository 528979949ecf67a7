import { parameterReport } from '@ml/nlp';
import { flagOf, formatBytes, formatCount, formatLoss, formatShort } from '@ml/terminal';
import type { Command } from 'commander';
import { addModelFlag } from '../options/model-flags.ts';
import { type OpenModel, openModel } from '../run/open-model.ts';
import { bestEvaluation } from '../training/history.ts';

export function addInfoCommand(program: Command): void {
  addModelFlag(program.command('info').description('what a model consists of and costs'))
    .option('--json', 'one JSON object')
    .action(async ({ model, json = false }: { model: string; json?: boolean }) => {
      const open = await openModel(model);
      const report = parameterReport(open.model.config);
      const { settings, data } = open.facts;
      process.stdout.write(
        json
          ? `${JSON.stringify({ path: open.path, step: open.step, settings, data, ...report })}\n`
          : describe(open, report),
      );
    });
}

function describe({ path, facts, step, tokenizer }: OpenModel, report: ReturnType<typeof parameterReport>): string {
  const { parts, total, flopsPerToken, bytes } = report;
  const best = bestEvaluation(facts.history);
  const rows: [string, string][] = [
    ['checkpoint', path],
    ['trained', `${formatCount(step)} of ${formatCount(facts.settings.maxIters)} steps`],
    ['text', `${facts.data.description} (${formatCount(facts.data.characters)} characters)`],
    ['vocabulary', `${tokenizer.vocabSize} ids`],
    [
      'best loss',
      best === null
        ? 'not yet measured'
        : `${formatLoss(best.validationLoss)} at step ${formatCount(best.step)} (validation)`,
    ],
    ['', ''],
    ...parts.map(({ name, parameters }): [string, string] => [name, share(parameters, total)]),
    ['all parts', `${formatCount(total).padStart(12)}`],
    ['', ''],
    ['forward', `${formatShort(flopsPerToken.forward)} floating-point operations per token`],
    ['training', `${formatShort(flopsPerToken.training)} floating-point operations per token`],
    [
      'memory',
      `${formatBytes(bytes.weights)} weights, ${formatBytes(bytes.training)} in training (activations not counted), ${formatBytes(bytes.cache)} cache`,
    ],
    ['', ''],
    [
      'settings',
      Object.entries(facts.settings)
        .map(([name, value]) => `${flagOf(name)} ${value}`)
        .join(' '),
    ],
  ];
  return rows.map(([label, value]) => (label === '' ? '\n' : `${label.padEnd(19)} ${value}\n`)).join('');
}

function share(parameters: number, total: number): string {
  return `${formatCount(parameters).padStart(12)}  ${((100 * parameters) / total).toFixed(1).padStart(5)} %`;
}
