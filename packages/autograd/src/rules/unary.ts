import {
  add,
  cos,
  cosh,
  div,
  exp,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  mul,
  neg,
  sigmoid,
  sin,
  sinh,
  sqrt,
  square,
  sub,
  type Tensor,
  where,
} from '@ml/tensor';
import { type Rules, rule } from '../rule.ts';

/** √(1 − x²) as √((1 − x)(1 + x)), which keeps its digits near |x| = 1. */
function complement(x: Tensor): Tensor {
  return sqrt(mul(sub(1, x), add(x, 1)));
}

export const unaryRules = {
  /** y = −x, dx = −dy */
  neg: rule('none', (_, dY) => [neg(dY)]),
  /** y = |x|, dx = dy·sign(x); 0 at 0, and at NaN as in torch */
  abs: rule('inputs', ({ inputs: [x] }, dY) => [where(less(x, 0), neg(dY), where(greater(x, 0), dY, 0))]),
  /** y = eˣ, dx = dy·y */
  exp: rule('output', ({ outputs: [y] }, dY) => [mul(dY, y)]),
  /** y = eˣ − 1, dx = dy·(y + 1) */
  expm1: rule('output', ({ outputs: [y] }, dY) => [mul(dY, add(y, 1))]),
  /** y = ln x, dx = dy/x */
  log: rule('inputs', ({ inputs: [x] }, dY) => [div(dY, x)]),
  /** y = ln(1 + x), dx = dy/(1 + x) */
  log1p: rule('inputs', ({ inputs: [x] }, dY) => [div(dY, add(x, 1))]),
  /** y = log₂ x, dx = dy/(x·ln 2) */
  log2: rule('inputs', ({ inputs: [x] }, dY) => [div(dY, mul(x, Math.LN2))]),
  /** y = log₁₀ x, dx = dy/(x·ln 10) */
  log10: rule('inputs', ({ inputs: [x] }, dY) => [div(dY, mul(x, Math.LN10))]),
  /** y = √x, dx = dy/(2y) */
  sqrt: rule('output', ({ outputs: [y] }, dY) => [div(dY, mul(y, 2))]),
  /** y = 1/√x, dx = −½·dy·y³ */
  rsqrt: rule('output', ({ outputs: [y] }, dY) => [mul(mul(dY, -0.5), mul(square(y), y))]),
  /** y = x², dx = 2·dy·x */
  square: rule('inputs', ({ inputs: [x] }, dY) => [mul(mul(dY, 2), x)]),
  /** y = 1/x, dx = −dy·y² */
  reciprocal: rule('output', ({ outputs: [y] }, dY) => [neg(mul(dY, square(y)))]),
  /** y = sin x, dx = dy·cos x */
  sin: rule('inputs', ({ inputs: [x] }, dY) => [mul(dY, cos(x))]),
  /** y = cos x, dx = −dy·sin x */
  cos: rule('inputs', ({ inputs: [x] }, dY) => [neg(mul(dY, sin(x)))]),
  /** y = tan x, dx = dy·(1 + y²) */
  tan: rule('output', ({ outputs: [y] }, dY) => [mul(dY, add(square(y), 1))]),
  /** y = asin x, dx = dy/√(1 − x²) */
  asin: rule('inputs', ({ inputs: [x] }, dY) => [div(dY, complement(x))]),
  /** y = acos x, dx = −dy/√(1 − x²) */
  acos: rule('inputs', ({ inputs: [x] }, dY) => [neg(div(dY, complement(x)))]),
  /** y = atan x, dx = dy/(1 + x²) */
  atan: rule('inputs', ({ inputs: [x] }, dY) => [div(dY, add(square(x), 1))]),
  /** y = sinh x, dx = dy·cosh x */
  sinh: rule('inputs', ({ inputs: [x] }, dY) => [mul(dY, cosh(x))]),
  /** y = cosh x, dx = dy·sinh x */
  cosh: rule('inputs', ({ inputs: [x] }, dY) => [mul(dY, sinh(x))]),
  /** y = tanh x, dx = dy·(1 − y²) */
  tanh: rule('output', ({ outputs: [y] }, dY) => [mul(dY, sub(1, square(y)))]),
  /** y = 1/(1 + e⁻ˣ), dx = dy·y·(1 − y) */
  sigmoid: rule('output', ({ outputs: [y] }, dY) => [mul(dY, mul(y, sub(1, y)))]),
  /** y = max(x, 0), dx = dy where y > 0; 0 at 0, and NaN lets dy through, as in torch */
  relu: rule('output', ({ outputs: [y] }, dY) => [where(lessEqual(y, 0), 0, dY)]),
  /** y = x·σ(x), dx = dy·σ(x)·(1 + x·(1 − σ(x))) */
  silu: rule('inputs', ({ inputs: [x] }, dY) => {
    const s = sigmoid(x);
    return [mul(dY, mul(s, add(mul(x, sub(1, s)), 1)))];
  }),
  /** y = ln(1 + eˣ), dx = dy·σ(x) */
  softplus: rule('inputs', ({ inputs: [x] }, dY) => [mul(dY, sigmoid(x))]),
  /** y = erf x, dx = dy·2/√π·e^(−x²) */
  erf: rule('inputs', ({ inputs: [x] }, dY) => [mul(mul(dY, 2 / Math.sqrt(Math.PI)), exp(neg(square(x))))]),
  /** y = min(max(x, lo), hi), dx = dy where lo ≤ x ≤ hi, bounds included; 0 at NaN */
  clip: rule('inputs', ({ inputs: [x], params: { min, max } }, dY) => [
    where(logicalAnd(greaterEqual(x, min), lessEqual(x, max)), dY, 0),
  ]),
} satisfies Rules<
  | 'neg'
  | 'abs'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'log2'
  | 'log10'
  | 'sqrt'
  | 'rsqrt'
  | 'square'
  | 'reciprocal'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'sigmoid'
  | 'relu'
  | 'silu'
  | 'softplus'
  | 'erf'
  | 'clip'
>;
