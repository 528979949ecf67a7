import type { Shape } from './shape-types.ts';

/** How a shape is written in messages: `[2, 3]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export interface ShapeErrorDetails {
  /** The operation that refused. */
  readonly op: string;
  /** What disagrees, e.g. `inner axes differ: 784 vs 800`. */
  readonly problem: string;
  /** Every operand's shape, in argument order. */
  readonly shapes: readonly Shape[];
  /** The axis that disagrees, counted as the user wrote it. */
  readonly axis?: number | undefined;
  /** What would mend it, where there is one obvious answer, e.g. `did you mean b.transpose()?`. */
  readonly mend?: string | undefined;
}

/**
 * Shapes do not fit. The message names the operation, what disagrees, every operand's shape and, where there is one
 * obvious mend, the mend; the same facts are fields for programs to read.
 *
 * @example
 * String(new ShapeError({ op: 'matmul', problem: 'inner axes differ: 3 vs 4', shapes: [[2, 3], [4, 3]], mend: 'did you mean b.transpose()?' }))
 * // => 'ShapeError: matmul: inner axes differ: 3 vs 4 (shapes [2, 3] and [4, 3]); did you mean b.transpose()?'
 */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  readonly op: string;
  readonly problem: string;
  readonly shapes: readonly Shape[];
  readonly axis: number | undefined;
  readonly mend: string | undefined;

  constructor({ op, problem, shapes, axis, mend }: ShapeErrorDetails) {
    const operands =
      shapes.length === 0 ? '' : ` (shape${shapes.length > 1 ? 's' : ''} ${shapes.map(formatShape).join(' and ')})`;
    super(`${op}: ${problem}${operands}${mend === undefined ? '' : `; ${mend}`}`);
    this.op = op;
    this.problem = problem;
    this.shapes = shapes.map((shape) => [...shape]);
    this.axis = axis;
    this.mend = mend;
  }
}

/** An operation does not take elements of this type. */
export class DTypeError extends Error {
  override readonly name = 'DTypeError';
}

/** An argument is not the kind of thing the operation takes: no tensor, no list of sizes, no options. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** How an argument that should not be there is called in messages. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** An index, id or label lies outside what it indexes. */
export class IndexError extends Error {
  override readonly name = 'IndexError';
}

/** A tensor was used after its memory had been given back. */
export class DisposedError extends Error {
  override readonly name = 'DisposedError';
}

/** The heap cannot grow any further; the message names the largest live owners. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';
}
