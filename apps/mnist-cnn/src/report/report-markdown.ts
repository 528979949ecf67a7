import { flagOf, formatCount, formatDuration, formatLoss, formatPercent } from '@ml/terminal';
import type { Settings } from '../options/settings.ts';
import { bestEvaluation, type History } from '../training/history.ts';
import type { TestResult } from '../training/test-network.ts';
import { classScores } from './class-scores.ts';

/** All that a report tells, as plain data. */
export interface ReportContent {
  readonly settings: Settings;
  readonly history: History;
  readonly step: number;
  readonly parameters: number;
  /** On the test digits, at the end. */
  readonly result: TestResult;
}

/** A run in Markdown: how accurate the network is, how it came about, which digits it confuses. */
export function reportMarkdown(content: ReportContent, machine: string, curveFile: string): string {
  const { settings, history, step, parameters, result } = content;
  const { confusion } = result;
  const digits = confusion.map((_, digit) => digit);
  const tested = confusion.flat().reduce((sum, count) => sum + count, 0);
  const right = digits.reduce((sum, digit) => sum + confusion[digit][digit], 0);
  const best = bestEvaluation(history);
  const rate = history.seconds === 0 ? 0 : (step * settings.batchSize) / history.seconds;
  return `# Training report

**${formatPercent(result.accuracy)}** of ${formatCount(tested)} test digits are read right (${formatCount(tested - right)} are not); cross-entropy ${formatLoss(result.loss)}.
${formatCount(parameters)} parameters, ${formatCount(step)} steps, ${formatDuration(history.seconds)} in training steps.

![cross-entropy against step](${curveFile})

## After every epoch

| step | test accuracy | test loss |
| --- | --- | --- |
${history.evals.map(({ step: at, accuracy, loss }) => `| ${formatCount(at)} | ${formatPercent(accuracy)} | ${formatLoss(loss)} |`).join('\n')}

The most accurate was ${best === null ? 'none' : `${formatPercent(best.accuracy)} after step ${formatCount(best.step)}`}. The weights that are kept are the last: test digits choose nothing.

## The ten digits

| digit | ${digits.join(' | ')} |
| --- |${digits.map(() => ' ---: |').join('')}
| how many | ${classScores(confusion)
    .map(({ support }) => formatCount(support))
    .join(' | ')} |
| precision | ${classScores(confusion)
    .map(({ precision }) => formatPercent(precision))
    .join(' | ')} |
| recall | ${classScores(confusion)
    .map(({ recall }) => formatPercent(recall))
    .join(' | ')} |

## What they were taken for

Rows are what the digits are, columns what they were taken for.

| | ${digits.join(' | ')} |
| --- |${digits.map(() => ' ---: |').join('')}
${confusion.map((row, digit) => `| **${digit}** | ${row.map((count) => (count === 0 ? '' : formatCount(count))).join(' | ')} |`).join('\n')}

## Configuration

${Object.entries(settings)
  .map(
    ([name, value]) =>
      `- \`${typeof value === 'boolean' ? `${flagOf(name)}\` ${value ? 'on' : 'off'}` : `${flagOf(name)} ${value}\``}`,
  )
  .join('\n')}
- AdamW, one-cycle learning rate, dropout 0.25 and 0.5

## Time and machine

- ${formatCount(rate)} images/s
- ${machine}
`;
}
