import type { Shape } from './shape.ts';

/**
 * The type of a parameter that must satisfy R: T when R is a shape, the sentence itself when R is an error.
 *
 * The compiler then says `Argument of type 'Tensor<[4]>' is not assignable to parameter of type '"add: axis -1 differs: 3 vs 4"'`.
 * NoInfer keeps type arguments from being inferred out of the conditional's branches.
 *
 * @example
 * declare function add<A extends Shape, B extends Shape>(
 *   a: Tensor<A>, b: Check<Tensor<B>, Broadcast<A, B, 'add'>>): Tensor<Ok<Broadcast<A, B, 'add'>>>;
 */
export type Check<T, R> = R extends string ? NoInfer<R> : T;

/**
 * Check in the form of an intersection, `Tensor<S> & Guard<R>`, for methods of a class that is itself generic in sizes.
 *
 * There R stays undecided inside the class, and only an intersection is still comparable with the implementation's or the
 * base class's plain `Tensor`. Not for numbers: `3 & '…'` is never and loses the sentence.
 */
export type Guard<R> = R extends string ? NoInfer<R> : unknown;

/** The shape in R; after an error, which has been reported at the argument, an open shape so that one mistake is told once. */
export type Ok<R> = [R] extends [string] ? Shape : Extract<R, Shape>;
