import { flagOf, formatCount, formatDuration, formatLoss } from '@ml/terminal';
import { bestEvaluation } from '../training/history.ts';
import type { ReportContent } from './report-content.ts';

/** A run in Markdown: what was trained on what, how it went, what it writes. */
export function reportMarkdown(content: ReportContent, machine: string, curveFile: string): string {
  const { facts, data, step, parameters, samples } = content;
  const { history, settings } = facts;
  const last = history.evals.at(-1) ?? null;
  const best = bestEvaluation(history);
  const rate = history.seconds === 0 ? 0 : history.tokens / history.seconds;
  return `# Training report

${formatCount(parameters)} parameters, ${formatCount(step)} steps, ${formatCount(history.tokens)} characters seen.

## Result

| | training | validation | bits per character (validation) |
| --- | --- | --- | --- |
${lossRow('at the end', last)}
${lossRow(best === null ? 'best' : `best, step ${formatCount(best.step)}`, best)}

Losses are means of the cross-entropy in nats per character.

![loss against step](${curveFile})

## Data

- text: ${data.description}
- name: \`${data.source}\`, sha256 \`${facts.data.sha256}\`
- characters: ${formatCount(data.characters)}; vocabulary: ${data.vocabulary}
- split: the first ${formatCount(data.trainCharacters)} to train on, the last ${formatCount(data.validationCharacters)} to validate

## Configuration

${Object.entries(settings)
  .map(([name, value]) => `- \`${flagOf(name)} ${value}\``)
  .join('\n')}

## Samples

${samples.map(fence).join('\n\n')}

## Time and machine

- ${formatDuration(history.seconds)} in training steps, ${formatCount(rate)} characters/s
- ${machine}
`;
}

function lossRow(name: string, losses: { readonly trainLoss: number; readonly validationLoss: number } | null): string {
  const { trainLoss = null, validationLoss = null } = losses ?? {};
  const bits = validationLoss === null ? null : validationLoss / Math.LN2;
  return `| ${name} | ${formatLoss(trainLoss)} | ${formatLoss(validationLoss)} | ${formatLoss(bits)} |`;
}

/** A fence longer than any the sample could hold. */
function fence(sample: string): string {
  const longest = Math.max(2, ...(sample.match(/`+/g) ?? []).map((run) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}text\n${sample.trim()}\n${mark}`;
}
