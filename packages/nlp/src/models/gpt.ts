// GPT-2, top to bottom. Letters in shapes: B batch, T time (tokens), C channels (nEmbd), H heads, D = C/H features of a
// head, S tokens that attention looks at, V vocabulary.
import { noGrad, type Parameter } from '@ml/autograd';
import { crossEntropy, Dropout, Embedding, initConstant, initNormal, LayerNorm, Linear, Module } from '@ml/nn';
import {
  add,
  affine,
  affineGelu,
  attention,
  defaultRng,
  type FloatDType,
  permute,
  type Rng,
  reshape,
  ShapeError,
  setSlice,
  slice,
  split,
  type Tensor,
  tidy,
} from '@ml/tensor';
import { checkedConfig, type GPTConfig } from './gpt-config.ts';
import { KVCache, type LayerCache } from './kv-cache.ts';

export interface GPTOptions {
  /** Draws the initial weights; dropout draws from a stream spawned from it. The default generator unless given. */
  readonly rng?: Rng | undefined;
  /** Default 'float32'. */
  readonly dtype?: FloatDType;
}

type Build = Required<GPTConfig> & { readonly rng: Rng; readonly dropoutRng: Rng; readonly dtype: FloatDType };

/**
 * The decoder-only transformer of GPT-2: tokens and positions are embedded, nLayer blocks add to the residual stream, and
 * the transposed token embedding turns the last layer norm's output into logits.
 *
 * Layer norms come before attention and MLP, positions are learned, GELU is the tanh form, and weights start as GPT-2's:
 * N(0, 0.02²), those that write to the residual stream N(0, 0.02²/(2·nLayer)), offsets 0. Parameters have the names of
 * nanoGPT and Hugging Face (`transformer.h.0.attn.c_attn.weight`).
 *
 * @shape ids [B, T ≤ blockSize] → logits [B, T, V]
 * @reference Radford et al., Language Models are Unsupervised Multitask Learners (2019); Karpathy's nanoGPT
 * @example
 * const model = new GPT({ vocabSize: 5, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 4 }, { rng: new Rng(0) });
 * model.forward(tensor([[0, 3, 4]], { dtype: 'int32' })).shape // => [1, 3, 5]
 * model.parameterCount() // => 304
 */
export class GPT extends Module {
  readonly config: Required<GPTConfig>;
  readonly dtype: FloatDType;
  /** Where dropout masks come from: part of the state that a bit-exact resume needs. */
  readonly dropoutRng: Rng;
  readonly transformer: {
    readonly wte: Embedding; // [V, C]
    readonly wpe: Embedding; // [blockSize, C]
    readonly drop: Dropout;
    readonly h: readonly Block[];
    readonly ln_f: LayerNorm;
  };
  readonly lm_head: TiedHead;

  constructor(config: GPTConfig, { rng = defaultRng(), dtype = 'float32' }: GPTOptions = {}) {
    super();
    this.config = checkedConfig(config);
    this.dtype = dtype;
    this.dropoutRng = rng.spawn(1)[0];
    const build: Build = { ...this.config, rng, dropoutRng: this.dropoutRng, dtype };
    const { vocabSize, blockSize, nLayer, nEmbd, bias } = build;
    this.transformer = {
      wte: new Embedding(vocabSize, nEmbd, build),
      wpe: new Embedding(blockSize, nEmbd, build),
      drop: new Dropout(build.dropout, { rng: build.dropoutRng }),
      h: Array.from({ length: nLayer }, () => new Block(build)),
      ln_f: new LayerNorm(nEmbd, { bias, dtype }),
    };
    this.lm_head = new TiedHead(this.transformer.wte.weight);
    initialize(this, rng);
  }

