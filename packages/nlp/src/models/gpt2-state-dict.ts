// Weights in the layout of Hugging Face's GPT2LMHeadModel. Its linear maps are "Conv1D": weights [in, out], the transpose of
// PyTorch's and ours. The head is tied and not saved.
import { noGrad } from '@ml/autograd';
import type { StateDict, StateDictDifference } from '@ml/nn';
import { contiguous, type Tensor, tidy, transpose, zeros } from '@ml/tensor';
import type { GPT } from './gpt.ts';

const LINEAR_WEIGHT = /\.(c_attn|c_proj|c_fc)\.weight$/;
/** The causal mask, which old files carry as weights. */
const MASK = /\.attn\.(masked_bias|bias)$/;
const PREFIX = 'transformer.';

/**
 * The weights of a model as GPT-2 files have them; a model without offsets gets offsets of 0. Linear
 * weights are copies, the others the model's own.
 *
 * Written as safetensors beside the `config.json` of `gpt2Config` they are what GPT2LMHeadModel reads.
 *
 * @example
 * const model = new GPT({ vocabSize: 5, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 4 });
 * gpt2StateDict(model)['transformer.h.0.attn.c_attn.weight'].shape // => [4, 12]
 */
export function gpt2StateDict(model: GPT): StateDict {
  return tidy(() =>
    noGrad(() => {
      const state: Record<string, Tensor> = {};
      for (const [name, parameter] of model.namedParameters()) {
        const isLinear = LINEAR_WEIGHT.test(name);
        state[name] = (isLinear ? contiguous(transpose(parameter as Tensor) as Tensor) : parameter) as Tensor;
        const offset = name.replace(/\.weight$/, '.bias');
        const hasOffset = isLinear || /\.ln_\w\.weight$/.test(name);
        if (hasOffset && !model.config.bias)
          state[offset] = zeros([parameter.shape[0]], { dtype: model.dtype }) as Tensor;
      }
      return state;
    }),
  );
}

/**
 * Copies GPT-2 weights into a model, in place. Names may lack the prefix `transformer.`; the tied head and the causal masks
 * of old files are passed over, and so are offsets of 0 when the model has none. Nothing is written unless everything fits.
 *
 * @param tensors as `decodeSafetensors` gives them
 * @throws {StateDictError} listing every missing, unexpected and misshapen name
 * @reference Hugging Face transformers, GPT2LMHeadModel
 */
export function loadGpt2StateDict(model: GPT, tensors: StateDict): StateDictDifference {
  return tidy(() =>
    noGrad(() => {
      const state: Record<string, Tensor> = Object.create(null);
      for (const [key, values] of Object.entries(tensors)) {
        if (key === 'lm_head.weight' || MASK.test(key)) continue;
        const name = key.startsWith(PREFIX) ? key : PREFIX + key;
        if (!model.config.bias && name.endsWith('.bias') && isZero(values)) continue;
        state[name] = LINEAR_WEIGHT.test(name) && values.rank === 2 ? (transpose(values) as Tensor) : values;
      }
      const embedding = state['transformer.wte.weight'];
      if (embedding !== undefined) state['lm_head.weight'] = embedding;
      return model.loadStateDict(state);
    }),
  );
}

function isZero(x: Tensor): boolean {
  return x.toTypedArray().every((value: number) => value === 0);
}
