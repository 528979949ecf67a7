import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Curve } from './curve.ts';

/** Curves as the text of an SVG file. */
export function curveSvg({ yLabel, series, best }: Curve): string {
  const pointsOf = (marked: boolean) =>
    series
      .filter((one) => (one.marked ?? false) === marked)
      .flatMap(({ name, points }) => points.map(([step, value]) => ({ step, value, series: name })));
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const figure = Plot.plot({
    document: document as unknown as Document,
    width: 760,
    height: 380,
    marginLeft: 48,
    grid: true,
    style: { background: 'white', color: '#333' },
    x: { label: 'step' },
    y: { label: yLabel },
    color: { domain: series.map(({ name }) => name), range: series.map(({ color }) => color) },
    marks: [
      Plot.lineY(pointsOf(false), { x: 'step', y: 'value', stroke: 'series', strokeWidth: 1 }),
      Plot.lineY(pointsOf(true), { x: 'step', y: 'value', stroke: 'series', strokeWidth: 1.75, marker: 'dot' }),
      ...series.map(({ name }, i) =>
        Plot.text([{ series: name }], {
          text: 'series',
          fill: 'series',
          frameAnchor: 'top-right',
          dy: 4 + 16 * i,
          fontSize: 12,
        }),
      ),
      Plot.text(best === null ? [] : [best], {
        x: 'step',
        y: 'value',
        text: (d) => d.value.toFixed(4),
        dy: -12,
        fill: best?.color ?? 'black',
      }),
    ],
  });
  // Inside HTML the name space goes without saying; a file of its own needs it.
  figure.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${figure.outerHTML}\n`;
}
