// Rows of a table picked by int32 ids, and the scatter-add that is its gradient. Ids are validated by the caller.

/** out[i, :] = table[ids[i], :] */
export function embedding_f32(out: usize, table: usize, ids: usize, count: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (; count > 0; count--, out += bytes, ids += 4) memory.copy(out, table + <usize>load<i32>(ids) * bytes, bytes);
}

/** Every row of the table belongs to one of as many slots, rows side by side to different ones: frequent ids are spread. */
const SLOTS: i32 = 64;

/**
 * dTable[ids[i], :] += dOut[i, :] in the order of i, so that repeated ids always add up alike, for the ids whose slot,
 * id mod 64, is one of the `slots` from `slot` on. Zeroes nothing.
 */
export function embeddingBackward_f32(
  dTable: usize, dOut: usize, ids: usize, slot: i32, slots: i32, count: i32, width: i32,
): void {
  const bytes = <usize>width << 2;
  const whole = bytes & ~15;
  for (; count > 0; count--, dOut += bytes, ids += 4) {
    const id = load<i32>(ids);
    if (<u32>((id & (SLOTS - 1)) - slot) >= <u32>slots) continue;
    const row = dTable + <usize>id * bytes;
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(row + i, f32x4.add(v128.load(row + i), v128.load(dOut + i)));
    for (; i < bytes; i += 4) store<f32>(row + i, load<f32>(row + i) + load<f32>(dOut + i));
  }
}
