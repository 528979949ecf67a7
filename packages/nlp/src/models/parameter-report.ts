import { checkedConfig, type GPTConfig } from './gpt-config.ts';

export interface ParameterReport {
  /** Parameters by part; the head is tied to the token embedding and has none of its own. */
  readonly parts: readonly { readonly name: string; readonly parameters: number }[];
  readonly total: number;
  /** Without the position embedding, which is looked up and never multiplied: the N of the FLOP counts. */
  readonly nonPositional: number;
  readonly flopsPerToken: {
    /** 2N + 4·L·T·C: one forward pass at full context. */
    readonly forward: number;
    /** 6N + 12·L·T·C: forward and backward. */
    readonly training: number;
  };
  readonly bytes: {
    readonly weights: number;
    /** Weights, gradients and AdamW's two moments; activations come on top. */
    readonly training: number;
    /** Keys and values of one sequence of blockSize tokens. */
    readonly cache: number;
  };
}

/**
 * What a GPT of this configuration consists of and costs, without building it.
 *
 * A multiplication with its addition counts as two operations. Attention adds to the 2N of the weights, per layer and token,
 * 2·T·C for the scores and 2·T·C for the sum of values; a backward pass costs twice the forward one.
 *
 * @throws {ConfigError} when the configuration makes no model
 * @reference Kaplan et al., Scaling Laws for Neural Language Models, arXiv:2001.08361, §2.1; Chowdhery et al., PaLM,
 * arXiv:2204.02311, appendix B
 * @example
 * parameterReport({ vocabSize: 50257, blockSize: 1024, nLayer: 12, nHead: 12, nEmbd: 768 }).total // => 124439808
 */
export function parameterReport(config: GPTConfig, { bytesPerNumber = 4 } = {}): ParameterReport {
  const { vocabSize, blockSize: T, nLayer: L, nEmbd: C, bias } = checkedConfig(config);
  const offsets = (n: number) => (bias ? n : 0);
  const norm = C + offsets(C);
  const parts = [
    { name: 'token embedding', parameters: vocabSize * C },
    { name: 'position embedding', parameters: T * C },
    { name: 'attention', parameters: L * (4 * C * C + offsets(4 * C)) },
    { name: 'mlp', parameters: L * (8 * C * C + offsets(5 * C)) },
    { name: 'layer norms', parameters: (2 * L + 1) * norm },
  ];
  const total = parts.reduce((sum, part) => sum + part.parameters, 0);
  const nonPositional = total - T * C;
  const forward = 2 * nonPositional + 4 * L * T * C;
  const weights = total * bytesPerNumber;
  return {
    parts,
    total,
    nonPositional,
    flopsPerToken: { forward, training: 3 * forward },
    bytes: { weights, training: 4 * weights, cache: 2 * L * T * C * bytesPerNumber },
  };
}