  /** @shape ids [B, T] → [B, T, V] */
  forward(ids: Tensor): Tensor {
    this.#checkIds(ids, 0);
    return this.lm_head.forward(this.#hidden(ids, null)); // [B, T, V]
  }

  /**
   * The mean cross-entropy of the next tokens, in nats; targets of −100 do not count.
   *
   * @shape ids [B, T], targets [B, T] → []
   */
  loss(ids: Tensor, targets: Tensor): Tensor {
    return crossEntropy(this.forward(ids), targets);
  }

  /** Memory for the keys and values of up to blockSize tokens. */
  cache(batchSize = 1): KVCache {
    return new KVCache(this.config, { batchSize, dtype: this.dtype });
  }

  /**
   * Logits of the token that follows: `ids` come after those already in `cache`, and are added to it. No gradients.
   *
   * @shape ids [B, T] → [B, V]
   * @throws {ShapeError} when there are no positions left for T more tokens
   */
  step(ids: Tensor, cache: KVCache): Tensor {
    this.#checkIds(ids, cache.length);
    if (ids.shape[0] !== cache.batchSize) {
      const problem = `the cache holds ${cache.batchSize} sequences, not ${ids.shape[0]}`;
      throw new ShapeError({ op: 'GPT.step', problem, shapes: [ids.shape], axis: 0 });
    }
    return tidy(() =>
      noGrad(() => {
        const x = this.#hidden(ids, cache); // [B, T, C]
        cache.length += ids.shape[1];
        return this.lm_head.forward(slice(x, null, -1)); // [B, V]
      }),
    );
  }

  #hidden(ids: Tensor, cache: KVCache | null): Tensor {
    const { wte, wpe, drop, h, ln_f } = this.transformer;
    const start = cache?.length ?? 0;
    const positions: Tensor = slice(wpe.weight as Tensor, [start, start + ids.shape[1]]); // [T, C]
    let stream: Tensor = drop.forward(add(wte.forward(ids) as Tensor, positions)); // [B, T, C]
    let normed: Tensor = h[0].ln_1.forward(stream);
    for (const [i, block] of h.entries()) {
      const next = h[i + 1]?.ln_1 ?? ln_f;
      [stream, normed] = block.forward([stream, normed], next, cache?.layers[i] ?? null, start);
    }
    return normed;
  }

  #checkIds(ids: Tensor, start: number): void {
    const { blockSize } = this.config;
    if (ids.rank !== 2) throw new ShapeError({ op: 'GPT', problem: 'ids must be [B, T]', shapes: [ids.shape] });
    if (ids.size === 0) throw new ShapeError({ op: 'GPT', problem: 'there are no tokens', shapes: [ids.shape] });
    if (start + ids.shape[1] <= blockSize) return;
    throw new ShapeError({
      op: 'GPT',
      problem: `${start + ids.shape[1]} tokens are more than the block size of ${blockSize}`,
      shapes: [ids.shape],
      axis: 1,
      mend: `keep the last ${blockSize}`,
    });
  }
}

/**
 * x + attn(ln_1(x)), then the same with the MLP: both only add to the residual stream.
 *
 * Whoever adds to the stream also normalises it for the next reader, so that it passes through memory once: a block is given
 * x with ln_1(x), and hands on its sum with the norm of the `next` reader, which is another block's ln_1 or the model's ln_f.
 */
class Block extends Module {
  readonly ln_1: LayerNorm;
  readonly attn: CausalSelfAttention;
  readonly ln_2: LayerNorm;
  readonly mlp: MLP;

  constructor(build: Build) {
    super();
    const { nEmbd, bias, dtype } = build;
    this.ln_1 = new LayerNorm(nEmbd, { bias, dtype });
    this.attn = new CausalSelfAttention(build);
    this.ln_2 = new LayerNorm(nEmbd, { bias, dtype });
    this.mlp = new MLP(build);
  }

  /** @shape x [B, T, C], ln_1(x) [B, T, C] → [B, T, C], [B, T, C] */
  forward([x, normed]: [Tensor, Tensor], next: LayerNorm, cache: LayerCache | null, start: number): [Tensor, Tensor] {
    const [attended, normedAgain] = this.ln_2.addForward(x, this.attn.forward(normed, cache, start));
    return next.addForward(attended, this.mlp.forward(normedAgain));
  }
}

