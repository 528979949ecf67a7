import { expect, test } from 'vitest';
import { toText } from '../../kernels/binary-text.mjs';
import { makePatch } from '../../kernels/patch.mjs';
import { coreBinary } from '../generated/core-kernels.ts';
import { layersBinary } from '../generated/layer-kernels.ts';
import { applyPatch, fromHex, fromText, kernelBytes } from './kernel-binary.ts';

test('hexadecimal stands for every byte', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  expect(Buffer.from(fromHex(bytes.toString('hex')))).toEqual(bytes);
});

test('text stands for every byte, the frequent ones in one character', () => {
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? i % 256 : 65 + (i % 7))));
  const { alphabet, text } = toText(bytes);
  expect(Buffer.from(fromText(fromHex(alphabet), text))).toEqual(bytes);
  expect(text.length).toBeLessThan(1.3 * bytes.length);
  expect(text).toMatch(/^[ -~]*$/);
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

test.each([
  ['core', coreBinary],
  ['layers', layersBinary],
])('both builds of %s are modules, and only one of them has relaxed SIMD', (_, binary) => {
  expect(WebAssembly.validate(kernelBytes(binary, 'simd'))).toBe(true);
  expect(WebAssembly.validate(kernelBytes(binary, 'relaxed'))).toBe(true);
  expect(kernelBytes(binary, 'simd')).not.toEqual(kernelBytes(binary, 'relaxed'));
});
