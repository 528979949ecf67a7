import { formatCount, formatLoss, formatPercent } from '@ml/terminal';
import type { TestResult } from '../training/test-network.ts';
import { classScores } from './class-scores.ts';

/** What a test found, as text: accuracy, scores of each digit, and what was taken for what. */
export function resultLines({ loss, accuracy, confusion }: TestResult): string[] {
  const tested = confusion.flat().reduce((sum, count) => sum + count, 0);
  const right = confusion.reduce((sum, row, digit) => sum + row[digit], 0);
  const cell = (value: string): string => value.padStart(6);
  return [
    `test digits ${formatCount(tested)}`,
    `accuracy    ${formatPercent(accuracy)} (${formatCount(tested - right)} wrong)`,
    `loss        ${formatLoss(loss)} nats per digit`,
    '',
    'digit   how many  precision    recall',
    ...classScores(confusion).map(
      ({ support, precision, recall }, digit) =>
        `${digit}       ${formatCount(support).padStart(8)} ${formatPercent(precision).padStart(10)} ${formatPercent(recall).padStart(9)}`,
    ),
    '',
    `is │ taken for${confusion
      .map((_, digit) => cell(`${digit}`))
      .join('')
      .slice(10)}`,
    ...confusion.map((row, digit) => `${digit}  │${row.map((count) => cell(count === 0 ? '·' : `${count}`)).join('')}`),
  ];
}
