/** @throws {RangeError} naming the first option that is negative or NaN */
export function requireNotNegative(kind: string, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options))
    if (!(value >= 0)) throw new RangeError(`${kind}: ${name} must be ≥ 0, not ${value}`);
}

/** @throws {RangeError} naming the first option that is no share that can be remembered for ever: 0 … 1, without 1 */
export function requireMemory(kind: string, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options))
    if (!(value >= 0 && value < 1)) throw new RangeError(`${kind}: ${name} must be in 0 … 1 (excluded), not ${value}`);
}
