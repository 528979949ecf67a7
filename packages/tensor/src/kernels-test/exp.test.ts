import { describe, expect, test } from 'vitest';
import { type Arena, builds, ulpError } from './arena.testing.ts';

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** Every stride-th float between two floats of the same sign. */
function between(from: number, to: number, stride: number): number[] {
  float[0] = from;
  const first = bits[0] as number;
  float[0] = to;
  const last = bits[0] as number;
  const result: number[] = [];
  for (let pattern = Math.min(first, last); pattern <= Math.max(first, last); pattern += stride) {
    bits[0] = pattern;
    result.push(float[0] as number);
  }
  return result;
}

function apply(arena: Arena, name: 'exp_f32' | 'tanh_f32', input: number[]): Float32Array {
  arena.reset();
  const x = arena.from(Float32Array, input);
  const y = arena.empty(Float32Array, input.length);
  arena.kernels[name](y.byteOffset, x.byteOffset, input.length);
  return y;
}

function worstUlp(arena: Arena, name: 'exp_f32' | 'tanh_f32', exact: (x: number) => number, input: number[]): number {
  return apply(arena, name, input).reduce((worst, y, i) => Math.max(worst, ulpError(y, exact(input[i] as number))), 0);
}

describe.each(builds)('exp, %s', (_, arena) => {
  test.each([
    ['1e-12 … 88.7228', 1e-12, 88.7228],
    ['-1e-12 … -87.3', -1e-12, -87.3],
    ['denormal results', -87.3, -103.97],
  ])('%s: within 1.1 ulp', (_name, from, to) => {
    expect(worstUlp(arena, 'exp_f32', Math.exp, between(from, to, Math.abs(from) > 1 ? 31 : 4099))).toBeLessThan(1.1);
  });

  test('special values', () => {
    const y = apply(arena, 'exp_f32', [0, -0, Infinity, -Infinity, NaN, 88.8, -104, 1e-45, -3.4e38, 3.4e38]);
    expect([...y]).toEqual([1, 1, Infinity, 0, NaN, Infinity, 0, 1, 0, Infinity]);
  });
});

describe.each(builds)('tanh, %s', (_, arena) => {
  test.each([1, -1])('sign %d, 1e-30 … 10: within 1.6 ulp', (sign) => {
    const worst = worstUlp(arena, 'tanh_f32', Math.tanh, between(sign * 1e-30, sign * 10, 8191));
    expect(worst).toBeLessThan(1.6);
  });

  test('special values', () => {
    const y = apply(arena, 'tanh_f32', [0, -0, Infinity, -Infinity, NaN, 9.1, -50, 1e-40, -1e-40].map(Math.fround));
    expect([...y]).toEqual([0, -0, 1, -1, NaN, 1, -1, 1e-40, -1e-40].map(Math.fround));
  });
});

test.each(['exp_f32', 'tanh_f32'] as const)('%s gives a value the same bits in a vector and in a tail', (name) => {
  for (const [, arena] of builds) expect(new Set(apply(arena, name, Array(11).fill(-0.37))).size).toBe(1);
});
