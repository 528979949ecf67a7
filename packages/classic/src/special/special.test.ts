import { test as fuzz } from '@fast-check/vitest';
import { double } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixture } from '../fixture.testing.ts';
import { chiSquaredSurvival } from './chi-squared-survival.ts';
import { digamma } from './digamma.ts';
import { erfc } from './erfc.ts';
import { fSurvival } from './f-survival.ts';
import { logGamma } from './log-gamma.ts';
import { normalCdf } from './normal-cdf.ts';
import { normalQuantile } from './normal-quantile.ts';
import { regularizedBeta } from './regularized-beta.ts';
import { regularizedGamma } from './regularized-gamma.ts';

type Columns = Readonly<Record<string, number[]>>;

const reference = fixture<Readonly<Record<string, Columns>>>('special');

/** Every value within `tolerance` of the reference, relative to itself. */
function expectEach(name: string, f: (row: (column: string) => number) => number, tolerance: number, column = 'value') {
  const columns = reference[name];
  columns[column].forEach((truth, i) => {
    const found = f((each) => columns[each][i]);
    const error = truth === found ? 0 : Math.abs(found / truth - 1);
    const inputs = Object.keys(columns).map((each) => `${each} ${columns[each][i]}`);
    expect(error, `${name} of ${inputs}: ${found}`).toBeLessThanOrEqual(tolerance);
  });
}

describe('agrees with mpmath', () => {
  test('logGamma', () => expectEach('logGamma', (row) => logGamma(row('x')), 1e-13));
  test('digamma', () => expectEach('digamma', (row) => digamma(row('x')), 1e-13));
  test('regularizedGamma', () => {
    expectEach('regularizedGamma', (row) => regularizedGamma(row('a'), row('x')).lower, 1e-13, 'lower');
    expectEach('regularizedGamma', (row) => regularizedGamma(row('a'), row('x')).upper, 1e-13, 'upper');
  });
  test('regularizedBeta', () =>
    expectEach('regularizedBeta', (row) => regularizedBeta({ a: row('a'), b: row('b'), x: row('x') }), 1e-13));
  test('fSurvival', () => expectEach('fSurvival', (row) => fSurvival(row('x'), [row('d1'), row('d2')]), 1e-13));
  test('chiSquaredSurvival', () =>
    expectEach('chiSquaredSurvival', (row) => chiSquaredSurvival(row('x'), row('degrees')), 1e-13));
  test('normalCdf', () => expectEach('normalCdf', (row) => normalCdf(row('x')), 1e-13));
  test('normalQuantile', () => expectEach('normalQuantile', (row) => normalQuantile(row('x')), 1e-13));
});

describe('laws', () => {
  fuzz.prop([double({ min: 1e-3, max: 1e3, noNaN: true })])('Γ(x + 1) = x Γ(x)', (x) => {
    const scale = Math.max(1, Math.abs(logGamma(x)));
    expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x)) / scale).toBeLessThan(1e-13);
  });

  fuzz.prop([double({ min: 1e-6, max: 0.5, noNaN: true })])('the quantile undoes the distribution', (p) => {
    expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-13);
  });

  fuzz.prop([double({ min: -6, max: 6, noNaN: true })])('erfc(x) + erfc(−x) = 2', (x) => {
    expect(Math.abs(erfc(x) + erfc(-x) - 2)).toBeLessThan(1e-15);
  });

  test('ends', () => {
    expect([logGamma(0), logGamma(-1), logGamma(1), logGamma(2)]).toEqual([Infinity, Number.NaN, 0, 0]);
    expect([digamma(0), digamma(-1)]).toEqual([-Infinity, Number.NaN]);
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
    expect([normalQuantile(-0.1), normalQuantile(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
    expect([fSurvival(0, [2, 3]), fSurvival(Infinity, [2, 3]), fSurvival(Number.NaN, [2, 3])]).toEqual([
      1,
      0,
      Number.NaN,
    ]);
    expect(regularizedGamma(2, 0)).toEqual({ lower: 0, upper: 1 });
    expect(regularizedGamma(2, Infinity)).toEqual({ lower: 1, upper: 0 });
    expect([0, 1].map((x) => regularizedBeta({ a: 2, b: 3, x }))).toEqual([0, 1]);
    expect(erfc(30)).toBe(0);
  });
});
