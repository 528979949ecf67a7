import { expect, test } from 'vitest';
import { docstringExamples, markdownExamples } from './extract.ts';

test('takes the ts fences of a Markdown text with their lines', () => {
  const text = '# T\n\n```ts\na // => 1\n```\n\n```sh\nnpm i\n```\n```ts no-run\nb\n```\n```typescript\nc\nd\n```\n';
  expect(markdownExamples(text)).toEqual([
    { line: 4, code: 'a // => 1' },
    { line: 14, code: 'c\nd' },
  ]);
});

test('a fence inside a longer fence is text', () => {
  expect(markdownExamples('````md\n```ts\na\n```\n````\n')).toEqual([]);
});

test('takes each @example up to the next tag or the end of the comment', () => {
  const source = `
/**
 * Doubles.
 * @example
 * import { double } from '@ml/tensor';
 *   double(2) // => 4
 * @throws never
 * @example double(3) // => 6
 */
export const double = (x: number) => 2 * x;
/** @example One // 1 */
export type One = 1;
`;
  expect(docstringExamples(source)).toEqual([
    { line: 5, code: "import { double } from '@ml/tensor';\n  double(2) // => 4", ofType: false },
    { line: 8, code: 'double(3) // => 6', ofType: false },
    { line: 11, code: 'One // 1', ofType: true },
  ]);
});

test('leaves the fence marks out of a fenced @example, and ignores ordinary comments', () => {
  const source = '/**\n * @example\n * ```ts\n * f()\n * ```\n */\n/* @example\n * g()\n */\n';
  expect(docstringExamples(source)).toEqual([{ line: 4, code: 'f()', ofType: false }]);
});
