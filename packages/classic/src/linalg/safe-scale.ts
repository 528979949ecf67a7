/**
 * A copy divided by a power of two where squares of its elements could over- or underflow; scale is that power, otherwise 1.
 */
export function safeScale(a: Float64Array): { readonly scaled: Float64Array; readonly scale: number } {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const size = Math.abs(a[i]);
    if (size > largest) largest = size;
  }
  if (largest === 0 || (largest > 1e-100 && largest < 1e100)) return { scaled: a.slice(), scale: 1 };
  const scale = 2 ** Math.floor(Math.log2(largest));
  return { scaled: a.map((value) => value / scale), scale };
}
