import { logOneMinus, logOneMinusFloat } from './log1p.ts';
import type { Pcg64 } from './pcg64.ts';
import { EXPONENTIAL_TABLES, NORMAL_FLOAT_TABLES, NORMAL_TABLES } from './ziggurat-tables.ts';

/** Where the normal's bottom layer ends and its tail begins. */
const NORMAL_R = 3.654152885361009;
const NORMAL_INVERSE_R = 0.2736612373297583;
const NORMAL_R_FLOAT = /* @__PURE__ */ Math.fround(NORMAL_R);
const NORMAL_INVERSE_R_FLOAT = /* @__PURE__ */ Math.fround(NORMAL_INVERSE_R);
/** The same for the exponential. */
const EXPONENTIAL_R = 7.69711747013105;

const { widths, bounds, heights } = NORMAL_TABLES;
const { widths: floatWidths, bounds: floatBounds, heights: floatHeights } = NORMAL_FLOAT_TABLES;
const { widths: expWidths, bounds: expBounds, heights: expHeights } = EXPONENTIAL_TABLES;

/**
 * A standard normal draw, p(x) = exp(−x²/2) / √(2π).
 *
 * 64 bits give a layer i (8), a sign (1) and j (52): x = ±widths[i]·j. In 99.3 % of draws j < bounds[i] puts x under the
 * curve and that is all; else a second uniform decides on the wedge, or layer 0 continues in the tail beyond r:
 * x = r − ln(1 − u₁)/r, kept when −2·ln(1 − u₂) > (x − r)².
 * `Math.exp` only enters a comparison with a random number, where its last bit matters once in about 10¹⁵ wedges.
 *
 * @reference Marsaglia & Tsang, "The Ziggurat Method for Generating Random Variables", J. Stat. Software 5 (2000);
 * agrees with numpy Generator.standard_normal
 */
export function standardNormal(bits: Pcg64): number {
  for (;;) {
    bits.step();
    const { high, low } = bits;
    const layer = low & 0xff;
    const j = (high & 0x1fffffff) * 0x800000 + (low >>> 9);
    const x = (low & 0x100 ? -j : j) * widths[layer];
    if (j < bounds[layer]) return x;
    if (layer === 0) return (low >>> 17) & 1 ? -normalTail(bits) : normalTail(bits);
    if ((heights[layer - 1] - heights[layer]) * bits.nextDouble() + heights[layer] < Math.exp(-0.5 * x * x)) return x;
  }
}

/** A standard normal draw in float32: 32 bits give layer (8), sign (1) and j (23). Agrees with NumPy's dtype=float32. */
export function standardNormalFloat(bits: Pcg64): number {
  const { fround } = Math;
  for (;;) {
    const word = bits.nextUint32();
    const layer = word & 0xff;
    const j = word >>> 9;
    const x = fround((word & 0x100 ? -j : j) * floatWidths[layer]);
    if (j < floatBounds[layer]) return x;
    if (layer === 0) return (word >>> 17) & 1 ? -normalTailFloat(bits) : normalTailFloat(bits);
    const above = floatHeights[layer - 1];
    const below = floatHeights[layer];
    if (fround(fround(fround(above - below) * bits.nextFloat()) + below) < Math.exp(-0.5 * x * x)) return x;
  }
}

/**
 * A standard exponential draw, p(x) = exp(−x) for x ≥ 0. Beyond r the tail is the same curve again: x = r − ln(1 − u).
 *
 * @reference Marsaglia & Tsang (2000); agrees with numpy Generator.standard_exponential
 */
export function standardExponential(bits: Pcg64): number {
  for (;;) {
    bits.step();
    const { high, low } = bits;
    const layer = (low >>> 3) & 0xff;
    const j = high * 0x200000 + (low >>> 11);
    const x = j * expWidths[layer];
    if (j < expBounds[layer]) return x;
    if (layer === 0) return EXPONENTIAL_R - logOneMinus(bits.nextDouble());
    const below = expHeights[layer];
    if ((expHeights[layer - 1] - below) * bits.nextDouble() + below < Math.exp(-x)) return x;
  }
}

function normalTail(bits: Pcg64): number {
  for (;;) {
    const beyond = -NORMAL_INVERSE_R * logOneMinus(bits.nextDouble());
    const y = -logOneMinus(bits.nextDouble());
    if (y + y > beyond * beyond) return NORMAL_R + beyond;
  }
}

function normalTailFloat(bits: Pcg64): number {
  const { fround } = Math;
  for (;;) {
    const beyond = fround(-NORMAL_INVERSE_R_FLOAT * logOneMinusFloat(bits.nextFloat()));
    const y = -logOneMinusFloat(bits.nextFloat());
    if (fround(y + y) > fround(beyond * beyond)) return fround(NORMAL_R_FLOAT + beyond);
  }
}
