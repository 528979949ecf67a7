// Reads nested arrays: finds their shape and flattens them, saying where they are ragged.
import { DTypeError, describeValue, ShapeError } from '../errors.ts';
import { sizeOf } from '../layout.ts';
import { isTensor } from '../tensor.ts';

export interface NestedValues {
  /** Elements in row-major order; booleans as 0 and 1. */
  readonly values: Float64Array;
  readonly shape: number[];
  /** There is at least one element and all of them are booleans. */
  readonly onlyBooleans: boolean;
}

type List = ArrayLike<unknown>;

function isList(value: unknown): value is List {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

/** The shape along the first element of every level: the one all others are held to. */
function leadingShape(op: string, data: unknown): number[] {
  const shape: number[] = [];
  for (let level = data; isList(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
    // As many axes as NumPy allows; an array that contains itself has more.
    if (shape.length > 32) throw new ShapeError({ op, problem: 'data is nested more than 32 deep', shapes: [] });
  }
  return shape;
}

export function readNested(op: string, data: unknown): NestedValues {
  const shape = leadingShape(op, data);
  const values = new Float64Array(sizeOf(shape));
  const path: number[] = [];
  let next = 0;
  let booleans = 0;

  function read(value: unknown, depth: number): void {
    if (depth < shape.length) {
      if (!isList(value)) throw ragged(op, path, `a ${typeof value}, expected ${shape[depth]} elements`, shape);
      if (value.length !== shape[depth])
        throw ragged(op, path, `${count(value.length)}, expected ${shape[depth]}`, shape);
      const plain = depth === shape.length - 1 ? copyNumbers(values, next, value) : 0;
      next += plain;
      for (let i = plain; i < value.length; i++) {
        path[depth] = i;
        read(value[i], depth + 1);
      }
      path.length = depth;
      return;
    }
    if (typeof value === 'number' || typeof value === 'bigint') values[next++] = Number(value);
    else if (typeof value === 'boolean') {
      values[next++] = value ? 1 : 0;
      booleans++;
    } else if (isList(value)) throw ragged(op, path, `${count(value.length)}, expected a number`, shape);
    else
      throw new DTypeError(`${op}: ${place(path)} is ${describeValue(value)}, not a number or boolean${hint(value)}`);
  }

  read(data, 0);
  return { values, shape, onlyBooleans: booleans > 0 && booleans === values.length };
}

/** Copies the numbers at the head of a row and says how many there were: all of them, as a rule. */
function copyNumbers(values: Float64Array, start: number, row: List): number {
  for (let i = 0; i < row.length; i++) {
    const element = row[i];
    if (typeof element !== 'number') return i;
    values[start + i] = element;
  }
  return row.length;
}

function ragged(op: string, path: readonly number[], found: string, shape: readonly number[]): ShapeError {
  return new ShapeError({
    op,
    problem: `ragged data: ${place(path)} has ${found}`.replace('has a ', 'is a '),
    shapes: [shape],
    axis: path.length,
  });
}

/** Where in the data: `data[1][0]`. */
function place(path: readonly number[]): string {
  return `data${path.map((i) => `[${i}]`).join('')}`;
}

function count(n: number): string {
  return `${n} element${n === 1 ? '' : 's'}`;
}

function hint(value: unknown): string {
  return isTensor(value) ? '; did you mean copy(x), or stack([x, …]) of several?' : '';
}
