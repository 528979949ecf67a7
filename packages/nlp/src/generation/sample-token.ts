import type { Rng } from '@ml/tensor';

export interface SamplingOptions {
  /** Divides the logits; below 1 the likely becomes likelier, 0 always takes the likeliest. Default 1. */
  readonly temperature?: number | undefined;
  /** Keep the k likeliest tokens, with all that tie with the last of them; default all. */
  readonly topK?: number | undefined;
  /** Keep the likeliest tokens whose probabilities reach p together; default 1, all. */
  readonly topP?: number | undefined;
}

/** The logits are not numbers: a model that has diverged, or has been fed with NaN. */
export class LogitsError extends Error {
  override readonly name = 'LogitsError';
}

/**
 * The probabilities a token is drawn with: softmax(logits / temperature) of the tokens that top-k and then top-p keep.
 *
 * Computed in float64. Temperature 0 is the limit: the first of the largest logits has probability 1.
 *
 * @shape logits [V] → [V]
 * @throws {RangeError} when an option makes no sense
 * @throws {LogitsError} when a logit is NaN or +∞, or all are −∞
 * @special a logit of −∞ has probability 0
 * @reference the order and the ties of Hugging Face's Temperature-, TopK- and TopPLogitsWarper; Holtzman et al., The Curious
 * Case of Neural Text Degeneration, arXiv:1904.09751
 * @example
 * tokenProbabilities([0, 0, -1], { topK: 2 }) // => Float64Array [0.5, 0.5, 0]
 */
export function tokenProbabilities(logits: ArrayLike<number>, options: SamplingOptions = {}): Float64Array {
  const { temperature = 1, topK = logits.length, topP = 1 } = checkedSampling(options);
  const likeliest = largest(logits);
  if (temperature === 0) {
    const certain = new Float64Array(logits.length);
    certain[likeliest] = 1;
    return certain;
  }
  // The largest is taken off before the division: a tiny temperature cannot make an infinity of it.
  const top = logits[likeliest];
  const scores = Float64Array.from(logits, (logit) => (logit - top) / temperature);
  if (topK < scores.length) keepTopK(scores, topK);
  if (topP < 1) keepTopP(scores, topP);
  return softmaxOf(scores);
}

/**
 * The id of one token, drawn as `tokenProbabilities` says.
 *
 * One uniform number is taken from `rng`, also at temperature 0: what is drawn later does not depend on the settings.
 *
 * @shape logits [V] → id in 0 … V − 1
 * @reference the draw agrees with numpy.random.Generator.choice(V, p=probabilities)
 * @example
 * sampleToken([1, 3, 2], { temperature: 0 }, new Rng(0)) // => 1
 */
export function sampleToken(logits: ArrayLike<number>, options: SamplingOptions, rng: Rng): number {
  const probabilities = tokenProbabilities(logits, options);
  let total = 0;
  for (const p of probabilities) total += p;
  const u = rng.random() * total;
  let cumulative = 0;
  let drawn = 0;
  for (const [id, p] of probabilities.entries()) {
    if (p === 0) continue;
    drawn = id;
    cumulative += p;
    if (u < cumulative) break;
  }
  return drawn;
}

/** @throws {RangeError} naming the option that makes no sense */
export function checkedSampling<O extends SamplingOptions>(options: O): O {
  const { temperature = 1, topK = 1, topP = 1 } = options;
  if (!(temperature >= 0 && temperature < Infinity))
    throw new RangeError(`temperature must be ≥ 0, not ${temperature}`);
  if (!Number.isInteger(topK) || topK < 1) throw new RangeError(`topK must be an integer ≥ 1, not ${topK}`);
  if (!(topP > 0 && topP <= 1)) throw new RangeError(`topP must be above 0 and at most 1, not ${topP}`);
  return options;
}

/** Index of the first of the largest. */
function largest(logits: ArrayLike<number>): number {
  let best = 0;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i];
    if (Number.isNaN(logit) || logit === Infinity) throw new LogitsError(`the logit of token ${i} is ${logit}`);
    if (logit > logits[best]) best = i;
  }
  if (logits.length === 0 || logits[best] === -Infinity) throw new LogitsError('no token has a logit above -Infinity');
  return best;
}

function keepTopK(scores: Float64Array, k: number): void {
  const threshold = scores.slice().sort()[scores.length - k];
  for (let i = 0; i < scores.length; i++) if (scores[i] < threshold) scores[i] = -Infinity;
}

/** Drops the least likely while what is dropped has together at most 1 − p; of equals, the later ones go first. */
function keepTopP(scores: Float64Array, p: number): void {
  const probabilities = softmaxOf(scores);
  const ascending = Int32Array.from(scores.keys()).sort((a, b) => probabilities[a] - probabilities[b] || b - a);
  let dropped = 0;
  for (const id of ascending.subarray(0, -1)) {
    dropped += probabilities[id];
    if (!(dropped <= 1 - p)) break;
    scores[id] = -Infinity;
  }
}

/** @param scores whose largest is 0 */
function softmaxOf(scores: Float64Array): Float64Array {
  const weights = scores.map(Math.exp);
  let total = 0;
  for (const weight of weights) total += weight;
  return weights.map((weight) => weight / total);
}
