// Predictions of trees over raw features. A node is 16 bytes: the float64 threshold (in a leaf its value, in a split by category the
// row of the set that goes left), an int32 that is -1 in leaves and otherwise 4 · feature + 2 · by category + missing go left, and
// the int32 number of the right child. The left child is the next node.

/** Samples that all trees see while their features are in the cache. */
const BLOCK: usize = 128;

/** Whether a value belongs to set `row` of 256 bits. */
// @ts-ignore: decorator
@inline
function inSet(sets: usize, row: usize, value: f64): bool {
  if (!(value >= 0 && value < 256)) return false;
  const category = <usize>value;
  return <bool>((load<u8>(sets + (row << 5) + (category >> 3)) >> <u8>(category & 7)) & 1);
}

/** Value of the leaf that a sample falls into. */
// @ts-ignore: decorator
@inline
function leafValue(tree: usize, nodes: usize, sets: usize, known: usize, x: usize): f64 {
  let node = tree;
  for (let word = load<i32>(node, 8); word >= 0; word = load<i32>(node, 8)) {
    const feature = <usize>word >> 2;
    const value = load<f64>(x + (feature << 3));
    const threshold = load<f64>(node);
    const missingLeft = <bool>(word & 1);
    let left: bool;
    if (word & 2) left = inSet(sets, <usize>threshold, value) || (missingLeft && !inSet(known, feature, value));
    else left = value <= threshold || (missingLeft && value != value);
    node = select<usize>(node + 16, nodes + (<usize>load<u32>(node, 12) << 4), left);
  }
  return load<f64>(node);
}

/**
 * out[i] = base + what trees first, first + step, … below `end` say of samples from … from + n.
 *
 * @param starts [trees] int32, numbers of the roots
 * @param sets [., 8] 32-bit words, categories that go left
 * @param known [F, 8] categories that are not taken as missing
 * @param x [N, features] float64
 */
export function forestValues(
  out: usize, base: f64, nodes: usize, starts: usize, sets: usize, known: usize, first: i32, end: i32, step: i32, x: usize,
  features: i32, from: i32, n: i32,
): void {
  const width = <usize>features << 3;
  const last = <usize>(from + n);
  for (let begin = <usize>from; begin < last; begin += BLOCK) {
    const to = min(begin + BLOCK, last);
    for (let i = begin; i < to; ++i) store<f64>(out + (i << 3), base);
    for (let t = first; t < end; t += step) {
      const tree = nodes + (<usize>load<u32>(starts + (<usize>t << 2)) << 4);
      for (let i = begin; i < to; ++i) {
        const at = out + (i << 3);
        store<f64>(at, load<f64>(at) + leafValue(tree, nodes, sets, known, x + i * width));
      }
    }
  }
}
