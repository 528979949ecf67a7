/** The rows of a class, less its mean. @shape data [N, F], means [K, F] → [rows of class k, F] */
export function centredRowsOf(data: Float64Array, codes: Int32Array, k: number, means: Float64Array): Float64Array {
  const features = data.length / codes.length;
  let count = 0;
  for (const code of codes) if (code === k) count++;
  const rows = new Float64Array(count * features);
  for (let row = 0, to = 0; row < codes.length; row++) {
    if (codes[row] !== k) continue;
    for (let j = 0; j < features; j++) rows[to++] = data[row * features + j] - means[k * features + j];
  }
  return rows;
}

/** All rows, each less the mean of its class. @shape data [N, F], means [K, F] → [N, F] */
export function centredInClasses(data: Float64Array, codes: Int32Array, means: Float64Array): Float64Array {
  const features = data.length / codes.length;
  const centred = new Float64Array(data.length);
  for (let row = 0, at = 0; row < codes.length; row++) {
    for (let place = codes[row] * features, stop = place + features; place < stop; place++, at++)
      centred[at] = data[at] - means[place];
  }
  return centred;
}
