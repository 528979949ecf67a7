/** Takes from each row the logarithm of the sum of its exponentials, so that those sum to 1: in place. @shape logs [N, K] */
export function normalizeLogs(logs: Float64Array, columns: number): Float64Array {
  for (let first = 0; first < logs.length; first += columns) {
    const largest = largestOf(logs, first, columns);
    let sum = 0;
    for (let i = first; i < first + columns; i++) sum += Math.exp(logs[i] - largest);
    const total = largest + Math.log(sum);
    for (let i = first; i < first + columns; i++) logs[i] -= total;
  }
  return logs;
}

/** Turns each row into its exponentials, made to sum to 1: in place. @shape logs [N, K] */
export function normalizeExponentials(logs: Float64Array, columns: number): Float64Array {
  for (let first = 0; first < logs.length; first += columns) {
    const largest = largestOf(logs, first, columns);
    let sum = 0;
    for (let i = first; i < first + columns; i++) {
      logs[i] = Math.exp(logs[i] - largest);
      sum += logs[i];
    }
    for (let i = first; i < first + columns; i++) logs[i] /= sum;
  }
  return logs;
}

function largestOf(logs: Float64Array, first: number, columns: number): number {
  let largest = logs[first];
  for (let i = first + 1; i < first + columns; i++) if (logs[i] > largest) largest = logs[i];
  return largest;
}
