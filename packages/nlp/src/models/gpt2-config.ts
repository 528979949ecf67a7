// The config.json that stands beside GPT-2 weights in Hugging Face's format.
import { ConfigError, checkedConfig, type GPTConfig } from './gpt-config.ts';

/**
 * The content of the `config.json` that stands beside the weights of `gpt2StateDict`, in Hugging Face's keys for GPT-2.
 *
 * @example
 * gpt2Config({ vocabSize: 65, blockSize: 64, nLayer: 4, nHead: 4, nEmbd: 128 }).n_embd // => 128
 */
export function gpt2Config(config: GPTConfig) {
  const { vocabSize, blockSize, nLayer, nHead, nEmbd, dropout } = checkedConfig(config);
  return {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    activation_function: 'gelu_new',
    vocab_size: vocabSize,
    n_positions: blockSize,
    n_ctx: blockSize,
    n_embd: nEmbd,
    n_layer: nLayer,
    n_head: nHead,
    n_inner: null,
    layer_norm_epsilon: 1e-5,
    initializer_range: 0.02,
    scale_attn_weights: true,
    scale_attn_by_inverse_layer_idx: false,
    reorder_and_upcast_attn: false,
    embd_pdrop: dropout,
    attn_pdrop: dropout,
    resid_pdrop: dropout,
    tie_word_embeddings: true,
    bos_token_id: null,
    eos_token_id: null,
    torch_dtype: 'float32',
  };
}

/** Settings that change what the model computes, with the values this model has. */
const FIXED: Readonly<Record<string, readonly unknown[]>> = {
  model_type: ['gpt2'],
  activation_function: ['gelu_new', 'gelu_pytorch_tanh', undefined],
  layer_norm_epsilon: [1e-5, undefined],
  scale_attn_weights: [true, undefined],
  scale_attn_by_inverse_layer_idx: [false, undefined],
  tie_word_embeddings: [true, undefined],
};

/**
 * The configuration that a GPT-2 `config.json` describes.
 *
 * @param json parsed config.json
 * @throws {ConfigError} when it is of another architecture or of a variant this model does not compute
 * @example
 * gptConfigFrom(gpt2Config({ vocabSize: 65, blockSize: 64, nLayer: 4, nHead: 4, nEmbd: 128 })).nHead // => 4
 */
export function gptConfigFrom(json: unknown): Required<GPTConfig> {
  if (typeof json !== 'object' || json === null) throw new ConfigError('config.json: not an object');
  const file = json as Readonly<Record<string, unknown>>;
  for (const [name, values] of Object.entries(FIXED)) {
    if (!values.includes(file[name])) {
      throw new ConfigError(`config.json: ${name} is ${JSON.stringify(file[name])}, not ${JSON.stringify(values[0])}`);
    }
  }
  const size = (name: string) => {
    const value = file[name];
    if (typeof value !== 'number')
      throw new ConfigError(`config.json: ${name} is ${JSON.stringify(value)}, not a number`);
    return value;
  };
  const config = {
    vocabSize: size('vocab_size'),
    blockSize: size('n_positions'),
    nLayer: size('n_layer'),
    nHead: size('n_head'),
    nEmbd: size('n_embd'),
  };
  const inner = file.n_inner ?? 4 * config.nEmbd;
  if (inner !== 4 * config.nEmbd) throw new ConfigError(`config.json: n_inner is ${inner}, not 4·n_embd`);
  return checkedConfig({ ...config, dropout: file.resid_pdrop === undefined ? 0 : size('resid_pdrop') });
}
