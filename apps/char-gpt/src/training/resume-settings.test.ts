import { expect, test } from 'vitest';
import { settingsForDepth } from '../options/depth.ts';
import { resumeSettings } from './resume-settings.ts';

const own = { ...settingsForDepth(4), maxIters: 100 };

test('a run keeps its settings, and takes those that may change', () => {
  expect(resumeSettings(own, {}, 'x')).toEqual(own);
  expect(resumeSettings(own, { maxIters: 300, nLayer: 4, depth: 4 }, 'x')).toEqual({ ...own, maxIters: 300 });
});

test.each([
  [{ nLayer: 5 }, '--n-layer 5 does not fit the run in runs/x, which has --n-layer 4'],
  [{ blockSize: 128 }, '--block-size 128 does not fit'],
  [{ depth: 6 }, '--depth 6 does not fit the run in runs/x, which has --n-layer 4'],
  [{ seed: 7 }, '--seed 7 does not fit the run in runs/x, which has --seed 1337'],
])('%o is refused', (given, message) => {
  expect(() => resumeSettings(own, given, 'runs/x')).toThrow(message);
});
