import type { DType, Shape, Tensor } from '@ml/tensor';
import type { AllPrimitives, AnyPrimitiveName } from '@ml/tensor/layers';

type Signature<N extends AnyPrimitiveName> = AllPrimitives[N] extends {
  readonly forward: (inputs: infer I extends readonly Tensor[], params: infer P) => infer O extends readonly Tensor[];
}
  ? { readonly inputs: I; readonly params: P; readonly outputs: O }
  : never;

/** The tuple I with every element replaced by T. */
type Each<I extends readonly unknown[], T> = { readonly [K in keyof I]: T };

/** What a rule keeps from the forward pass until the backward pass. */
export type Saves = 'none' | 'inputs' | 'output' | 'both';

interface Facts<N extends AnyPrimitiveName> {
  readonly params: Signature<N>['params'];
  readonly shapes: Each<Signature<N>['inputs'], Shape>;
  readonly dtypes: Each<Signature<N>['inputs'], DType>;
  /** Which inputs want a cotangent; a rule may leave out the others. */
  readonly needs: Each<Signature<N>['inputs'], boolean>;
  /** Whether what the rule computes will itself be differentiated. */
  readonly record: boolean;
}

/** What a rule gets to see: facts about the call, and the values it said it saves. */
export type Context<N extends AnyPrimitiveName, S extends Saves> = Facts<N> &
  (S extends 'inputs' | 'both' ? { readonly inputs: Signature<N>['inputs'] } : unknown) &
  (S extends 'output' | 'both' ? { readonly outputs: Signature<N>['outputs'] } : unknown);

/** A primitive with one output is pulled only when that has a cotangent; of several some may be missing. */
type Cotangents<O extends readonly unknown[]> = O extends readonly [unknown]
  ? readonly [Tensor]
  : Each<O, Tensor | null>;

/** dL/dinput for each input; null where no gradient flows. */
type InputCotangents<N extends AnyPrimitiveName> = Each<Signature<N>['inputs'], Tensor | null>;

/** Which of the values a rule saves are really kept, where not all of them are needed. */
export interface Keeps {
  readonly inputs?: (needs: readonly boolean[]) => readonly boolean[];
  readonly outputs?: readonly boolean[];
}

/** What the recorder sees of a rule. */
export interface AnyRule {
  readonly saves: Saves;
  readonly keeps: Keeps;
  readonly vjp: (context: AnyContext, dOutputs: readonly (Tensor | null)[]) => readonly (Tensor | null)[];
}

export interface AnyContext {
  readonly params: unknown;
  readonly shapes: readonly Shape[];
  readonly dtypes: readonly DType[];
  readonly needs: readonly boolean[];
  readonly record: boolean;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** The vector–Jacobian product of one primitive. */
export interface Rule<N extends AnyPrimitiveName> extends AnyRule {
  /** Ties the rule to its primitive, for the compiler only. */
  readonly primitive?: N;
}

/** One rule for each of the named primitives. */
export type Rules<N extends AnyPrimitiveName> = { readonly [K in N]: Rule<K> };

/**
 * Declares how a primitive's cotangents come from those of its outputs, and which values it needs for that.
 *
 * The rule is written with public operations of @ml/tensor, so that it is recorded, and can be differentiated again, when a
 * higher derivative asks for it. It is typed by its primitive; reading a value that it does not save does not compile.
 *
 * @param saves 'none' costs no memory; 'inputs' and 'output' keep them alive until the backward pass
 */
export function rule<N extends AnyPrimitiveName, S extends Saves>(
  saves: S,
  vjp: (context: Context<N, S>, ...dOutputs: Cotangents<Signature<N>['outputs']>) => InputCotangents<N>,
  keeps: Keeps = {},
): Rule<N> {
  const pull = vjp as unknown as (context: AnyContext, ...dOutputs: (Tensor | null)[]) => readonly (Tensor | null)[];
  return { saves, keeps, vjp: (context, dOutputs) => pull(context, ...dOutputs) };
}

/** For products: the cotangent of each factor needs the other factor only. */
export const crosswise: Keeps = { inputs: ([a, b]) => [b, a] };
