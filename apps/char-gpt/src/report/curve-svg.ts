import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { bestEvaluation, type History } from '../training/history.ts';

const SERIES = { batch: 'training batches', train: 'training', validation: 'validation' } as const;

/** The losses of a run against its steps, as the text of an SVG file. */
export function curveSvg(history: History): string {
  const batches = history.losses.map(([step, loss]) => ({ step, loss, series: SERIES.batch }));
  const evaluations = history.evals.flatMap(({ step, trainLoss, validationLoss }) => [
    { step, loss: trainLoss, series: SERIES.train },
    { step, loss: validationLoss, series: SERIES.validation },
  ]);
  const best = bestEvaluation(history);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const figure = Plot.plot({
    document: document as unknown as Document,
    width: 760,
    height: 380,
    marginLeft: 48,
    grid: true,
    style: { background: 'white', color: '#333' },
    x: { label: 'step' },
    y: { label: 'loss (nats per character)' },
    color: { domain: Object.values(SERIES), range: ['#c8d3e0', '#3b76c4', '#d9822b'] },
    marks: [
      Plot.lineY(batches, { x: 'step', y: 'loss', stroke: 'series', strokeWidth: 1 }),
      Plot.lineY(evaluations, { x: 'step', y: 'loss', stroke: 'series', strokeWidth: 1.75, marker: 'dot' }),
      ...Object.values(SERIES).map((series, i) =>
        Plot.text([{ series }], {
          text: 'series',
          fill: 'series',
          frameAnchor: 'top-right',
          dy: 4 + 16 * i,
          fontSize: 12,
        }),
      ),
      Plot.text(best === null ? [] : [best], {
        x: 'step',
        y: 'validationLoss',
        text: (d) => d.validationLoss.toFixed(4),
        dy: -12,
        fill: '#d9822b',
      }),
    ],
  });
  // Inside HTML the name space goes without saying; a file of its own needs it.
  figure.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${figure.outerHTML}\n`;
}
