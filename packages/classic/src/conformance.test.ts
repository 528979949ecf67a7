import { describe, expect, test } from 'vitest';
import type { Check } from './conformance/check.testing.ts';
import { inputChecks } from './conformance/input-checks.testing.ts';
import { learningChecks } from './conformance/learning-checks.testing.ts';
import { parameterChecks } from './conformance/parameter-checks.testing.ts';
import { subjects } from './conformance/subject.testing.ts';

const checks: readonly Check[] = [...parameterChecks, ...inputChecks, ...learningChecks];

test('there are checks, and estimators to check', () => {
  expect(checks.length).toBeGreaterThanOrEqual(25);
  expect(subjects.length).toBeGreaterThanOrEqual(1);
});

describe.each(subjects)('$name', (subject) => {
  test.each(checks.filter(({ about }) => about?.(subject.tags, subject) ?? true))('$name', ({ run }) => run(subject));
});
