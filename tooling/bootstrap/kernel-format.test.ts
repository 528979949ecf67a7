import { expect, test } from 'vitest';
import { formatMasked } from './kernel-format.mjs';

const kernel = `// @ts-ignore: decorator
@inline
export function madd4(a: v128): v128 {
  return a;
}

@unmanaged
@final
class Op {
  @inline v(x: v128): v128 { return x; }
}
`;

test('a decorator on a line of its own is a comment to the formatter', () => {
  let seen = '';
  const result = formatMasked(kernel, (text) => {
    seen = text;
    return text;
  });
  expect(seen.split('\n').filter((line) => /^\s*@/.test(line))).toEqual(['  @inline v(x: v128): v128 { return x; }']);
  expect(result).toBe(kernel);
});
