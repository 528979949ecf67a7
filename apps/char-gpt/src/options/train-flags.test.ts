import { flagOf } from '@ml/terminal';
import { describe, expect, test } from 'vitest';
import { settingsForDepth } from './depth.ts';
import { checkTextLength } from './settings.ts';
import { givenSettings, resolveSettings } from './train-flags.ts';

describe('the dial', () => {
  test('depth 4 is nanoGPT’s configuration for a CPU, at four times the rate', () => {
    expect(settingsForDepth(4)).toMatchObject({
      nLayer: 4,
      nHead: 4,
      nEmbd: 128,
      blockSize: 64,
      batchSize: 12,
      maxIters: 2000,
      lr: 4e-3,
      minLr: 1e-4,
      warmupIters: 100,
      beta2: 0.99,
      weightDecay: 0.1,
      gradClip: 1,
      dropout: 0,
    });
  });

  test.each([1, 2, 5, 6, 8, 12, 96])('depth %i is a model whose heads are 32 wide', (depth) => {
    const { nHead, nEmbd, minLr, lr } = resolveSettings({ depth });
    expect(nEmbd / nHead).toBe(32);
    expect(minLr).toBeCloseTo(lr / 40, 12);
  });
});

describe('resolveSettings', () => {
  test('flags stand over the dial', () => {
    expect(resolveSettings({ depth: 2, nEmbd: 48, nHead: 3 })).toMatchObject({ nLayer: 2, nHead: 3, nEmbd: 48 });
  });

  test('a rate without its end falls to a tenth', () => {
    expect(resolveSettings({ lr: 0.02 }).minLr).toBe(0.002);
    expect(resolveSettings({ lr: 0.02, minLr: 0.01 }).minLr).toBe(0.01);
  });

  test('a short run warms up no longer than it lasts', () => {
    expect(resolveSettings({ maxIters: 10 }).warmupIters).toBe(10);
  });

  test.each([
    [{ nHead: 5 }, '--n-head 5 does not divide --n-embd 128'],
    [{ lr: 1e-4, minLr: 1e-3 }, '--min-lr 0.001 is above --lr 0.0001'],
  ])('%o is refused', (given, message) => {
    expect(() => resolveSettings(given)).toThrow(message);
  });

  test('reads only settings from the options', () => {
    expect(givenSettings({ out: 'x', nLayer: 2, json: true, depth: 3 })).toEqual({ nLayer: 2, depth: 3 });
  });
});

test('flagOf writes flags as the command line has them', () => {
  expect(['nLayer', 'evalIters', 'lr', 'beta1'].map(flagOf)).toEqual(['--n-layer', '--eval-iters', '--lr', '--beta1']);
});

test('checkTextLength wants a block and a character in both parts', () => {
  const settings = settingsForDepth(4);
  expect(() => checkTextLength(650, 0.1, settings)).not.toThrow();
  expect(() => checkTextLength(640, 0.1, settings)).toThrow(
    '--block-size 64 is longer than the text allows: its 576 characters for training and 64 for validation',
  );
});
