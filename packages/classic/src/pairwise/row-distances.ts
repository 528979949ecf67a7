// Distances between two rows that lie somewhere in memory; what matrices of distances are filled with.

/** Σ(a − b)² */
export function rowSquaredEuclidean(A: Float64Array, a: number, B: Float64Array, b: number, f: number): number {
  let even = 0;
  let odd = 0;
  const pairs = f & -2;
  for (let k = 0; k < pairs; k += 2) {
    const d = A[a + k] - B[b + k];
    const e = A[a + k + 1] - B[b + k + 1];
    even += d * d;
    odd += e * e;
  }
  if (pairs === f) return even + odd;
  const d = A[a + pairs] - B[b + pairs];
  return even + odd + d * d;
}

/** Share of the features that differ. */
export function rowHamming(A: Float64Array, a: number, B: Float64Array, b: number, f: number): number {
  let count = 0;
  for (let k = 0; k < f; k++) if (A[a + k] !== B[b + k]) count++;
  return count / f;
}

/** Σ|a − b| / (|a| + |b|), 0/0 is 0. */
export function rowCanberra(A: Float64Array, a: number, B: Float64Array, b: number, f: number): number {
  let sum = 0;
  for (let k = 0; k < f; k++) {
    const d = Math.abs(A[a + k] - B[b + k]);
    if (d > 0) sum += d / (Math.abs(A[a + k]) + Math.abs(B[b + k]));
  }
  return sum;
}

/** Σ|a − b| / Σ|a + b|, 0/0 is 0. */
export function rowBraycurtis(A: Float64Array, a: number, B: Float64Array, b: number, f: number): number {
  let apart = 0;
  let together = 0;
  for (let k = 0; k < f; k++) {
    apart += Math.abs(A[a + k] - B[b + k]);
    together += Math.abs(A[a + k] + B[b + k]);
  }
  return apart === 0 ? 0 : apart / together;
}

/** Of the features that are not 0 in both, the share that is 0 in one. */
export function rowJaccard(A: Float64Array, a: number, B: Float64Array, b: number, f: number): number {
  let any = 0;
  let one = 0;
  for (let k = 0; k < f; k++) {
    const left = A[a + k] !== 0;
    const right = B[b + k] !== 0;
    if (left || right) any++;
    if (left !== right) one++;
  }
  return any === 0 ? 0 : one / any;
}

/** Squared distance over the features that both rows have, scaled up to all of them; NaN where they have none in common. */
export function rowNanSquaredEuclidean(A: Float64Array, a: number, B: Float64Array, b: number, f: number): number {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < f; k++) {
    const d = A[a + k] - B[b + k];
    if (!Number.isNaN(d)) {
      sum += d * d;
      count++;
    }
  }
  return (sum / count) * f;
}

/** (Σ|a − b|ᵖ)^(1/p) for one p ≥ 1. */
export function rowMinkowski(p: number): typeof rowSquaredEuclidean {
  return (A, a, B, b, f) => {
    let sum = 0;
    for (let k = 0; k < f; k++) sum += Math.abs(A[a + k] - B[b + k]) ** p;
    return sum ** (1 / p);
  };
}
