import { expect, test } from 'vitest';
import { boundaryIssues } from './boundaries.mjs';

const printed = `• turbo 2.11.11
Checking packages...
  \u001b[31mx\u001b[0m failed to parse file /x/packages/tensor/kernels/gemm.ts: parser
  | panicked

  x cannot import package \`vitest\` because it is not a dependency
   ,-[/x/packages/nn/src/four.test.ts:1:30]
   \`----

  x import \`../../tensor/kernels/heap-base\` leaves the package
   ,-[/x/packages/classic/kernels/classic.ts:2:26]
   \`----

  x import \`../../tensor/src/index.ts\` leaves the package
   ,-[/x/packages/classic/src/index.ts:2:26]
   \`----

  x failed to parse file /x/packages/tensor/src/tensor.ts: parser
  | panicked

Checked 139 files in 8 packages, 3 issues found
`;

test('keeps every issue but what AssemblyScript makes turbo say', () => {
  const issues = boundaryIssues(printed);
  expect(issues).toHaveLength(3);
  expect(issues[0]).toContain('cannot import package `vitest`');
  expect(issues[1]).toContain('tensor/src/index.ts` leaves the package');
  expect(issues[2]).toContain('src/tensor.ts');
});

test('does not mind where the summary stands', () => {
  expect(boundaryIssues(`Checked 139 files in 8 packages, 3 issues found\n${printed}`)).toHaveLength(3);
});

test('a clean house has none', () => {
  expect(boundaryIssues('Checking packages...\nChecked 12 files in 8 packages, no issues found\n')).toEqual([]);
});
