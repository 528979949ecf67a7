import { describe, expect, test } from 'vitest';
import { randomWord } from '../naive/dropout.ts';
import { builds, sameValues } from './arena.testing.ts';

/** Philox4x32-10, word by word with BigInt products. */
function philox(counter: number[], key: number[]): number[] {
  let [c0, c1, c2, c3] = counter as [number, number, number, number];
  let [k0, k1] = key as [number, number];
  for (let round = 0; round < 10; round++) {
    const a = BigInt(c0) * 0xd2511f53n;
    const b = BigInt(c2) * 0xcd9e8d57n;
    [c0, c1, c2, c3] = [
      (Number(b >> 32n) ^ c1 ^ k0) >>> 0,
      Number(b & 0xffffffffn),
      (Number(a >> 32n) ^ c3 ^ k1) >>> 0,
      Number(a & 0xffffffffn),
    ];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

test('the oracle passes the known-answer tests of Random123', () => {
  const hex = (words: number[]) => words.map((word) => word.toString(16).padStart(8, '0')).join(' ');
  expect(hex(philox([0, 0, 0, 0], [0, 0]))).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
  expect(hex(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]))).toBe(
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  );
});

test('the naive mask is the same at any position', () => {
  const positions = [0, 1, 5, 15, 16, 1000, 2 ** 32 - 1, 2 ** 32, 2 ** 34 - 1, 2 ** 34 + 21, 2 ** 45 + 7];
  for (const position of positions) {
    const counter = 4 * Math.floor(position / 16) + (position % 4);
    const words = philox([counter % 2 ** 32, Math.floor(counter / 2 ** 32), 0, 0], [0xfedcba98, 7]);
    expect(randomWord(position, 0xfedcba98, 7)).toBe(words[Math.floor(position / 4) % 4]);
  }
});

describe.each(builds)('dropout kernel, %s', (_, arena) => {
  test.each([1, 3, 4, 15, 16, 17, 1000])('n = %d: element i is kept when its Philox word is ≥ p·2³²', (n) => {
    arena.reset();
    const x = arena.from(
      Float32Array,
      Array.from({ length: n }, (_, i) => i + 1),
      1,
    );
    const out = arena.empty(Float32Array, n, 1);
    arena.kernels.dropout_f32(out.byteOffset, x.byteOffset, 0, n, 0.2, 0x12345678, -5);
    const words = Array.from({ length: 4 * Math.ceil(n / 16) }, (_, c) => philox([c, 0, 0, 0], [0x12345678, -5 >>> 0]));
    const want = Float32Array.from(x, (value, i) => {
      const word = (words[4 * (i >> 4) + (i & 3)] as number[])[(i >> 2) & 3] as number;
      return word >= 0.2 * 2 ** 32 - 1 ? value * Math.fround(1 / 0.8) : 0;
    });
    expect([...out]).toEqual([...want]);
    expect(arena.guarded(out)).toBe(true);
  });

  test('the share that stays is 1 - p within four standard deviations, and the mean is kept', () => {
    arena.reset();
    const n = 100_000;
    const x = arena.from(Float32Array, new Float32Array(n).fill(1));
    arena.kernels.dropout_f32(x.byteOffset, x.byteOffset, 0, n, 0.1, 7, 9);
    const kept = x.filter((v) => v !== 0).length / n;
    expect(Math.abs(kept - 0.9)).toBeLessThan(4 * Math.sqrt(0.09 / n));
    expect(new Set(x)).toEqual(new Set([0, Math.fround(1 / 0.9)]));
  });

  test('a part of the elements is masked as in the whole', () => {
    arena.reset();
    const ones = arena.from(Float32Array, new Float32Array(100).fill(1));
    const [whole, parts] = [arena.empty(Float32Array, 100), arena.empty(Float32Array, 100)];
    arena.kernels.dropout_f32(whole.byteOffset, ones.byteOffset, 0, 100, 0.5, 11, 12);
    for (const [first, n] of [
      [48, 52],
      [0, 16],
      [16, 32],
    ] as const) {
      arena.kernels.dropout_f32(parts.byteOffset + 4 * first, ones.byteOffset, first, n, 0.5, 11, 12);
    }
    expect([...parts]).toEqual([...whole]);
  });

  test('another key, another mask; the same key, the same', () => {
    arena.reset();
    const ones = arena.from(Float32Array, new Float32Array(64).fill(1));
    const [a, b, c] = [0, 0, 0].map(() => arena.empty(Float32Array, 64)) as [Float32Array, Float32Array, Float32Array];
    for (const [out, high] of [
      [a, 1],
      [b, 1],
      [c, 2],
    ] as const) {
      arena.kernels.dropout_f32(out.byteOffset, ones.byteOffset, 0, 64, 0.5, 3, high);
    }
    expect(sameValues(a, b)).toBe(true);
    expect(sameValues(a, c)).toBe(false);
  });

  test('p = 0 keeps everything, p = 1 nothing', () => {
    arena.reset();
    const x = arena.from(Float32Array, [1, -2, 3, NaN, 5]);
    const out = arena.empty(Float32Array, 5);
    arena.kernels.dropout_f32(out.byteOffset, x.byteOffset, 0, 5, 0, 1, 2);
    expect([...out]).toEqual([...x]);
    arena.kernels.dropout_f32(out.byteOffset, x.byteOffset, 0, 5, 1, 1, 2);
    expect([...out]).toEqual([0, 0, 0, 0, 0]);
  });
});
