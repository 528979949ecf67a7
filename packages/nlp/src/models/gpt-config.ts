/** What a GPT is built from. */
export interface GPTConfig {
  /** Number of token ids, V. */
  readonly vocabSize: number;
  /** Longest context, in tokens: there are this many positions. */
  readonly blockSize: number;
  readonly nLayer: number;
  /** Heads of each attention; divides nEmbd. */
  readonly nHead: number;
  /** Width C of the residual stream. */
  readonly nEmbd: number;
  /** Probability with which embeddings, attention weights and what blocks add are dropped in training; default 0. */
  readonly dropout?: number;
  /** Offsets in linear maps and layer norms, as GPT-2 has them; default true. */
  readonly bias?: boolean;
}

/** A model cannot be built from these numbers. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The configuration with its defaults filled in. @throws {ConfigError} when it makes no model */
export function checkedConfig({ dropout = 0, bias = true, ...sizes }: GPTConfig): Required<GPTConfig> {
  const { vocabSize, blockSize, nLayer, nHead, nEmbd } = sizes;
  for (const [name, value] of Object.entries({ vocabSize, blockSize, nLayer, nHead, nEmbd })) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new ConfigError(`GPT: ${name} must be an integer ≥ 1, not ${value}`);
  }
  if (nEmbd % nHead !== 0) {
    throw new ConfigError(`GPT: ${nHead} heads do not divide a width of ${nEmbd}; nEmbd must be a multiple of nHead`);
  }
  if (!(dropout >= 0 && dropout < 1)) throw new ConfigError(`GPT: dropout must be in [0, 1), not ${dropout}`);
  return { vocabSize, blockSize, nLayer, nHead, nEmbd, dropout, bias };
}
