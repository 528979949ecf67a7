import type { JsonValue } from '../json.ts';
import type { MetricValue } from '../metrics/metric.ts';
import { formatCount, formatDuration } from '../text/format.ts';
import type { RunRecord } from './run-record.ts';

export interface ReportOptions {
  /** Default 'Training report'. */
  readonly title?: string | undefined;
  /** What the run was made with: sizes, rates, seeds. */
  readonly settings?: Readonly<Record<string, JsonValue>> | undefined;
  /** The model in words, such as `summary(model)` as text. */
  readonly summary?: string | undefined;
  /** The measurement that says which evaluation was best; default 'validationLoss'. */
  readonly monitor?: string | undefined;
  /** Default 'min'. */
  readonly mode?: 'min' | 'max' | undefined;
}

/** Files beside the report, by what they show. */
export interface ReportFiles {
  readonly charts: readonly { readonly name: string; readonly file: string }[];
  readonly machine: string;
}

/** A run in Markdown: how it ended, what was measured, its curves, what it was made with and where. */
export function reportMarkdown(run: RunRecord, options: ReportOptions, { charts, machine }: ReportFiles): string {
  const { title = 'Training report', settings = {}, summary } = options;
  const epochs = run.epochs === 0 ? '' : `, ${formatCount(run.epochs)} ${run.epochs === 1 ? 'epoch' : 'epochs'}`;
  const speed = run.seconds === 0 ? 0 : run.items / run.seconds;
  const sections = [
    `# ${title}`,
    `${formatCount(run.parameters)} parameters, ${formatCount(run.step)} steps${epochs}, ${run.reason ?? 'not yet at its end'}.`,
    ...(run.numbers.length === 0 ? [] : ['## Measurements', measurementTable(run, options)]),
    ...run.tables.map((name) => `### ${name}\n\n${valueTable(lastValue(run, name))}`),
    '## Curves',
    ...charts.map(({ name, file }) => `![${name}](${file})`),
    ...(Object.keys(settings).length === 0 ? [] : ['## Settings', settingLines(settings)]),
    ...(summary === undefined ? [] : ['## Model', fenced(summary)]),
    '## Time and machine',
    `- ${formatDuration(run.seconds)} in training steps, ${formatCount(run.items)} items, ${formatCount(speed)} a second\n- ${machine}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function measurementTable(run: RunRecord, { monitor = 'validationLoss', mode = 'min' }: ReportOptions): string {
  const names = run.numbers;
  const last = run.evaluations.at(-1);
  const measured = run.evaluations.filter(({ values }) => isNumber(values[monitor]));
  const sign = mode === 'min' ? 1 : -1;
  const best = measured.reduce<(typeof measured)[number] | null>(
    (kept, next) =>
      kept === null || sign * (next.values[monitor] as number) < sign * (kept.values[monitor] as number) ? next : kept,
    null,
  );
  const row = (name: string, values: Readonly<Record<string, MetricValue>>): string =>
    `| ${[name, ...names.map((key) => figure(values[key]))].join(' | ')} |`;
  return [
    `| | ${names.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(names.length)}`,
    ...(last === undefined ? [] : [row(`last, step ${formatCount(last.step)}`, last.values)]),
    ...(best === null ? [] : [row(`best ${monitor}, step ${formatCount(best.step)}`, best.values)]),
  ].join('\n');
}

function isNumber(value: MetricValue | undefined): boolean {
  return typeof value === 'number' && !Number.isNaN(value);
}

/** Six digits, which tell measurements apart. */
function figure(value: MetricValue | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : '–';
}

function lastValue(run: RunRecord, name: string): MetricValue {
  return run.evaluations.findLast(({ values }) => values[name] !== undefined)?.values[name] ?? [];
}

/** Rows and columns with their numbers; of a list one row. */
function valueTable(value: MetricValue): string {
  const rows = (
    typeof value === 'number' ? [[value]] : value.map((row) => (typeof row === 'number' ? [row] : row))
  ) as readonly (readonly MetricValue[])[];
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return [
    `| | ${Array.from({ length: columns }, (_, i) => i).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(columns)}`,
    ...rows.map((row, i) => `| **${i}** | ${row.map(figure).join(' | ')} |`),
  ].join('\n');
}

function settingLines(settings: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `- ${name}: \`${typeof value === 'string' ? value : JSON.stringify(value)}\``)
    .join('\n');
}

/** A fence longer than any the text could hold. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}text\n${text.trimEnd()}\n${mark}`;
}
