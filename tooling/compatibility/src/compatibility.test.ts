import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { counterparts } from './ours.ts';
import { compatibility, counterpartOf, knownNames, packageOf } from './table.ts';

test('COMPATIBILITY.md is up to date (npm run compatibility)', () => {
  expect(readFileSync(new URL('../../../COMPATIBILITY.md', import.meta.url), 'utf8')).toBe(compatibility());
});

test('what stands for a name exists, and the name does too', () => {
  const known = new Set(knownNames.map(({ module, name }) => `${module}.${name}`));
  for (const [name, { is }] of Object.entries(counterparts)) {
    expect(known).toContain(name);
    if (typeof is !== 'string') for (const ours of is) expect([name, ours, packageOf(ours, name)]).not.toContain(null);
  }
});

test('names are found in camelCase', () => {
  expect(counterpartOf('torch.nn', 'Linear')).toEqual({ is: ['Linear'] });
  expect(counterpartOf('torch.nn.functional', 'leaky_relu')).toEqual({ is: ['leakyRelu'] });
  expect(counterpartOf('torch.nn.utils', 'clip_grad_norm_')).toEqual({ is: ['clipGradNorm'] });
  expect(counterpartOf('torch.nn', 'CrossMapLRN2d')).toBeNull();
  expect(counterpartOf('sklearn.metrics', 'roc_auc_score')).toEqual({ is: ['rocAucScore'] });
  expect(counterpartOf('sklearn.svm', 'Linear')).toBeNull();
});
