import { describe, expect, test } from 'vitest';
import { logOneMinus, logOneMinusFloat } from './log1p.ts';
import { readFixture } from './rng-fixture.testing.ts';

type Pairs = readonly [arguments_: number[], values: number[]];
const fixture = readFixture<{ double: Pairs; float: Pairs }>('rng-log1p');

describe('logOneMinus', () => {
  test('has the bits of glibc log1p(−u) without fused multiply–add', () => {
    const [arguments_, values] = fixture.double;
    expect(arguments_.map((u) => logOneMinus(u))).toEqual(values);
  });

  test('has the bits of glibc log1pf(−u) in float32', () => {
    const [arguments_, values] = fixture.float;
    expect(arguments_.map((u) => logOneMinusFloat(u))).toEqual(values);
  });

  test('is −u for the smallest u, and −0 at 0', () => {
    expect(logOneMinus(0)).toBe(-0);
    expect(logOneMinus(2 ** -60)).toBe(-(2 ** -60));
    expect(logOneMinusFloat(0)).toBe(-0);
  });
});