/** Every token asks all tokens up to itself; one linear map makes queries, keys and values of all heads. */
class CausalSelfAttention extends Module {
  readonly c_attn: Linear; // [C → 3C]
  readonly c_proj: Linear; // [C → C]
  readonly resid_dropout: Dropout;
  readonly #heads: number;

  constructor({ nEmbd, nHead, bias, dropout: p, rng, dropoutRng, dtype }: Build) {
    super();
    this.c_attn = new Linear(nEmbd, 3 * nEmbd, { bias, rng, dtype });
    this.c_proj = new Linear(nEmbd, nEmbd, { bias, rng, dtype });
    this.resid_dropout = new Dropout(p, { rng: dropoutRng });
    this.#heads = nHead;
  }

  /** @shape x [B, T, C] → [B, T, C] */
  forward(x: Tensor, cache: LayerCache | null, start: number): Tensor {
    const [B, T, C] = x.shape;
    const H = this.#heads;
    const packed: Tensor = this.c_attn.forward(x); // [B, T, 3C]
    const heads = split(packed, 3, -1).map((part) => permute(reshape(part, [B, T, H, C / H]) as Tensor, [0, 2, 1, 3]));
    let [q, k, v] = heads as [Tensor, Tensor, Tensor]; // [B, H, T, D], views of the packed map
    if (cache !== null) {
      k = extended(cache.keys, k, start); // [B, H, S = start + T, D]
      v = extended(cache.values, v, start);
    }
    const { p, rng } = this.resid_dropout;
    const mixed = attention(q, k, v, { causal: true, dropout: this.training ? p : 0, rng: rng as Rng }); // [B, H, T, D]
    const joined: Tensor = reshape(permute(mixed, [0, 2, 1, 3]) as Tensor, [B, T, C]);
    return this.resid_dropout.forward(this.c_proj.forward(joined) as Tensor);
  }
}

/** Writes `fresh` behind the `start` positions that are filled, and returns all that are filled now. */
function extended(buffer: Tensor, fresh: Tensor, start: number): Tensor {
  const end = start + fresh.shape[2];
  setSlice(buffer, [null, null, [start, end]], fresh);
  return slice(buffer, null, null, [0, end]);
}

class MLP extends Module {
  readonly c_fc: Linear; // [C → 4C]
  readonly c_proj: Linear; // [4C → C]
  readonly dropout: Dropout;

  constructor({ nEmbd, bias, dropout: p, rng, dropoutRng, dtype }: Build) {
    super();
    this.c_fc = new Linear(nEmbd, 4 * nEmbd, { bias, rng, dtype });
    this.c_proj = new Linear(4 * nEmbd, nEmbd, { bias, rng, dtype });
    this.dropout = new Dropout(p, { rng: dropoutRng });
  }

  /** @shape x [B, T, C] → [B, T, C] */
  forward(x: Tensor): Tensor {
    const { weight, bias } = this.c_fc;
    const hidden: Tensor = affineGelu(x, weight, bias, { approximate: 'tanh' }); // [B, T, 4C]
    return this.dropout.forward(this.c_proj.forward(hidden) as Tensor);
  }
}

/** A linear map without offset whose weight is the token embedding: what writes a token also reads it. */
class TiedHead extends Module {
  readonly weight: Parameter; // [V, C]

  constructor(weight: Parameter) {
    super();
    this.weight = weight;
  }

  /** @shape x [..., C] → [..., V] */
  forward(x: Tensor): Tensor {
    return affine(x, this.weight);
  }
}

/** GPT-2's initial weights; layer norms keep their ones and zeros. */
function initialize(model: GPT, rng: Rng): void {
  const std = 0.02;
  for (const [name, parameter] of model.namedParameters()) {
    if (name.endsWith('.c_proj.weight')) {
      initNormal(parameter, { std: std / Math.sqrt(2 * model.config.nLayer), rng });
    } else if (parameter.rank === 2) initNormal(parameter, { std, rng });
    else if (name.endsWith('.bias')) initConstant(parameter, 0);
  }
}
