// The shape of an einsum worked out from its notation by the type system.
import type { Shape } from '../shape-types.ts';

/** Letters bound to sizes. */
type Sizes = Readonly<Record<string, number>>;

type Letters<Term extends string, Found extends readonly string[] = []> = Term extends `${infer Letter}${infer Rest}`
  ? Letters<Rest, [...Found, Letter]>
  : Found;

type Terms<Inputs extends string, Found extends readonly string[] = []> = Inputs extends `${infer Term},${infer Rest}`
  ? Terms<Rest, [...Found, Term]>
  : [...Found, Inputs];

/** The bound sizes with one more; the sentence when the letter has another size already. */
type BindLetter<Bound extends Sizes, Letter extends string, Size extends number> = Letter extends keyof Bound
  ? number extends Size
    ? Bound
    : number extends Bound[Letter]
      ? Omit<Bound, Letter> & Record<Letter, Size>
      : [Size] extends [Bound[Letter]]
        ? Bound
        : `einsum: index '${Letter}' has sizes ${Bound[Letter]} and ${Size}`
  : Bound & Record<Letter, Size>;

type BindTerm<Bound extends Sizes, Names extends readonly string[], S extends Shape> = Names extends readonly [
  infer Letter extends string,
  ...infer Rest extends readonly string[],
]
  ? S extends readonly [infer Size extends number, ...infer After extends Shape]
    ? BindLetter<Bound, Letter, Size> extends infer Next
      ? Next extends Sizes
        ? BindTerm<Next, Rest, After>
        : Next
      : never
    : never
  : Bound;

type BindAll<
  Bound extends Sizes,
  Names extends readonly string[],
  Shapes extends readonly Shape[],
> = Names extends readonly [infer Term extends string, ...infer Rest extends readonly string[]]
  ? Shapes extends readonly [infer S extends Shape, ...infer After extends readonly Shape[]]
    ? Letters<Term>['length'] extends S['length']
      ? BindTerm<Bound, Letters<Term>, S> extends infer Next
        ? Next extends Sizes
          ? BindAll<Next, Rest, After>
          : Next
        : never
      : `einsum: '${Term}' names ${Letters<Term>['length']} axes, its operand has ${S['length']}`
    : never
  : Bound;

type Look<Bound extends Sizes, Names extends readonly string[], Found extends Shape = []> = Names extends readonly [
  infer Letter extends string,
  ...infer Rest extends readonly string[],
]
  ? Letter extends keyof Bound
    ? Look<Bound, Rest, [...Found, Bound[Letter]]>
    : `einsum: '${Letter}' in the output is in no operand`
  : Found;

/**
 * The shape of `einsum(Equation, …)`, or the sentence that says why there is none; `Shape` for an equation that is not a
 * literal, has '...', spaces or no '->', and for operands of unknown rank.
 *
 * @example
 * Einsum<'ij,jk->ik', [[2, 3], [3, 4]]> // [2, 4]
 * Einsum<'ij,jk->ik', [[2, 3], [5, 4]]> // "einsum: index 'j' has sizes 3 and 5"
 */
export type Einsum<Equation extends string, Shapes extends readonly Shape[]> = string extends Equation
  ? Shape
  : Equation extends `${string}${'.' | ' '}${string}`
    ? Shape
    : Equation extends `${infer Inputs}->${infer Output}`
      ? number extends Shapes['length'] | Shapes[number]['length']
        ? Shape
        : Terms<Inputs>['length'] extends Shapes['length']
          ? BindAll<Record<never, number>, Terms<Inputs>, Shapes> extends infer Bound
            ? Bound extends Sizes
              ? Look<Bound, Letters<Output>>
              : Bound
            : never
          : `einsum: ${Terms<Inputs>['length']} terms for ${Shapes['length']} operands`
      : Shape;
