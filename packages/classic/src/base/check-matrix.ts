import { cast, contiguous, isTensor, ShapeError, type Tensor } from '@ml/tensor';
import { DataError } from './data-error.ts';
import { isTableLike, type MatrixLike, type TableLike } from './matrix-like.ts';
import { float64, values } from './values.ts';

/** What `checkMatrix` lets pass. */
export interface MatrixRules {
  /** NaN may stand for a missing value. */
  readonly allowNaN?: boolean;
  /** Fewest rows; default 1. */
  readonly minSamples?: number;
}

export interface CheckedMatrix {
  /** [N, F], float64, contiguous; a view of the input where that is so already. */
  readonly X: Tensor<[number, number]>;
  /** Names of the columns, where the input has any. */
  readonly names: readonly string[] | null;
}

/**
 * Samples as a float64 matrix of finite numbers.
 *
 * @param op who asks, e.g. `Ridge.fit`
 * @throws {ShapeError} when it is not a matrix, or has no rows or no columns
 * @throws {DataError} when a value is NaN or infinite; names its row and column
 */
export function checkMatrix(op: string, input: MatrixLike, rules: MatrixRules = {}): CheckedMatrix {
  const { allowNaN = false, minSamples = 1 } = rules;
  const { X, names } = isTableLike(input) ? fromTable(op, input) : { X: fromMatrix(op, input), names: null };
  const [n, f] = X.shape;
  if (n < minSamples) {
    const problem =
      n === 0 ? 'X has no samples' : `X has ${n} sample${n === 1 ? '' : 's'}, at least ${minSamples} are needed`;
    throw new ShapeError({ op, problem, shapes: [X.shape], axis: 0 });
  }
  if (f === 0) throw new ShapeError({ op, problem: 'X has no features', shapes: [X.shape], axis: 1 });
  checkFinite(op, values(X), f, names, allowNaN);
  return { X, names };
}

function fromMatrix(op: string, input: Exclude<MatrixLike, TableLike>): Tensor<[number, number]> {
  if (isTensor(input)) {
    if (input.rank !== 2) {
      const mend =
        input.rank === 1 ? 'for one feature x.reshape([-1, 1]), for one sample x.reshape([1, -1])' : undefined;
      throw new ShapeError({ op, problem: 'X must be a matrix [samples, features]', shapes: [input.shape], mend });
    }
    return contiguous(cast(input, 'float64')) as Tensor<[number, number]>;
  }
  if (!Array.isArray(input)) throw new DataError(`${op}: X must be a tensor, an array of rows or a table`);
  const n = input.length;
  const f = n === 0 ? 0 : (input[0]?.length ?? -1);
  if (f < 0 || typeof input[0] === 'string') {
    const problem = 'X must be a matrix [samples, features], not a list';
    throw new ShapeError({ op, problem, shapes: [[n]], mend: 'one feature is rows of one number, x.map((v) => [v])' });
  }
  const data = new Float64Array(n * f);
  for (let i = 0; i < n; i++) {
    const row = input[i];
    if (row?.length !== f) {
      const problem = `row ${i} has ${row?.length ?? 'no'} numbers, row 0 has ${f}`;
      throw new ShapeError({ op, problem, shapes: [[n, f]], axis: 1 });
    }
    for (let j = 0; j < f; j++) data[i * f + j] = toNumber(op, row[j], i, String(j));
  }
  return float64(data, [n, f]);
}

function fromTable(op: string, table: TableLike): CheckedMatrix {
  const names = [...table.columnNames];
  const n = table.rowCount;
  const data = new Float64Array(n * names.length);
  names.forEach((name, j) => {
    const column = table.column(name);
    for (let i = 0; i < n; i++) data[i * names.length + j] = toNumber(op, column[i], i, `'${name}'`);
  });
  return { X: float64(data, [n, names.length]), names };
}

function toNumber(op: string, value: unknown, row: number, column: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (value === null || value === undefined) return Number.NaN;
  throw new DataError(
    `${op}: X has ${typeof value === 'string' ? `'${value}'` : `a ${typeof value}`} at row ${row}, column ${column}; encode categories first (OneHotEncoder, OrdinalEncoder)`,
  );
}

function checkFinite(
  op: string,
  data: Float64Array,
  f: number,
  names: readonly string[] | null,
  allowNaN: boolean,
): void {
  if (areFinite(data)) return;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (Number.isFinite(value) || (allowNaN && Number.isNaN(value))) continue;
    const column = i % f;
    const where = `row ${Math.floor(i / f)}, column ${column}${names === null ? '' : ` ('${names[column]}')`}`;
    const mend = Number.isNaN(value)
      ? '; fill missing values first (SimpleImputer) or use an estimator that takes them'
      : '';
    throw new DataError(`${op}: X has ${value} at ${where}${mend}`);
  }
}

/** 0 · x is 0 for finite numbers and NaN for the others, so one sum tells; in four parts, which run side by side. */
function areFinite(data: Float64Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = data.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += data[i] * 0;
    b += data[i + 1] * 0;
    c += data[i + 2] * 0;
    d += data[i + 3] * 0;
  }
  for (let i = whole; i < data.length; i++) a += data[i] * 0;
  return a + b + c + d === 0;
}

/** @throws {ShapeError} when X has another number of columns than was fitted; names both */
export function checkFeatureCount(op: string, X: Tensor, expected: number): void {
  if (X.shape[1] === expected) return;
  const problem = `X has ${X.shape[1]} features, but ${op.split('.')[0]} was fitted with ${expected}`;
  throw new ShapeError({ op, problem, shapes: [X.shape], axis: 1 });
}

/** @throws {ShapeError} when y has not one entry per row of X; names both */
export function checkSameLength(op: string, X: Tensor, length: number, what = 'y'): void {
  if (X.shape[0] === length) return;
  const problem = `X has ${X.shape[0]} samples, ${what} has ${length}`;
  throw new ShapeError({ op, problem, shapes: [X.shape, [length]], axis: 0 });
}
