// How NumPy writes an array of floats: all in one form, aligned at the point.
import type { DType } from '../dtype.ts';
import { type Decimal, roundedDecimal, shortestDecimal } from './decimal.ts';

/** Digits after the point at most. */
const precision = 8;

/** Integer and fractional part of one number as text; the sign belongs to the integer part. */
interface Parts {
  readonly whole: string;
  readonly fraction: string;
}

function signOf(x: number): string {
  return x < 0 || Object.is(x, -0) ? '-' : '';
}

function scientificParts(x: number, { digits }: Decimal): Parts {
  return { whole: signOf(x) + digits[0], fraction: digits.slice(1) };
}

/** At most `precision` digits after the point, and no more than tell the number from its neighbours. */
function positionalParts(x: number, dtype: DType): Parts {
  let { digits, exponent } = shortestDecimal(x, dtype);
  if (digits.length - 1 - exponent > precision) ({ digits, exponent } = roundedDecimal(x, exponent + 1 + precision));
  return { ...placePoint(digits, exponent, signOf(x)) };
}

export function placePoint(digits: string, exponent: number, sign: string): Parts {
  if (exponent < 0) return { whole: `${sign}0`, fraction: '0'.repeat(-exponent - 1) + digits };
  const padded = digits.padEnd(exponent + 1, '0');
  return { whole: sign + padded.slice(0, exponent + 1), fraction: padded.slice(exponent + 1) };
}

/** Scientific notation where magnitudes are very large, very small or far apart. Ratios are rounded as their type is. */
function needsExponent(magnitudes: readonly number[], dtype: DType): boolean {
  if (magnitudes.length === 0) return false;
  const largest = magnitudes.reduce((a, b) => Math.max(a, b));
  const smallest = magnitudes.reduce((a, b) => Math.min(a, b));
  const ratio = dtype === 'float32' ? Math.fround(largest / smallest) : largest / smallest;
  return largest >= 1e8 || smallest < 1e-4 || ratio > 1000;
}

function longest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}

/** A function that writes any of `values` (non-empty) with the same width. */
export function floatFormat(values: readonly number[], dtype: DType): (x: number) => string {
  const finite = values.filter((x) => Number.isFinite(x));
  const magnitudes = finite.map(Math.abs).filter((x) => x > 0);
  const write = needsExponent(magnitudes, dtype) ? scientificFormat(finite, dtype) : positionalFormat(finite, dtype);
  if (finite.length === values.length) return write.finite;
  // NaN and infinities are as wide as the numbers, or the numbers as they.
  const words = values.filter((x) => !Number.isFinite(x)).map(nonFiniteText);
  const width = Math.max(write.width, longest(words));
  return (x) => (Number.isFinite(x) ? write.finite(x) : nonFiniteText(x)).padStart(width);
}

function nonFiniteText(x: number): string {
  return Number.isNaN(x) ? 'nan' : x < 0 ? '-inf' : 'inf';
}

interface FiniteFormat {
  readonly width: number;
  finite(x: number): string;
}

function positionalFormat(finite: readonly number[], dtype: DType): FiniteFormat {
  const parts = finite.map((x) => positionalParts(x, dtype));
  const left = longest(parts.map(({ whole }) => whole));
  const right = longest(parts.map(({ fraction }) => fraction));
  return {
    width: left + 1 + right,
    finite(x) {
      const { whole, fraction } = positionalParts(x, dtype);
      return `${whole.padStart(left)}.${fraction.padEnd(right)}`;
    },
  };
}

function scientificFormat(finite: readonly number[], dtype: DType): FiniteFormat {
  const decimals = finite.map((x) => {
    const shortest = shortestDecimal(x, dtype);
    return shortest.digits.length - 1 <= precision ? shortest : roundedDecimal(x, precision + 1);
  });
  const left = Math.max(...finite.map((x) => signOf(x).length + 1));
  const right = Math.max(...decimals.map(({ digits }) => digits.length - 1));
  const exponentWidth = Math.max(2, ...decimals.map(({ exponent }) => String(Math.abs(exponent)).length));
  return {
    width: left + 1 + right + 2 + exponentWidth,
    finite(x) {
      // All get the same number of digits, those of the exact value: 0.1 as float32 may show as 1.00000001e-01.
      const decimal = roundedDecimal(x, right + 1);
      const { whole, fraction } = scientificParts(x, decimal);
      return `${whole.padStart(left)}.${fraction.padEnd(right, '0')}e${exponentText(decimal.exponent, exponentWidth)}`;
    },
  };
}

function exponentText(exponent: number, width: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(width, '0')}`;
}

/** A number on its own, with all the digits that identify it: `1.0`, `0.1`, `1e-05`. */
export function scalarText(x: number, dtype: DType): string {
  if (!Number.isFinite(x)) return nonFiniteText(x);
  const { digits, exponent } = shortestDecimal(x, dtype);
  const magnitude = Math.abs(x);
  if (magnitude === 0 || (magnitude >= 1e-4 && magnitude < 1e16)) {
    const { whole, fraction } = placePoint(digits, exponent, signOf(x));
    return `${whole}.${fraction === '' ? '0' : fraction}`;
  }
  const { whole, fraction } = scientificParts(x, { digits, exponent });
  return `${whole}${fraction === '' ? '' : `.${fraction}`}e${exponentText(exponent, 2)}`;
}
