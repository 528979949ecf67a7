import { describe, expect, test } from 'vitest';
import { type Arena, type ArrayOf, builds, randomSource, sameValues, ulpError } from './arena.testing.ts';
import { elementary, transcendental } from './unary-oracles.testing.ts';

type Kernel = 'exp_f32';
const sizes = [0, 1, 2, 3, 4, 5, 7, 15, 17, 31, 1000, 4097];

const special = [
  0,
  -0,
  Infinity,
  -Infinity,
  NaN,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  2 ** -149,
  -(2 ** -149),
  2 ** -126,
  -(2 ** -126),
  3e-39,
  -3e-39,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  2 ** 23 + 1,
  2 ** 24,
  2 ** -24,
  2 ** -25,
  2 ** -26,
  88.72283,
  88.72284,
  -87.33655,
  -103.97208,
  -103.9721,
  -80,
  -80.00001,
  9.01,
  9.11,
  0.4,
  0.92,
  3.93,
  Math.SQRT2,
  Math.SQRT1_2,
  Math.PI,
  Math.PI / 2,
  1.6e6,
  -1.6e6,
  1.7e6,
  1e10,
  1e30,
  -(1 - 2 ** -24),
  -1.0000001,
  0.99999994,
  1.0000001,
].map(Math.fround);

/** The largest error of a kernel over an array, and where it is. */
function worst(got: Float32Array, x: Float32Array, exact: (x: number) => number): { error: number; at: number } {
  let error = 0;
  let at = NaN;
  for (let i = 0; i < x.length; i++) {
    const here = ulpError(got[i]!, exact(x[i]!));
    if (here > error) {
      error = here;
      at = x[i]!;
    }
  }
  return { error, at };
}

/** Every n-th bit pattern of a float32: each exponent, both signs, denormals and NaNs. */
function everyNth(arena: Arena, step: number): Float32Array {
  const x = arena.empty(Float32Array, Math.floor(2 ** 32 / step));
  const bits = new Uint32Array(x.buffer, x.byteOffset, x.length);
  for (let i = 0; i < bits.length; i++) bits[i] = i * step;
  return x;
}

describe.each(builds)('%s: transcendental functions of float32', (_, arena) => {
  test.each(Object.entries(transcendental))(
    '%s stays within the error its comment states',
    (name, { exact, bound }) => {
      arena.reset();
      const x = everyNth(arena, 8209);
      const out = arena.empty(Float32Array, x.length);
      arena.kernels[`${name}_f32` as Kernel](out.byteOffset, x.byteOffset, x.length);
      const found = worst(out, x, exact);
      expect(found.error, `at ${found.at}`).toBeLessThanOrEqual(bound);
    },
  );

  test.each(Object.entries(transcendental))('%s at special values and thresholds', (name, { exact, bound }) => {
    arena.reset();
    const x = arena.from(Float32Array, special, 1);
    const out = arena.empty(Float32Array, x.length, 3);
    arena.kernels[`${name}_f32` as Kernel](out.byteOffset, x.byteOffset, x.length);
    special.forEach((value, i) => {
      const expected = exact(value);
      const label = `${name}(${value}) = ${out[i]}, exactly ${expected}`;
      expect(ulpError(out[i]!, expected), label).toBeLessThanOrEqual(bound);
      if (expected === 0) expect(Object.is(out[i], expected), label).toBe(true);
    });
  });

  test.each(Object.keys(transcendental))(
    '%s: the same bits at every position and length, in place, nothing written beyond',
    (name) => {
      arena.reset();
      const kernel = arena.kernels[`${name}_f32` as Kernel];
      const random = randomSource(31);
      const x = arena.from(
        Float32Array,
        Array.from({ length: 4100 }, () => random() * 12),
      );
      const reference = arena.empty(Float32Array, 4100);
      kernel(reference.byteOffset, x.byteOffset, 4100);
      for (const n of sizes) {
        for (const offset of [0, 1, 3]) {
          const out = arena.from(Float32Array, x.subarray(offset, offset + n), offset);
          kernel(out.byteOffset, out.byteOffset, n);
          expect(sameValues(out, reference.subarray(offset, offset + n))).toBe(true);
          expect(arena.guarded(out)).toBe(true);
        }
      }
    },
  );

  test('sin and cos of huge arguments are reduced with all digits of π', () => {
    arena.reset();
    const x = arena.from(Float32Array, [1e22, 3.4028234663852886e38, 1.5e6, 16367173 * 2 ** 72]);
    const sin = arena.empty(Float32Array, 4);
    arena.kernels.sin_f32(sin.byteOffset, x.byteOffset, 4);
    // The float nearest 1e22 is 9999999778196308361216.
    expect(Array.from(sin)).toEqual(Array.from(x, (value) => Math.fround(Math.sin(value))));
  });
});

