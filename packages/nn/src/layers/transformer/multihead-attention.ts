import type { Parameter } from '@ml/autograd';
import {
  affine,
  attention,
  defaultRng,
  dropout,
  expandDims,
  type FloatDType,
  matmul,
  mean,
  mul,
  permute,
  type Rng,
  reshape,
  ShapeError,
  sameShape,
  slice,
  softmax,
  split,
  squeeze,
  type Tensor,
  transpose,
} from '@ml/tensor';
import { initConstant } from '../../init/fill.ts';
import { learned } from '../../init/learned.ts';
import { initXavierUniform } from '../../init/xavier.ts';
import { Module } from '../../module.ts';
import { Linear } from '../linear.ts';
import { type AttentionMasks, maskedScores } from './attention-masks.ts';

export interface MultiheadAttentionOptions {
  /** Probability of dropping an attention weight while training; default 0. */
  readonly dropout?: number;
  /** Learn offsets of the four maps; default true. */
  readonly bias?: boolean;
  /** Features of a key; default embedDim. */
  readonly kdim?: number;
  /** Features of a value; default embedDim. */
  readonly vdim?: number;
  /** Inputs and outputs are [B, T, E] instead of [T, B, E]; default false. */
  readonly batchFirst?: boolean;
  /** Draws the initial values. */
  readonly rng?: Rng | undefined;
  /** Where dropout masks come from; default `rng`. */
  readonly dropoutRng?: Rng | undefined;
  readonly dtype?: FloatDType;
}

export interface AttendOptions extends AttentionMasks {
  /** Return the attention weights too; default true. Without them the fused kernel works, which keeps no T × S matrix. */
  readonly needWeights?: boolean;
  /** Weights as their mean over heads, [B, T, S], or each head's, [B, H, T, S]; default true. */
  readonly averageAttnWeights?: boolean;
}

/**
 * Attention of several heads: each maps query, key and value to embedDim/numHeads features, mixes the values with weights
 * softmax(q·kᵀ/√D), and a last map joins the heads.
 *
 * Weights start as Xavier's uniform numbers, out_proj's as those of Linear, offsets as 0. There is one weight for q, k and v
 * together, `in_proj_weight`, or, where kdim or vdim differ, one for each. PyTorch's addBiasKv and addZeroAttn are left out.
 *
 * @shape query [T, B, E], key [S, B, kdim], value [S, B, vdim] → [T, B, E], weights [B, T, S]; with batchFirst the batch leads;
 * without a batch [T, E], [S, kdim], [S, vdim] → [T, E], [T, S]
 * @throws {ShapeError} when inputs or masks do not fit each other or the layer
 * @throws {RangeError} when numHeads does not divide embedDim, or dropout is not in 0 … 1
 * @special a query that may see no key gives NaN, as in PyTorch
 * @reference Vaswani et al., arXiv:1706.03762; torch.nn.MultiheadAttention. There isCausal is only a hint beside attnMask;
 * here it masks by itself
 * @example
 * const layer = new MultiheadAttention(4, 2, { batchFirst: true });
 * const x = randn([1, 3, 4]);
 * const [y, weights] = layer.forward(x, x, x, { isCausal: true });
 * y.shape // => [1, 3, 4]
 * weights.slice(0, 0).toArray() // => [1, 0, 0]
 */
