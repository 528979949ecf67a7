import { type DType, isFloat } from '../dtype.ts';
import { floatFormat, scalarText } from './float-format.ts';

/** A function that writes any of `values` with the same width, so that columns line up. */
export function elementFormat(values: readonly number[], dtype: DType): (x: number) => string {
  if (isFloat(dtype)) return floatFormat(values, dtype);
  const write = dtype === 'bool' ? boolText : String;
  const width = dtype === 'bool' ? 'false'.length : values.reduce((most, x) => Math.max(most, write(x).length), 0);
  return (x) => write(x).padStart(width);
}

/** One element on its own. */
export function elementText(x: number, dtype: DType): string {
  if (isFloat(dtype)) return scalarText(x, dtype);
  return dtype === 'bool' ? boolText(x) : String(x);
}

function boolText(x: number): string {
  return x === 0 ? 'false' : 'true';
}
