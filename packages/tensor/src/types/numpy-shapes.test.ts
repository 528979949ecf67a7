import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diagnose } from './diagnose.testing.ts';

// Random shapes through NumPy and through the type functions: equal results, and the same operands refused.
// Fixture: tooling/parity/shape-types.py

interface Fixture {
  readonly numpy: string;
  readonly cases: readonly (readonly [expression: string, shape: readonly number[] | null])[];
}

const fixture = new URL('../../fixtures/shape-types.json', import.meta.url);
const { numpy, cases }: Fixture = JSON.parse(readFileSync(fixture, 'utf8'));

const preamble = `
import type * as Shapes from '../shape-types.ts';
type Same<A, B> = (<G>() => G extends A ? 1 : 2) extends <G>() => G extends B ? 1 : 2 ? true : false;
`;

function mismatches(claims: readonly string[]): string[] {
  const first = preamble.split('\n').length - 1;
  const lines = claims.map((claim, index) => `export const c${index}: ${claim} = true;`);
  return [...diagnose(preamble + lines.join('\n'))].map(([line, text]) => `${claims[line - first]}: ${text}`);
}

describe(`shape types agree with NumPy ${numpy}`, () => {
  const refused = cases.filter(([, shape]) => shape === null);

  test('on every shape', () => {
    const claims = cases
      .filter(([, shape]) => shape !== null)
      .map(([expression, shape]) => `Same<Shapes.${expression}, ${JSON.stringify(shape)}>`);
    expect(claims.length).toBeGreaterThan(400);
    expect(mismatches(claims)).toEqual([]);
  });

  test('on what has no shape', () => {
    const claims = refused.map(([expression]) => `[Shapes.${expression}] extends [string] ? true : false`);
    expect(claims.length).toBeGreaterThan(80);
    expect(mismatches(claims)).toEqual([]);
  });

  test('and a wrong claim would be noticed', () => {
    expect(mismatches(['Same<Shapes.T<[2, 3]>, [2, 3]>'])).toHaveLength(1);
  });
});
