// Rows of a table picked by int32 ids, and the scatter-add that is its gradient. Ids are validated by the caller.

/** out[i, :] = table[ids[i], :] */
export function embedding_f32(out: usize, table: usize, ids: usize, count: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (; count > 0; count--, out += bytes, ids += 4) memory.copy(out, table + <usize>load<i32>(ids) * bytes, bytes);
}

/**
 * dTable[ids[i], :] += dOut[i, :] in the order of i, so that repeated ids always add up alike. Zeroes nothing. Of the `step`
 * columns of both, the first `width` are done.
 */
export function embeddingBackward_f32(dTable: usize, dOut: usize, ids: usize, count: i32, width: i32, step: i32): void {
  const next = <usize>step << 2;
  const bytes = <usize>width << 2;
  const whole = bytes & ~15;
  for (; count > 0; count--, dOut += next, ids += 4) {
    const row = dTable + <usize>load<i32>(ids) * next;
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(row + i, f32x4.add(v128.load(row + i), v128.load(dOut + i)));
    for (; i < bytes; i += 4) store<f32>(row + i, load<f32>(row + i) + load<f32>(dOut + i));
  }
}
