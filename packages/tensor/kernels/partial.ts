// Loads and stores of the last, incomplete vector of a row. Tails go through the same vector arithmetic as whole
// vectors: the result of an element must not depend on its position in the row.

/** The first `count` lanes from memory (1 ≤ count < lanes); the rest are 0. Nothing beyond them is read. */
// @ts-ignore: decorator
@inline
export function loadPart<T>(from: usize, count: i32): v128 {
  if (sizeof<T>() == 8) return v128.load64_zero(from);
  else {
    if (count == 1) return v128.load32_zero(from);
    let x = v128.load64_zero(from);
    if (count == 3) x = v128.load_lane<u32>(from, x, 2, 8);
    return x;
  }
}

/** Writes the first `count` lanes (1 ≤ count < lanes) and nothing beyond them. */
// @ts-ignore: decorator
@inline
export function storePart<T>(to: usize, x: v128, count: i32): void {
  if (sizeof<T>() == 8) v128.store_lane<u64>(to, x, 0);
  else {
    if (count == 1) {
      v128.store_lane<u32>(to, x, 0);
    } else {
      v128.store_lane<u64>(to, x, 0);
      if (count == 3) v128.store_lane<u32>(to, x, 2, 8);
    }
  }
}

/** Tails as calls: written out at every load and store of a kernel they would be most of its code. */
function loadTail(from: usize, count: i32): v128 {
  return loadPart<f32>(from, count);
}

function storeTail(to: usize, x: v128, count: i32): void {
  storePart<f32>(to, x, count);
}

/** Four floats, or the `count` that are left. */
// @ts-ignore: decorator
@inline
export function loadSome(from: usize, count: i32): v128 {
  return count < 4 ? loadTail(from, count) : v128.load(from);
}

/** Writes four floats, or the `count` that are left. */
// @ts-ignore: decorator
@inline
export function storeSome(to: usize, x: v128, count: i32): void {
  if (count < 4) storeTail(to, x, count);
  else v128.store(to, x);
}
