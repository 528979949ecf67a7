import { mul } from '@ml/tensor';
import { expectTypeOf, test } from 'vitest';
import type { Rules } from './rule.ts';
import { rule } from './rule.ts';

test('a rule sees what it says it saves', () => {
  rule<'exp', 'output'>('output', ({ outputs: [y] }, dY) => [mul(dY, y)]);
  rule<'sin', 'inputs'>('inputs', ({ inputs: [x] }, dY) => [mul(dY, x)]);
  // @ts-expect-error inputs are not saved
  rule<'sin', 'none'>('none', ({ inputs: [x] }, dY) => [mul(dY, x)]);
  // @ts-expect-error outputs are not saved
  rule<'exp', 'inputs'>('inputs', ({ outputs: [y] }, dY) => [mul(dY, y)]);
});

test('a rule has the inputs, parameters and outputs of its primitive', () => {
  rule<'permute', 'none'>('none', ({ params }, dY) => {
    expectTypeOf(params.axes).toEqualTypeOf<readonly number[]>();
    return [dY];
  });
  // @ts-expect-error permute has no keepDims
  rule<'permute', 'none'>('none', ({ params: { keepDims } }, dY) => [keepDims ? dY : null]);
  // @ts-expect-error add has two inputs
  rule<'add', 'none'>('none', (_, dY) => [dY]);
  rule<'attention', 'none'>('none', (_, dY, dLse) => [dY, dLse, null]);
  // @ts-expect-error exp has one output
  rule<'exp', 'none'>('none', (_, dY, dOther) => [dOther ?? dY]);
});

test('a primitive without a rule does not compile', () => {
  const neg = rule<'neg', 'none'>('none', (_, dY) => [dY]);
  ({ neg }) satisfies Rules<'neg'>;
  // @ts-expect-error no rule for exp
  ({ neg }) satisfies Rules<'neg' | 'exp'>;
  // @ts-expect-error the rule of another primitive
  ({ exp: neg }) satisfies Rules<'exp'>;
});
