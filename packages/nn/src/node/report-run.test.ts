import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CurvePoints } from '../report/curve-points.ts';
import { lineChartSvg } from '../report/line-chart-svg.ts';
import type { AnyTrainEvent, TrainEvent } from '../train/train-event.ts';
import { reportRun } from './report-run.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Found = { validationLoss: number; accuracy: number; confusion: number[][] };
const step = (n: number): TrainEvent<Found> => ({
  ...{ type: 'step', step: n, loss: 1 / n, learningRate: 0.1, gradNorm: 1, items: 50, seconds: 0.5 },
});
const found = (n: number, validationLoss: number, accuracy: number): TrainEvent<Found> => ({
  ...{
    type: 'eval',
    step: n,
    validationLoss,
    accuracy,
    confusion: [
      [3, 1],
      [0, n],
    ],
  },
});
const events: TrainEvent<Found>[] = [
  { type: 'start', step: 0, maxSteps: 4, parameters: 1234 },
  found(0, 2, 0.1),
  step(1),
  step(2),
  found(2, 0.5, 0.912345678),
  { type: 'epoch', step: 2, epoch: 1, loss: 1, items: 100, seconds: 1 },
  step(3),
  step(4),
  found(4, 0.7, 0.95),
  { type: 'epoch', step: 4, epoch: 2, loss: 1, items: 100, seconds: 1 },
  { type: 'end', step: 4, reason: 'finished' },
];

async function reported(options = {}, told: readonly AnyTrainEvent[] = events): Promise<string> {
  const report = reportRun(folder, options);
  for (const event of told) await report(event);
  return readFileSync(join(folder, 'report.md'), 'utf8');
}

describe('the report', () => {
  test('tells how the run went, what was measured, and what it was made with', async () => {
    const settings = { lr: 0.1, name: 'small', sizes: [1, 2] };
    const text = await reported({ title: 'Digits', settings, summary: '0 Linear\n``` 12' });
    for (const part of [
      '# Digits\n\n1,234 parameters, 4 steps, 2 epochs, finished.\n',
      '| | validationLoss | accuracy |\n| --- | ---: | ---: |\n',
      '| last, step 4 | 0.7 | 0.95 |\n| best validationLoss, step 2 | 0.5 | 0.912346 |\n',
      '### confusion\n\n| | 0 | 1 |\n| --- | ---: | ---: |\n| **0** | 3 | 1 |\n| **1** | 0 | 4 |\n',
      '![loss](loss.svg)\n\n![accuracy](measured-accuracy.svg)\n\n![learning rate](learning-rate.svg)\n',
      '- lr: `0.1`\n- name: `small`\n- sizes: `[1,2]`\n',
      '````text\n0 Linear\n``` 12\n````\n',
      '- 2s in training steps, 200 items, 100 a second\n',
      'cores',
    ])
      expect(text).toContain(part);
    expect(readdirSync(folder).sort()).toEqual(['learning-rate.svg', 'loss.svg', 'measured-accuracy.svg', 'report.md']);
  });

  test('the best by another measurement, and a run without any', async () => {
    expect(await reported({ monitor: 'accuracy', mode: 'max' })).toContain('| best accuracy, step 4 | 0.7 | 0.95 |');
    const bare = await reported({}, [events[0], { type: 'end', step: 0, reason: 'stopped' }]);
    expect(bare).toContain('1,234 parameters, 0 steps, stopped.');
    expect(bare).not.toContain('## Measurements');
  });
});

describe('the chart', () => {
  test('has a path and marks for every line, and points between the frame', async () => {
    await reported();
    const svg = readFileSync(join(folder, 'loss.svg'), 'utf8');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*>[\s\S]*<\/svg>\n$/);
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg.match(/fill="none"/g)).toHaveLength(2);
    // Step 0 with the highest loss is at the top left, step 4 with the lowest at the right bottom.
    expect(svg).toContain('M64.0,34.0L');
    expect(svg).toContain('L744.0,340.0"');
  });

  test('NaN interrupts a line; names are escaped; nothing and one point are drawn too', () => {
    const options = { title: 'a < b & c', xLabel: 'step' };
    const broken = lineChartSvg(
      [
        {
          name: 'x',
          points: [
            [0, 1],
            [1, Number.NaN],
            [2, 3],
          ],
        },
      ],
      options,
    );
    expect(broken.match(/fill="none"/g)).toHaveLength(2);
    expect(broken).toContain('a &lt; b &amp; c');
    expect(broken).not.toContain('NaN');
    for (const points of [[], [[5, 5]] as [number, number][]]) {
      const svg = lineChartSvg([{ name: 'x', points }], options);
      expect(svg).not.toMatch(/NaN|Infinity/);
    }
  });
});

test('a curve keeps its shape and mean, however long it is', () => {
  const curve = new CurvePoints();
  for (let n = 1; n <= 4096; n++) curve.add(n, n);
  expect(curve.points.length).toBeLessThan(1024);
  expect(curve.points[0]).toEqual([8, 4.5]);
  expect(curve.points.at(-1)).toEqual([4096, 4092.5]);
});
