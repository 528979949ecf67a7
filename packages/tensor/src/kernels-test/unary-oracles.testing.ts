/** erf in float64: its Taylor series, or the continued fraction of erfc (Lentz) where that would cancel. */
function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude > 6) return Math.sign(x);
  if (magnitude < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 80; n > 0; n--) fraction = n / 2 / (magnitude + fraction);
  return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (magnitude + fraction));
}

function sigmoid(x: number): number {
  return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
}

/** The value in float64, and the largest error in float32 units in the last place that the kernel's comment claims. */
export interface UnaryOracle {
  exact: (x: number) => number;
  bound: number;
}

export const transcendental: Record<string, UnaryOracle> = {
  exp: { exact: Math.exp, bound: 1.02 },
  expm1: { exact: Math.expm1, bound: 1.56 },
  log: { exact: Math.log, bound: 0.82 },
  log1p: { exact: Math.log1p, bound: 0.8 },
  log2: { exact: Math.log2, bound: 0.501 },
  sin: { exact: Math.sin, bound: 0.501 },
  cos: { exact: Math.cos, bound: 0.501 },
  tan: { exact: Math.tan, bound: 0.501 },
  tanh: { exact: Math.tanh, bound: 1.5 },
  sigmoid: { exact: sigmoid, bound: 1.45 },
  silu: { exact: (x) => x * sigmoid(x), bound: 1.69 },
  softplus: { exact: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), bound: 1.68 },
  erf: { exact: erf, bound: 1.24 },
};

function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  const rest = x - down;
  const rounded = rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1;
  return Number.isFinite(x) ? (Object.is(x, -0) || (rounded === 0 && x < 0) ? -0 : rounded) : x;
}

/** Exact in either precision up to the last rounding; rsqrt rounds twice. */
export const elementary: Record<string, (x: number) => number> = {
  neg: (x) => -x,
  abs: Math.abs,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  // biome-ignore lint/complexity/useMathMinMax: Math.max would turn -0 into 0.
  relu: (x) => (x < 0 ? 0 : x),
  sign: (x) => (x === 0 ? 0 : Math.sign(x)),
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
};
