import { expectTypeOf, test } from 'vitest';
import type { Add, Divide, Multiply } from './digits.ts';

test('Add', () => {
  expectTypeOf<Add<999, 12345>>().toEqualTypeOf<13344>();
  expectTypeOf<Add<0, 7>>().toEqualTypeOf<7>();
  expectTypeOf<Add<5, 5>>().toEqualTypeOf<10>();
  expectTypeOf<Add<99999, 1>>().toEqualTypeOf<100000>();
  expectTypeOf<Add<number, 1>>().toEqualTypeOf<number>();
  expectTypeOf<Add<1 | 2, 1>>().toEqualTypeOf<number>();
  expectTypeOf<Add<1.5, 1>>().toEqualTypeOf<number>();
});

test('Multiply', () => {
  expectTypeOf<Multiply<768, 768>>().toEqualTypeOf<589824>();
  expectTypeOf<Multiply<38597, 50257>>().toEqualTypeOf<1939769429>();
  expectTypeOf<Multiply<99999, 99999>>().toEqualTypeOf<9999800001>();
  expectTypeOf<Multiply<768, 0>>().toEqualTypeOf<0>();
  expectTypeOf<Multiply<0, 768>>().toEqualTypeOf<0>();
  expectTypeOf<Multiply<1000, 1000>>().toEqualTypeOf<1000000>();
  expectTypeOf<Multiply<768, number>>().toEqualTypeOf<number>();
  // 94 906 267² = 9 007 199 515 875 289 is odd and above 2⁵³: no double holds it
  expectTypeOf<Multiply<94906267, 94906267>>().toEqualTypeOf<number>();
});

test('Divide', () => {
  expectTypeOf<Divide<589824, 768>>().toEqualTypeOf<768>();
  expectTypeOf<Divide<1939769429, 50257>>().toEqualTypeOf<38597>();
  expectTypeOf<Divide<1000000, 1000>>().toEqualTypeOf<1000>();
  expectTypeOf<Divide<7, 7>>().toEqualTypeOf<1>();
  expectTypeOf<Divide<0, 7>>().toEqualTypeOf<0>();
  expectTypeOf<Divide<589824, 7>>().toEqualTypeOf<never>();
  expectTypeOf<Divide<3, 7>>().toEqualTypeOf<never>();
  expectTypeOf<Divide<number, 7>>().toEqualTypeOf<number>();
});
