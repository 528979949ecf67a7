import type { Counts, Size } from './shape.ts';

// Tuple lengths cannot hold 589 824, so sizes are added, multiplied and divided as in school: digit by digit, on decimal
// strings with the ones first. Only single digits become tuples. An operation on d digits costs about d² instantiations.

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/** a + b; `number` where either is unknown or the sum is beyond 2⁵³. */
export type Add<A extends number, B extends number> =
  Size<A> extends 0
    ? Size<B>
    : Size<B> extends 0
      ? Size<A>
      : [Parse<Size<A>>, Parse<Size<B>>] extends [infer X extends string, infer Y extends string]
        ? Read<Sum<X, Y>>
        : number;

/** a · b; `number` where either is unknown or the product is beyond 2⁵³. */
export type Multiply<A extends number, B extends number> =
  Size<A> extends 1
    ? Size<B>
    : Size<B> extends 1
      ? Size<A>
      : [Parse<Size<A>>, Parse<Size<B>>] extends [infer X extends string, infer Y extends string]
        ? Read<Product<X, Y>>
        : number;

/** a / b for b ≠ 0, or never when b does not divide a; `number` where either is unknown. */
export type Divide<A extends number, B extends number> =
  Size<B> extends 1
    ? Size<A>
    : [Parse<Size<A>>, Parse<Size<B>>] extends [string, infer Y extends string]
      ? Quotient<`${Size<A>}`, Y>
      : number;

/** Digits of N, ones first; null when N is unknown, negative, fractional or printed with an exponent. */
type Parse<N extends number> = number extends N ? null : Backwards<`${N}`>;

type Backwards<S extends string, Acc extends string = ''> = S extends `${infer D extends Digit}${infer Rest}`
  ? Backwards<Rest, `${D}${Acc}`>
  : S extends ''
    ? Acc
    : null;

/** The number written in S, ones first. A text that does not round-trip through a double is read as `number`. */
type Read<S> = S extends string ? (Backwards<S> extends infer F extends string ? ReadForward<F> : number) : number;

type ReadForward<S extends string> = S extends `0${infer Rest}`
  ? Rest extends ''
    ? 0
    : ReadForward<Rest>
  : S extends `${infer N extends number}`
    ? N
    : number;

type First<S extends string> = S extends `${infer D extends Digit}${string}` ? D : '0';
type Rest<S extends string> = S extends `${Digit}${infer R}` ? R : '';

/** [ones, tens] of a count below 100. */
type Carry<N> = `${N & number}` extends `${infer Tens extends Digit}${infer Ones extends Digit}`
  ? [Ones, Tens]
  : [`${N & number}`, '0'];

type Sum<A extends string, B extends string, C extends Digit = '0', Acc extends string = ''> = `${A}${C}` extends '0'
  ? `${Acc}${B}`
  : `${B}${C}` extends '0'
    ? `${Acc}${A}`
    : `${A}${B}` extends ''
      ? `${Acc}${C}`
      : Carry<[...Counts[First<A>], ...Counts[First<B>], ...Counts[C]]['length']> extends [
            infer Ones extends Digit,
            infer Tens extends Digit,
          ]
        ? Sum<Rest<A>, Rest<B>, Tens, `${Acc}${Ones}`>
        : never;

/** a − b, or null when that is negative. */
type Difference<
  A extends string,
  B extends string,
  C extends Digit = '0',
  Acc extends string = '',
> = `${B}${C}` extends '0'
  ? `${Acc}${A}`
  : `${A}${B}` extends ''
    ? null
    : Counts[First<A>] extends [...Counts[First<B>], ...Counts[C], ...infer Left]
      ? Difference<Rest<A>, Rest<B>, '0', `${Acc}${Left['length']}`>
      : [...Counts['10'], ...Counts[First<A>]] extends [...Counts[First<B>], ...Counts[C], ...infer Left]
        ? Difference<Rest<A>, Rest<B>, '1', `${Acc}${Left['length']}`>
        : never;

/** Products of two digits, ones first. */
// biome-ignore format: a table
type Table = [
  ['00', '00', '00', '00', '00', '00', '00', '00', '00', '00'],
  ['00', '10', '20', '30', '40', '50', '60', '70', '80', '90'],
  ['00', '20', '40', '60', '80', '01', '21', '41', '61', '81'],
  ['00', '30', '60', '90', '21', '51', '81', '12', '42', '72'],
  ['00', '40', '80', '21', '61', '02', '42', '82', '23', '63'],
  ['00', '50', '01', '51', '02', '52', '03', '53', '04', '54'],
  ['00', '60', '21', '81', '42', '03', '63', '24', '84', '45'],
  ['00', '70', '41', '12', '82', '53', '24', '94', '65', '36'],
  ['00', '80', '61', '42', '23', '04', '84', '65', '46', '27'],
  ['00', '90', '81', '72', '63', '54', '45', '36', '27', '18'],
];

type Scale<A extends string, D extends Digit, C extends Digit = '0', Acc extends string = ''> = A extends ''
  ? `${Acc}${C}`
  : Table[First<A>][D] extends `${infer Ones extends Digit}${infer Tens extends Digit}`
    ? Carry<[...Counts[Ones], ...Counts[C]]['length']> extends [infer One extends Digit, infer More extends Digit]
      ? [...Counts[Tens], ...Counts[More]]['length'] extends infer Up extends number
        ? Scale<Rest<A>, D, `${Up}` & Digit, `${Acc}${One}`>
        : never
      : never
    : never;

type Product<
  A extends string,
  B extends string,
  Shift extends string = '',
  Acc extends string = '',
> = B extends `${infer D extends Digit}${infer More}`
  ? Scale<A, D> extends infer Row extends string
    ? Sum<Acc, `${Shift}${Row}`> extends infer Total extends string
      ? Product<A, More, `${Shift}0`, Total>
      : never
    : never
  : Acc;

/** Long division: A most significant digit first, B and the remainder ones first (so a prefix is "times ten plus"). */
type Quotient<
  A extends string,
  B extends string,
  Remainder extends string = '',
  Acc extends string = '',
> = A extends `${infer D extends Digit}${infer More}`
  ? Steps<`${D}${Remainder}`, B> extends [infer Q extends number, infer R extends string]
    ? Quotient<More, B, R, `${Acc}${Q}`>
    : never
  : Read<Remainder> extends 0
    ? ReadForward<Acc>
    : never;

/** [⌊a / b⌋, a mod b] for a quotient of one digit, by subtraction. */
type Steps<A extends string, B extends string, Taken extends unknown[] = []> =
  Difference<A, B> extends infer D extends string
    ? Taken['length'] extends 10
      ? never
      : Steps<D, B, [...Taken, unknown]>
    : [Taken['length'], A];