export class MultiheadAttention extends Module {
  readonly in_proj_weight: Parameter | null = null; // [3E, E]
  readonly q_proj_weight: Parameter | null = null; // [E, E]
  readonly k_proj_weight: Parameter | null = null; // [E, kdim]
  readonly v_proj_weight: Parameter | null = null; // [E, vdim]
  readonly in_proj_bias: Parameter | null; // [3E]
  readonly out_proj: Linear;
  readonly embedDim: number;
  readonly numHeads: number;
  readonly kdim: number;
  readonly vdim: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  readonly dropoutRng: Rng;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    super();
    const { dropout: p = 0, bias = true, batchFirst = false, rng = defaultRng(), dtype = 'float32' } = options;
    if (!(Number.isSafeInteger(numHeads) && numHeads > 0 && embedDim % numHeads === 0)) {
      throw new RangeError(`MultiheadAttention: numHeads must divide embedDim ${embedDim}, not be ${numHeads}`);
    }
    if (!(p >= 0 && p <= 1)) throw new RangeError(`MultiheadAttention: dropout must be in 0 … 1, not ${p}`);
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    this.kdim = options.kdim ?? embedDim;
    this.vdim = options.vdim ?? embedDim;
    this.dropout = p;
    this.batchFirst = batchFirst;
    this.dropoutRng = options.dropoutRng ?? rng;
    const drawn = (rows: number, columns: number): Parameter =>
      initXavierUniform(
        learned([rows, columns], dtype, () => {}),
        { rng },
      );
    if (this.kdim === embedDim && this.vdim === embedDim) this.in_proj_weight = drawn(3 * embedDim, embedDim);
    else {
      this.q_proj_weight = drawn(embedDim, embedDim);
      this.k_proj_weight = drawn(embedDim, this.kdim);
      this.v_proj_weight = drawn(embedDim, this.vdim);
    }
    this.in_proj_bias = bias ? learned([3 * embedDim], dtype, (values) => values.fill(0)) : null;
    this.out_proj = new Linear(embedDim, embedDim, { bias, rng, dtype });
    if (this.out_proj.bias !== null) initConstant(this.out_proj.bias, 0);
  }

  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: AttendOptions & { readonly needWeights: false },
  ): [output: Tensor, weights: null];
  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options?: AttendOptions & { readonly needWeights?: true },
  ): [output: Tensor, weights: Tensor];
  forward(query: Tensor, key: Tensor, value: Tensor, options?: AttendOptions): [output: Tensor, weights: Tensor | null];
  forward(query: Tensor, key: Tensor, value: Tensor, options: AttendOptions = {}): [Tensor, Tensor | null] {
    this.#check(query, key, value);
    const batchAxis = this.batchFirst ? 0 : 1;
    const batched = query.rank === 3;
    const heads = this.#project(query, key, value).map((x) =>
      this.#split(batched ? x : (expandDims(x, batchAxis) as Tensor)),
    ) as [Tensor, Tensor, Tensor]; // [B, H, T, D], [B, H, S, D], [B, H, S, D]
    const [mixed, weights] = this.#attend(heads, options); // [B, H, T, D], [B, H, T, S]
    const [B, H, T, D] = mixed.shape;
    const joined: Tensor = this.batchFirst
      ? reshape(permute(mixed, [0, 2, 1, 3]) as Tensor, [B, T, H * D])
      : reshape(permute(mixed, [2, 0, 1, 3]) as Tensor, [T, B, H * D]);
    const y: Tensor = this.out_proj.forward(joined);
    const shown = weights === null || options.averageAttnWeights === false ? weights : mean(weights, { axis: 1 });
    if (batched) return [y, shown as Tensor | null];
    return [squeeze(y, batchAxis) as Tensor, shown === null ? null : (squeeze(shown, 0) as Tensor)];
  }

  /** Queries, keys and values of all heads side by side, by as few products as the inputs allow. */
  #project(query: Tensor, key: Tensor, value: Tensor): Tensor[] {
    const E = this.embedDim;
    const { in_proj_weight: weight, in_proj_bias: bias } = this;
    const rows = <T extends Tensor | null>(x: T, from: number, to: number): T =>
      x === null ? x : (slice(x, [from * E, to * E]) as T);
    if (weight === null) {
      const weights = [this.q_proj_weight, this.k_proj_weight, this.v_proj_weight] as Tensor[];
      return [query, key, value].map((x, i) => affine(x, weights[i], rows(bias, i, i + 1)));
    }
    const mapped = (x: Tensor, from: number, to: number): Tensor[] => {
      const all = from === 0 && to === 3;
      const y: Tensor = all ? affine(x, weight, bias) : affine(x, rows<Tensor>(weight, from, to), rows(bias, from, to));
      return to - from === 1 ? [y] : (split(y, to - from, -1) as Tensor[]);
    };
    if (key !== value) return [query, key, value].flatMap((x, i) => mapped(x, i, i + 1));
    return query === key ? mapped(query, 0, 3) : [...mapped(query, 0, 1), ...mapped(key, 1, 3)];
  }

  /** @shape x [T, B, E], or [B, T, E] with batchFirst → [B, H, T, D], a view */
  #split(x: Tensor): Tensor {
    const [first, second, E] = x.shape;
    const H = this.numHeads;
    const heads: Tensor = reshape(x, [first, second, H, E / H]);
    return this.batchFirst ? permute(heads, [0, 2, 1, 3]) : permute(heads, [1, 2, 0, 3]);
  }

  #attend([q, k, v]: [Tensor, Tensor, Tensor], options: AttendOptions): [Tensor, Tensor | null] {
    const { keyPaddingMask, attnMask, isCausal = false, needWeights = true } = options;
    const p = this.training ? this.dropout : 0;
    // The kernel counts causal positions from the end, PyTorch from the beginning: the same where there are as many of both.
    const fits = !isCausal || q.shape[2] === k.shape[2];
    if (!needWeights && keyPaddingMask === undefined && attnMask === undefined && fits) {
      return [attention(q, k, v, { causal: isCausal, dropout: p, rng: this.dropoutRng }), null];
    }
    const scaled: Tensor = mul(q, 1 / Math.sqrt(q.shape[3]));
    const scores = maskedScores(matmul(scaled, transpose(k) as Tensor) as Tensor, options); // [B, H, T, S]
    const weights: Tensor = dropout(softmax(scores) as Tensor, { p, rng: this.dropoutRng });
    return [matmul(weights, v), needWeights ? weights : null];
  }

  #check(query: Tensor, key: Tensor, value: Tensor): void {
    const shapes = [query.shape, key.shape, value.shape];
    const { embedDim, kdim, vdim } = this;
    const refuse = (problem: string, axis?: number) =>
      new ShapeError({ op: 'MultiheadAttention', problem, shapes, axis });
    if (query.rank !== 2 && query.rank !== 3) throw refuse(`query must have 2 or 3 axes, but has ${query.rank}`);
    if (key.rank !== query.rank || value.rank !== query.rank) throw refuse('query, key and value differ in rank');
    const features = { query: embedDim, key: kdim, value: vdim };
    for (const [i, [name, size]] of Object.entries(features).entries()) {
      if (shapes[i].at(-1) === size) continue;
      throw refuse(`the last axis of ${name} has ${shapes[i].at(-1)} elements, the layer takes ${size}`, -1);
    }
    if (!sameShape(key.shape.slice(0, -1), value.shape.slice(0, -1))) throw refuse('key and value differ in length');
    const batch = this.batchFirst ? 0 : 1;
    if (query.rank === 3 && query.shape[batch] !== key.shape[batch]) {
      throw refuse(`query and key have different batches: ${query.shape[batch]} vs ${key.shape[batch]}`, batch);
    }
  }
}
