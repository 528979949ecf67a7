import type { Shape } from './shape.ts';

/**
 * The shape of a ∘ b under NumPy broadcasting: axes are aligned from the end and a size of 1 stretches.
 *
 * `number` against a literal n > 1 is n: at run time it is n or 1, or the operation throws.
 *
 * @example
 * Broadcast<[8, 1, 6], [7, 1]> // [8, 7, 6]
 * Broadcast<[2, 3], [4], 'add'> // 'add: axis -1 differs: 3 vs 4'
 */
export type Broadcast<A extends Shape, B extends Shape, Op extends string = 'broadcast'> = number[] extends A
  ? Shape
  : number[] extends B
    ? Shape
    : BroadcastOnto<A, B, [], Op>;

/** Broadcast<A, B> followed by the axes of Tail, which the axis named in an error is counted over. */
export type BroadcastOnto<
  A extends Shape,
  B extends Shape,
  Tail extends Shape,
  Op extends string,
> = A extends readonly [...infer AFront extends Shape, infer DA extends number]
  ? B extends readonly [...infer BFront extends Shape, infer DB extends number]
    ? [BroadcastSize<DA, DB>] extends [never]
      ? `${Op}: axis -${[unknown, ...Tail]['length'] & number} differs: ${DA} vs ${DB}`
      : BroadcastOnto<AFront, BFront, [BroadcastSize<DA, DB>, ...Tail], Op>
    : LeftOver<A, B, Tail>
  : LeftOver<B, A, Tail>;

/** One side (Done) has no further known axis: it is empty, or open, and then nothing is known about what is left. */
type LeftOver<Left extends Shape, Done extends Shape, Tail extends Shape> = number[] extends Done
  ? [...number[], ...Tail]
  : [...Left, ...Tail];

type BroadcastSize<A extends number, B extends number> = number extends A
  ? B extends 1
    ? number
    : B
  : A extends 1
    ? B
    : number extends B
      ? A
      : B extends 1
        ? A
        : A extends B
          ? A
          : never;

/**
 * S broadcast to exactly To; −1 keeps the size of an existing axis, as in torch.expand.
 *
 * @example
 * Expand<[3, 1], [2, -1, 4]> // [2, 3, 4]
 * Expand<[3], [4]> // 'expand: axis -1 differs: 3 vs 4'
 */
export type Expand<S extends Shape, To extends Shape, Op extends string = 'expand'> = number extends To['length']
  ? Shape
  : number extends S['length']
    ? Wildcards<To>
    : ExpandOnto<S, To, [], S, To, Op>;

type Wildcards<To extends Shape> = { -readonly [K in keyof To]: To[K] extends -1 ? number : To[K] };

type ExpandOnto<
  S extends Shape,
  To extends Shape,
  Tail extends Shape,
  WholeS extends Shape,
  WholeTo extends Shape,
  Op extends string,
> = To extends readonly [...infer ToFront extends Shape, infer T extends number]
  ? S extends readonly [...infer SFront extends Shape, infer D extends number]
    ? [ExpandSize<D, T>] extends [never]
      ? `${Op}: axis -${[unknown, ...Tail]['length'] & number} differs: ${D} vs ${T}`
      : ExpandOnto<SFront, ToFront, [ExpandSize<D, T>, ...Tail], WholeS, WholeTo, Op>
    : -1 extends To[number]
      ? number extends To[number]
        ? [...Wildcards<To>, ...Tail]
        : `${Op}: -1 keeps an axis, and a new axis has none to keep`
      : [...To, ...Tail]
  : S extends readonly []
    ? Tail
    : `${Op}: rank ${WholeS['length']} does not fit rank ${WholeTo['length']}`;

type ExpandSize<D extends number, To extends number> = number extends To
  ? D extends 1
    ? number
    : D
  : To extends -1
    ? D
    : D extends 1
      ? To
      : number extends D
        ? To
        : D extends To
          ? To
          : never;
