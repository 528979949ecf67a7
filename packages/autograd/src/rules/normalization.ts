import {
  add,
  addLayerNormBackward,
  apply,
  exp,
  expand,
  type LayerNormBackwardInputs,
  layerNormBackward,
  mean,
  mul,
  neg,
  primitives,
  softmaxBackward,
  square,
  sub,
  sum,
  type Tensor,
} from '@ml/tensor';
import { type Rules, rule } from '../rule.ts';
import { secondOrder } from './second-order.ts';

export const normalizationRules = {
  /** y = softmax x, dx = y ⊙ (dy − Σ dy ⊙ y). The Jacobian diag(y) − y·yᵀ is never built: only y is kept. */
  softmax: rule('output', ({ outputs: [y], params: { axis } }, dY) => [softmaxBackward(y, dY, axis)]),

  /** y = x − ln Σ eˣ, dx = dy − e^y·Σ dy: only y is kept. */
  logSoftmax: rule('output', ({ outputs: [y], params }, dY) => [
    apply(primitives.logSoftmaxBackward, [y, dY], params)[0],
  ]),

  /** dx = y ⊙ (dy − Σ dy ⊙ y) is linear in dy and symmetric: ddy = y ⊙ (c − Σ c ⊙ y); dy₀ = c ⊙ (dy − Σ dy ⊙ y) − dy·Σ c ⊙ y. */
  softmaxBackward: rule('inputs', ({ inputs: [y, dY], params: { axis }, needs }, c) => {
    const along = (a: Tensor): Tensor => sum(mul(a, y), { axis, keepDims: true });
    return [
      needs[0] ? sub(mul(c, sub(dY, along(dY))), mul(dY, along(c))) : null,
      needs[1] ? softmaxBackward(y, c, axis) : null,
    ];
  }),

  /** dx = dy − e^y·Σ dy; by y: −c ⊙ e^y·Σ dy, by dy: c − Σ c ⊙ e^y. */
  logSoftmaxBackward: rule('inputs', ({ inputs: [y, dY], params: { axis }, needs }, c) => {
    const p = exp(y);
    const scaled = mul(c, p);
    return [
      needs[0] ? neg(mul(scaled, sum(dY, { axis, keepDims: true }))) : null,
      needs[1] ? sub(c, sum(scaled, { axis, keepDims: true })) : null,
    ];
  }),

  /**
   * y = x̂·w + b with x̂ = (x − μ)·rstd; with g = dy·w: dx = rstd·(g − mean g − x̂·mean(g ⊙ x̂)), dw = Σ dy ⊙ x̂, db = Σ dy.
   * μ and rstd are results as well, and have a cotangent when this is differentiated again: dμ/dx = 1/F, drstd/dx = −rstd²·x̂/F.
   * @shape x [..., F], weight [F], bias [F] → [..., F], [..., 1], [..., 1]
   */
  layerNorm: rule(
    'both',
    ({ inputs: [x, weight], outputs: [, mu, rstd], needs }, dY, dMu, dRstd) => {
      const learned = needs.length === 3;
      const [dX = null, dWeight = null, dBias = null]: (Tensor | null)[] =
        dY === null
          ? []
          : learned
            ? layerNormBackward(dY, x, mu, rstd, weight as Tensor)
            : layerNormBackward(dY, x, mu, rstd);
      const all = dMu === null && dRstd === null ? dX : plus(dX, statisticsBackward(x, mu, rstd, dMu, dRstd));
      return (learned ? [all, dWeight, dBias] : [all]) as [Tensor | null];
    },
    { inputs: () => [true, true, false], outputs: [false, true, true] },
  ),

  /** The formulas of layerNorm's rule, written out, and differentiated. */
  layerNormBackward: secondOrder('layerNormBackward', writtenOut),

  /**
   * s = x + r, and y = layerNorm(s): with what comes back along s, dx = dr = ds + the dx of layerNorm's rule.
   * @shape x [..., F], r [..., F], weight [F], bias [F] → [..., F], [..., F], [..., 1], [..., 1]
   */
  addLayerNorm: rule(
    'both',
    ({ inputs: [, , weight], outputs: [s, , mu, rstd], needs }, dS, dY, dMu, dRstd) => {
      const norm = (dY: Tensor): LayerNormBackwardInputs =>
        weight === undefined ? [dY, s, mu, rstd] : [dY, s, mu, rstd, weight];
      const [dX = null, dWeight = null, dBias = null]: (Tensor | null)[] =
        dY === null ? [dS] : dS === null ? layerNormBackward(...norm(dY)) : addLayerNormBackward(dS, ...norm(dY));
      const all = dMu === null && dRstd === null ? dX : plus(dX, statisticsBackward(s, mu, rstd, dMu, dRstd));
      const terms = [needs[0] ? all : null, needs[1] ? all : null] as const;
      return (needs.length === 4 ? [...terms, dWeight, dBias] : terms) as [Tensor | null, Tensor | null];
    },
    { inputs: () => [false, false, true, false], outputs: [true, false, true, true] },
  ),

  addLayerNormBackward: secondOrder('addLayerNormBackward', ([dS, ...norm]) => {
    const [dX, ...learned] = writtenOut(norm);
    return [add(dS, dX), ...learned];
  }),
} satisfies Rules<
  | 'softmax'
  | 'logSoftmax'
  | 'softmaxBackward'
  | 'logSoftmaxBackward'
  | 'layerNorm'
  | 'layerNormBackward'
  | 'addLayerNorm'
  | 'addLayerNormBackward'
>;

/** Σ over μ and rstd of dstatistic·dstatistic/dx. */
function statisticsBackward(x: Tensor, mu: Tensor, rstd: Tensor, dMu: Tensor | null, dRstd: Tensor | null): Tensor {
  const features = x.shape[x.rank - 1];
  const centered = sub(x, mu);
  const bySpread = dRstd === null ? null : mul(mul(mul(square(rstd), rstd), dRstd), mul(centered, -1 / features));
  const byMean = dMu === null ? null : expand(mul(dMu, 1 / features), x.shape);
  return plus(byMean, bySpread) as Tensor;
}

function plus(a: Tensor | null, b: Tensor | null): Tensor | null {
  return a === null ? b : b === null ? a : add(a, b);
}

/** Layer norm's gradients from plain operations. */
function writtenOut([dY, x, mu, rstd, weight]: LayerNormBackwardInputs): Tensor[] {
  const normalized = mul(sub(x, mu), rstd);
  const g = weight === undefined ? dY : mul(dY, weight);
  const rowMean = (a: Tensor): Tensor => mean(a, { axis: -1, keepDims: true });
  const dX = mul(rstd, sub(sub(g, rowMean(g)), mul(normalized, rowMean(mul(g, normalized)))));
  if (weight === undefined) return [dX];
  const rows = x.shape.slice(0, -1).map((_, axis) => axis);
  return [dX, sum(mul(dY, normalized), { axis: rows }), sum(dY, { axis: rows })];
}
