import { DataError } from '../base/data-error.ts';
import type { Label, Labels } from '../base/labels.ts';
import { requireCount } from '../base/parameter-error.ts';
import { type Average, type ClassCounts, classCounts } from './class-averages.ts';
import { type LabelledOptions, pairLabels } from './paired-labels.ts';
import { scoresOf } from './precision-recall-fscore-support.ts';

export interface ClassificationReportOptions<D extends boolean = boolean> extends LabelledOptions {
  /** What to call the classes; default: their labels. */
  readonly targetNames?: readonly string[] | null | undefined;
  /** Digits after the point; default 2. */
  readonly digits?: number | undefined;
  /** An object with the numbers instead of text. */
  readonly outputDict?: D | undefined;
  /** What 0 / 0 is; default 0. */
  readonly zeroDivision?: 0 | 1 | undefined;
}

export interface ClassReport {
  readonly precision: number;
  readonly recall: number;
  readonly 'f1-score': number;
  readonly support: number;
}

/** By class, and 'macro avg', 'weighted avg', 'accuracy' or 'micro avg'. */
export interface ClassificationReport {
  readonly [line: string]: ClassReport | number;
}

/**
 * Precision, recall, F1 and number of samples of each class, and their averages, as a table to read.
 *
 * The line 'accuracy' is 'micro avg' where `labels` leaves some out.
 *
 * @reference agrees with sklearn.metrics.classification_report, to the character
 * @example
 * classificationReport(['a', 'b'], ['a', 'a']).split('\n')[2] // => '           a       0.50      1.00      0.67         1'
 */
export function classificationReport<D extends boolean = false>(
  yTrue: Labels,
  yPred: Labels,
  options: ClassificationReportOptions<D> = {},
): D extends true ? ClassificationReport : string {
  const op = 'classificationReport';
  const { labels = null, targetNames = null, digits = 2, outputDict = false, zeroDivision = 0, sampleWeight } = options;
  requireCount(op, 'digits', digits, 0);
  const counts = classCounts<Average>(op, yTrue, yPred, { labels, sampleWeight, zeroDivision }, null);
  const names = targetNames ?? counts.labels.map(String);
  if (names.length !== counts.labels.length)
    throw new DataError(`${op}: ${names.length} targetNames for ${counts.labels.length} classes`);
  const lines = reportLines(counts, names, zeroDivision);
  const isAccuracy = labels === null || isPermutation(labels, pairLabels(op, yTrue, yPred).present);
  if (isAccuracy) lines[names.length][0] = 'accuracy';
  if (outputDict)
    return Object.fromEntries(
      lines.map(([name, report], i) => [name, isAccuracy && i === names.length ? report.precision : report]),
    ) as never;
  const areCounts = sampleWeight === null || sampleWeight === undefined;
  return formatReport(lines, names.length, digits, areCounts) as never;
}

function isPermutation(a: readonly Label[], b: readonly Label[]): boolean {
  return a.length === b.length && a.every((label) => b.includes(label));
}

type Line = [name: string, report: ClassReport];

/** The classes, then the averages 'micro', 'macro' and 'weighted'. */
function reportLines(counts: ClassCounts, names: readonly string[], zeroDivision: number): Line[] {
  const total = counts.actual.reduce((sum, count) => sum + count, 0);
  const lines = (average: Average, titles: readonly string[], support: ArrayLike<number>): Line[] => {
    const { precision, recall, fscore } = scoresOf(counts, average, 1, zeroDivision);
    return titles.map((title, k) => [
      title,
      { precision: precision[k], recall: recall[k], 'f1-score': fscore[k], support: support[k] },
    ]);
  };
  return [
    ...lines(null, names, counts.actual),
    ...lines('micro', ['micro avg'], [total]),
    ...lines('macro', ['macro avg'], [total]),
    ...lines('weighted', ['weighted avg'], [total]),
  ];
}

function formatReport(lines: readonly Line[], classes: number, digits: number, areCounts: boolean): string {
  const width = Math.max(...lines.slice(0, classes).map(([name]) => [...name].length), 'weighted avg'.length, digits);
  const row = (name: string, ...cells: string[]): string =>
    `${name.padStart(width + name.length - [...name].length)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}\n`;
  const table = lines.map(([name, report], i) => {
    const ratio = (value: number): string => fixed(value, digits);
    const support = areCounts || !Number.isInteger(report.support) ? String(report.support) : `${report.support}.0`;
    const { precision, recall } = report;
    const middle = i === classes && name === 'accuracy' ? ['', ''] : [ratio(precision), ratio(recall)];
    return row(name, ...middle, ratio(report['f1-score']), support);
  });
  const head = row('', 'precision', 'recall', 'f1-score', 'support');
  return `${head}\n${table.slice(0, classes).join('')}\n${table.slice(classes).join('')}`;
}

/** Rounded as Python does: `toFixed` but for halves that are exact in binary, which go to the even digit. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  const isHalf = Math.abs(value * 2 ** (digits + 1)) % 2 === 1;
  return isHalf && Number(text.at(-1)) % 2 === 1 ? (value - 10 ** -digits / 2).toFixed(digits) : text;
}
