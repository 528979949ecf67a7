import { expect, test } from 'vitest';
import { makePatch } from '../../kernels/patch.mjs';
import { applyPatch, fromHex, kernelBinary } from './kernel-binary.ts';

test('hexadecimal stands for every byte', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  expect(Buffer.from(fromHex(bytes.toString('hex')))).toEqual(bytes);
});

/** Pseudo-random bytes from a linear congruence: test data that is the same on every run. */
const noise = (length: number, seed: number): Buffer => {
  let state = seed;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state >>> 16;
  };
  return Buffer.from(Array.from({ length }, next));
};
const base = noise(5000, 1);

test.each([
  ['equal', base],
  ['empty', Buffer.alloc(0)],
  ['an insertion and a deletion', Buffer.concat([base.subarray(0, 900), noise(7, 2), base.subarray(950)])],
  ['moved blocks', Buffer.concat([base.subarray(3000, 4000), base.subarray(100, 2000), base.subarray(4100)])],
  ['nothing in common', noise(300, 3)],
])('a patch restores its target: %s', (_, target) => {
  expect(Buffer.from(applyPatch(base, makePatch(base, target)))).toEqual(target);
});

test('both builds are modules, and only one of them has relaxed SIMD', () => {
  expect(WebAssembly.validate(kernelBinary('simd'))).toBe(true);
  expect(WebAssembly.validate(kernelBinary('relaxed'))).toBe(true);
  expect(kernelBinary('simd')).not.toEqual(kernelBinary('relaxed'));
});
