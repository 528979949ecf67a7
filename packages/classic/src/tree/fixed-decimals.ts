/** A number with so many decimals; what lies halfway goes to the even digit, as in Python. */
export function fixedDecimals(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  // Only multiples of 2^−(decimals + 1) can lie halfway; `toFixed` takes those away from zero.
  if (!Number.isInteger(value * 2 ** (decimals + 1)) || !value.toFixed(decimals + 1).endsWith('5')) return text;
  const isOdd = Number(text.at(-1)) % 2 === 1;
  return isOdd ? value.toFixed(decimals + 1).slice(0, decimals === 0 ? -2 : -1) : text;
}