function checkElementary<T extends Float32Array | Float64Array>(arena: Arena, name: string, type: ArrayOf<T>): void {
  const exact = elementary[name]!;
  const random = randomSource(37);
  const kernel = arena.kernels[`${name}_${type.BYTES_PER_ELEMENT === 4 ? 'f32' : 'f64'}` as Kernel];
  for (const n of sizes) {
    arena.reset();
    const value = (_: unknown, i: number): number =>
      i % 3 === 0 ? special[i % special.length]! : Math.round(random() * 64) / 4;
    const x = arena.from(type, Array.from({ length: n }, value), 1);
    const out = arena.empty(type, n, 3);
    kernel(out.byteOffset, x.byteOffset, n);
    const expected = Float64Array.from(x, exact);
    if (name === 'rsqrt') {
      for (let i = 0; i < n; i++) {
        const close =
          Math.abs(out[i]! - expected[i]!) <= 1.5 * (type.BYTES_PER_ELEMENT === 4 ? 2 ** -23 : 2 ** -52) * expected[i]!;
        expect(Object.is(out[i], expected[i]) || close, `rsqrt(${x[i]}) = ${out[i]}`).toBe(true);
      }
    } else {
      const rounded = type.BYTES_PER_ELEMENT === 4 ? Float32Array.from(expected) : expected;
      if (!sameValues(out, rounded)) expect(out, name).toEqual(rounded);
    }
    expect(arena.guarded(out)).toBe(true);
  }
}

describe.each(builds)('%s: elementary functions round once', (_, arena) => {
  test.each(Object.keys(elementary))('%s_f32', (name) => checkElementary(arena, name, Float32Array));
  test.each(Object.keys(elementary))('%s_f64', (name) => checkElementary(arena, name, Float64Array));
});

describe.each(builds)('%s: float64 exp, log, log2', (_, arena) => {
  test.each(['exp', 'log', 'log2'] as const)('%s agrees with Math.%s to 1.5 ulp', (name) => {
    arena.reset();
    const random = randomSource(41);
    const inputs = Array.from({ length: 5000 }, () => (name === 'exp' ? random() * 740 : Math.exp(random() * 700)));
    const x = arena.from(
      Float64Array,
      [...inputs, 0, -0, Infinity, -Infinity, NaN, 1, -1, 5e-324, 1e-310, Number.MAX_VALUE],
      1,
    );
    const out = arena.empty(Float64Array, x.length);
    arena.kernels[`${name}_f64`](out.byteOffset, x.byteOffset, x.length);
    for (let i = 0; i < x.length; i++) {
      // Each side is within 0.85 ulp of the truth.
      const exact = Math[name](x[i]!);
      const ulp = Math.max(Math.abs(exact) * 2 ** -52, 5e-324);
      if (!Object.is(out[i], exact))
        expect(Math.abs(out[i]! - exact), `${name}(${x[i]})`).toBeLessThanOrEqual(1.5 * ulp);
    }
  });
});
