// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChartLine, lineChartSvg } from '../report/line-chart-svg.ts';
import { type ReportOptions, reportMarkdown } from '../report/report-markdown.ts';
import { RunRecord } from '../report/run-record.ts';
import type { AnyTrainEvent } from '../train/train-event.ts';
import { describeMachine } from './describe-machine.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * A callback of `train` that writes a report when the run ends, finished or stopped: `report.md` with the measurements, the
 * settings, the model, time and machine, and its curves as SVG files beside it. After a resume it tells of the steps since.
 *
 * @example
 * const folder = process.getBuiltinModule('node:fs').mkdtempSync('/tmp/example-');
 * const report = reportRun(folder, { title: 'Doubling', settings: { lr: 0.1 } });
 * await report({ type: 'start', step: 0, maxSteps: 1, parameters: 2 });
 * await report({ type: 'end', step: 1, reason: 'finished' });
 * process.getBuiltinModule('node:fs').readFileSync(`${folder}/report.md`, 'utf8').split('\n')[0] // => '# Doubling'
 */
export function reportRun(folder: string, options: ReportOptions = {}): (event: AnyTrainEvent) => Promise<void> {
  const run = new RunRecord();
  return async (event) => {
    run.hear(event);
    if (event.type !== 'end') return;
    await mkdir(folder, { recursive: true });
    const write = (file: string, text: string) => writeAtomically(join(folder, file), new TextEncoder().encode(text));
    const charts = chartsOf(run);
    for (const { name, file, lines } of charts) await write(file, lineChartSvg(lines, { title: name, xLabel: 'step' }));
    await write('report.md', reportMarkdown(run, options, { charts, machine: describeMachine() }));
  };
}

/** Losses share a chart; every other measurement, and the learning rate, has its own. */
function chartsOf(run: RunRecord): { name: string; file: string; lines: ChartLine[] }[] {
  const lineOf = (name: string): ChartLine => ({
    name,
    marked: true,
    points: run.evaluations.flatMap(({ step, values }): [number, number][] => {
      const value = values[name];
      return typeof value === 'number' ? [[step, value]] : [];
    }),
  });
  const isLoss = (name: string): boolean => /loss$/i.test(name);
  const losses = [{ name: 'batches', points: run.losses.points }, ...run.numbers.filter(isLoss).map(lineOf)];
  const others = run.numbers.filter((name) => !isLoss(name));
  return [
    { name: 'loss', file: 'loss.svg', lines: losses },
    ...others.map((name) => ({ name, file: `${fileName(name)}.svg`, lines: [lineOf(name)] })),
    {
      name: 'learning rate',
      file: 'learning-rate.svg',
      lines: [{ name: 'learning rate', points: run.rates.points }],
    },
  ];
}

function fileName(name: string): string {
  return `measured-${name.replace(/[^\w-]+/g, '-')}`;
}
