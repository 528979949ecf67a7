const eulerGamma = 0.5772156649015329;

/**
 * How many questions an unsuccessful search in a random binary tree of n leaves takes on average.
 *
 * c(n) = 2·H(n − 1) − 2(n − 1)/n with the harmonic numbers H(i) ≈ ln i + γ; c(2) = 1, c(1) = 0
 *
 * @reference Liu, Ting & Zhou, Isolation forest (2008), eq. 1
 */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + eulerGamma) - (2 * (n - 1)) / n;
}
