import { ParameterError } from '../base/parameter-error.ts';
import type { Samples } from '../model-selection/samples.ts';
import { type CellType, cellTypes, columnsOf } from './columns-of.ts';

/** Which columns, by their names and by what their cells are; plain data. */
export interface ColumnSelector {
  readonly selector: 'columns';
  /** A regular expression that names must match somewhere; null: all. */
  readonly pattern: string | null;
  /** Types of cells to take; null: all. */
  readonly dtypeInclude: readonly CellType[] | null;
  /** Types of cells not to take. */
  readonly dtypeExclude: readonly CellType[] | null;
}

export interface ColumnSelectorOptions {
  readonly pattern?: string | null | undefined;
  readonly dtypeInclude?: CellType | readonly CellType[] | null | undefined;
  readonly dtypeExclude?: CellType | readonly CellType[] | null | undefined;
}

/** Which columns: a name or position (negative: from the end), several of them, one true or false for each, or a selector. */
export type ColumnChoice =
  | string
  | number
  | readonly string[]
  | readonly number[]
  | readonly boolean[]
  | ColumnSelector;

const asList = (types: CellType | readonly CellType[] | null): readonly CellType[] | null =>
  typeof types === 'string' ? [types] : types;

/**
 * Columns by name and type, for `ColumnTransformer`: 'number', 'string', 'boolean' or 'mixed'; missing cells do not count.
 *
 * @reference sklearn.compose.make_column_selector
 * @example
 * makeColumnSelector({ dtypeInclude: 'string' }).dtypeInclude // => ['string']
 */
export function makeColumnSelector(options: ColumnSelectorOptions = {}): ColumnSelector {
  const { pattern = null, dtypeInclude = null, dtypeExclude = null } = options;
  return { selector: 'columns', pattern, dtypeInclude: asList(dtypeInclude), dtypeExclude: asList(dtypeExclude) };
}

/**
 * Positions of the columns that are chosen.
 *
 * @throws {ParameterError} when there is no such column
 */
export function chooseColumns(op: string, choice: ColumnChoice, X: Samples): Int32Array {
  const { count, names } = columnsOf(X);
  if (typeof choice === 'object' && 'selector' in choice) return selectColumns(op, choice, X);
  const list: readonly (string | number | boolean)[] = Array.isArray(choice) ? choice : [choice as string | number];
  if (typeof list[0] === 'boolean') {
    if (list.length !== count) throw new ParameterError(`${op}: ${list.length} switches for ${count} columns`);
    return Int32Array.from(list.keys()).filter((j) => list[j] === true);
  }
  return Int32Array.from(list, (each) => {
    if (typeof each === 'string' && names === null)
      throw new ParameterError(`${op}: columns are chosen by name ('${each}'), but X is no table`);
    const at =
      typeof each === 'string'
        ? (names as readonly string[]).indexOf(each)
        : Number(each) < 0
          ? Number(each) + count
          : Number(each);
    if (Number.isInteger(at) && at >= 0 && at < count) return at;
    const known = names === null ? `${count} columns` : `the columns ${names.join(', ')}`;
    throw new ParameterError(
      `${op}: there is no column ${typeof each === 'string' ? `'${each}'` : each}; there are ${known}`,
    );
  });
}

function selectColumns(op: string, { pattern, dtypeInclude, dtypeExclude }: ColumnSelector, X: Samples): Int32Array {
  const { count, names } = columnsOf(X);
  if (pattern !== null && names === null)
    throw new ParameterError(`${op}: a selector has a pattern of names, but X is no table`);
  const types = cellTypes(X);
  const matches = pattern === null ? null : new RegExp(pattern);
  return Int32Array.from({ length: count }, (_, j) => j).filter(
    (j) =>
      (matches === null || matches.test((names as readonly string[])[j])) &&
      (dtypeInclude === null || dtypeInclude.includes(types[j])) &&
      !dtypeExclude?.includes(types[j]),
  );
}
