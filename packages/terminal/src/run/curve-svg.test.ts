import { describe, expect, test } from 'vitest';
import { curveSvg } from './curve-svg.ts';

const series = [
  { name: 'batches', color: '#c8d3e0', points: [[1, 4] as const, [2, 3] as const] },
  { name: 'validation', color: '#d9822b', points: [[0, 4.3] as const, [2, Math.LN2] as const], marked: true },
];

describe('the curve', () => {
  test('is an SVG with its lines and the best value in figures', () => {
    const svg = curveSvg({ yLabel: 'loss', series, best: { step: 2, value: Math.LN2, color: '#d9822b' } });
    expect(svg).toMatch(/^<svg[^>]* xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    for (const { color, name } of series) {
      expect(svg).toContain(`stroke="${color}"`);
      expect(svg).toContain(`>${name}<`);
    }
    expect(svg).toContain('>0.6931<');
  });

  test('is drawn for a run without a step too', () => {
    const empty = series.map((one) => ({ ...one, points: [] }));
    expect(curveSvg({ yLabel: 'loss', series: empty, best: null })).toContain('<svg');
  });
});
