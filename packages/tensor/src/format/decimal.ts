// Decimal digits of floating-point numbers, rounded as NumPy prints them: ties go to the even digit, which
// Number.prototype.toExponential does not do.
import type { DType } from '../dtype.ts';

/** |x| = d.ddd × 10^exponent, with no trailing zeros in `digits`. */
export interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/** Significant digits that always identify a float32. */
const float32Digits = 9;
/** As many digits as toExponential can give: enough to tell a tie from its neighbours. */
const allDigits = 100;

function parse(scientific: string): Decimal {
  const [mantissa, exponent] = scientific.split('e');
  return { digits: trimZeros(mantissa.replace('.', '')), exponent: Number(exponent) };
}

function trimZeros(digits: string): string {
  return digits.replace(/(?<=\d)0+$/, '');
}

/** The fewest digits that read back as the same number of its type. */
export function shortestDecimal(x: number, dtype: DType): Decimal {
  const value = Math.abs(x);
  if (dtype !== 'float32') return parse(value.toExponential());
  for (let digits = 1; digits < float32Digits; digits++) {
    const text = value.toExponential(digits - 1);
    if (Math.fround(Number(text)) === value) return roundedDecimal(value, digits); // of two that do, the even one
  }
  return parse(value.toExponential(float32Digits - 1));
}

/** The exact value of |x| rounded to `count` ≥ 1 significant digits, ties to even. */
export function roundedDecimal(x: number, count: number): Decimal {
  const value = Math.abs(x);
  const exact = value.toExponential(allDigits);
  const digits = exact.split('e')[0].replace('.', '');
  const isTie = digits[count] === '5' && trimZeros(digits).length === count + 1;
  if (isTie && Number(digits[count - 1]) % 2 === 0)
    return { ...parse(exact), digits: trimZeros(digits.slice(0, count)) };
  return parse(value.toExponential(count - 1));
}
