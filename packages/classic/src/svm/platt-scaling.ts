/** P(y = +1 | f) = 1 / (1 + exp(a·f + b)). */
export interface PlattSigmoid {
  readonly a: number;
  readonly b: number;
}

const mostSteps = 100;
const shortestStep = 1e-10;
/** Added to the diagonal of the second derivatives, which may be singular. */
const ridge = 1e-12;
const gradientTolerance = 1e-5;

/**
 * The sigmoid of decision values that is most likely, with targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2) in place of 1 and 0.
 *
 * Newton's method with halved steps; exponents are kept negative, so that nothing overflows.
 *
 * @param positive whether the class of each value is +1
 * @reference Platt 1999; Lin, Lin & Weng 2007, A note on Platt's probabilistic outputs for support vector machines
 */
export function fitPlattSigmoid(decisions: Float64Array, positive: readonly boolean[]): PlattSigmoid {
  const positives = positive.reduce((count, isPositive) => count + Number(isPositive), 0);
  const negatives = positive.length - positives;
  const targets = Float64Array.from(positive, (is) => (is ? (positives + 1) / (positives + 2) : 1 / (negatives + 2)));
  let a = 0;
  let b = Math.log((negatives + 1) / (positives + 1));
  let loss = sigmoidLoss(decisions, targets, a, b);
  for (let round = 0; round < mostSteps; round++) {
    let [aa, bb, ab, da, db] = [ridge, ridge, 0, 0, 0];
    for (let i = 0; i < decisions.length; i++) {
      const p = sigmoidProbability({ a, b }, decisions[i]);
      const curvature = p * (1 - p);
      const slope = targets[i] - p;
      aa += decisions[i] * decisions[i] * curvature;
      bb += curvature;
      ab += decisions[i] * curvature;
      da += decisions[i] * slope;
      db += slope;
    }
    if (Math.abs(da) < gradientTolerance && Math.abs(db) < gradientTolerance) break;
    const determinant = aa * bb - ab * ab;
    const stepA = -(bb * da - ab * db) / determinant;
    const stepB = -(aa * db - ab * da) / determinant;
    const slope = da * stepA + db * stepB;
    let step = 1;
    for (; step >= shortestStep; step /= 2) {
      const next = sigmoidLoss(decisions, targets, a + step * stepA, b + step * stepB);
      if (next >= loss + 1e-4 * step * slope) continue;
      a += step * stepA;
      b += step * stepB;
      loss = next;
      break;
    }
    if (step < shortestStep) break;
  }
  return { a, b };
}

/** 1 / (1 + exp(a·f + b)) */
export function sigmoidProbability({ a, b }: PlattSigmoid, decision: number): number {
  const exponent = a * decision + b;
  const small = Math.exp(-Math.abs(exponent));
  return exponent >= 0 ? small / (1 + small) : 1 / (1 + small);
}

/** −Σ t·ln p + (1 − t)·ln(1 − p) */
function sigmoidLoss(decisions: Float64Array, targets: Float64Array, a: number, b: number): number {
  let loss = 0;
  for (let i = 0; i < decisions.length; i++) {
    const exponent = a * decisions[i] + b;
    const shift = exponent >= 0 ? targets[i] * exponent : (targets[i] - 1) * exponent;
    loss += shift + Math.log1p(Math.exp(-Math.abs(exponent)));
  }
  return loss;
}
