import { expect, test } from 'vitest';
import { defaultSettings } from '../options/settings.ts';
import { resumeSettings } from './resume-settings.ts';

test('a resumed run may get more epochs, but no other digits', () => {
  expect(resumeSettings(defaultSettings, { epochs: 9, seed: 1 }, 'runs/x')).toEqual({ ...defaultSettings, epochs: 9 });
  expect(() => resumeSettings(defaultSettings, { batchSize: 32 }, 'runs/x')).toThrow(
    '--batch-size 32 does not fit the run in runs/x, which has --batch-size 64; leave it out, or train elsewhere with --out',
  );
});
