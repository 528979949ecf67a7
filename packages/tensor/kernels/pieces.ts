// A walk over many tensors as if they were one run of blocks, so that a job over all parameters of a model can be cut evenly
// between threads, wherever one tensor ends and the next begins. A table in memory has an entry of 32-bit words for every tensor:
// its number of elements, then the addresses of its operands (parameter, gradient, …). Every tensor begins a new block, and
// its last one may be incomplete; cuts fall between blocks.

/** The entry the walk is at, and the one behind it. */
let entry: usize = 0;
let next: usize = 0;
/** Blocks still to pass over, and then to visit. */
let skip: i32 = 0;
let left: i32 = 0;
/** Where the present part begins in its tensor, in elements. */
let start: usize = 0;

/** Begins a walk over `count` blocks from block `from` of the table. */
export function enterPieces(table: usize, from: i32, count: i32): void {
  next = table;
  skip = from;
  left = count;
}

/** Goes to the next tensor that has a part in the walk: how many elements the part has, 0 at the end. */
export function nextPiece(operands: i32, block: i32): i32 {
  while (left > 0) {
    entry = next;
    next += <usize>(operands + 1) << 2;
    const size = load<i32>(entry);
    const blocks = (size + block - 1) / block;
    if (skip < blocks) {
      const before = skip * block;
      const taken = min(blocks - skip, left);
      start = before;
      skip = 0;
      left -= taken;
      return min(size - before, taken * block);
    }
    skip -= blocks;
  }
  return 0;
}

/** Where operand i of this part begins; 0 if the table has none. */
// @ts-ignore: decorator
@inline
export function operand<T>(i: i32): usize {
  const address = load<usize>(entry + (<usize>i << 2), 4);
  return address ? address + start * sizeof<T>() : 0;
}
