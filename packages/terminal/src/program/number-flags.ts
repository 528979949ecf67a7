import { InvalidArgumentError } from 'commander';

/** Decimal notation and exponents; no hexadecimal, no white space, no `Infinity`. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

/** A commander parser for a real number within bounds. */
export function realNumber(bounds: Bounds = {}): (text: string) => number {
  return (text) => inBounds(parse(text, 'a number'), bounds);
}

/** A commander parser for a whole number within bounds; `1e3` is one, `2.5` is not. */
export function wholeNumber(bounds: Bounds = {}): (text: string) => number {
  return (text) => {
    const value = parse(text, 'a whole number');
    if (!Number.isSafeInteger(value)) throw new InvalidArgumentError(`It must be a whole number.`);
    return inBounds(value, bounds);
  };
}

function parse(text: string, kind: string): number {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new InvalidArgumentError(`It must be ${kind}.`);
  return value;
}

function inBounds(value: number, { min, max, above, below }: Bounds): number {
  if (min !== undefined && value < min) throw new InvalidArgumentError(`It must be at least ${min}.`);
  if (max !== undefined && value > max) throw new InvalidArgumentError(`It must be at most ${max}.`);
  if (above !== undefined && value <= above) throw new InvalidArgumentError(`It must be above ${above}.`);
  if (below !== undefined && value >= below) throw new InvalidArgumentError(`It must be below ${below}.`);
  return value;
}
