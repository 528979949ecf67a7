import { decodeSafetensors, encodeSafetensors, StateDictError } from '@ml/nn';
import { memory, Rng, type Tensor, tensor, transpose, zeros } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { GPT } from './gpt.ts';
import { ConfigError } from './gpt-config.ts';
import { fixtureBatch, fixtureModel, fixtureWeights, torch } from './gpt-fixture.testing.ts';
import { gpt2Config, gptConfigFrom } from './gpt2-config.ts';
import { gpt2StateDict, loadGpt2StateDict } from './gpt2-state-dict.ts';

const { ids } = fixtureBatch(0);
const logits = (model: GPT) => [...model.forward(ids).toTypedArray()];

/** The fixture's weights as a Hugging Face file has them, made without the code under test. */
function huggingFace(): Record<string, Tensor> {
  const entries = Object.entries(fixtureWeights('float32')).map(([name, x]) => {
    const isConv1D = ['c_attn.weight', 'c_proj.weight', 'c_fc.weight'].some((end) => name.endsWith(end));
    return [name, isConv1D ? (transpose(x) as Tensor) : x] as const;
  });
  return Object.fromEntries(entries);
}

describe('loadGpt2StateDict', () => {
  test('opens a Hugging Face layout, with or without prefix, head and masks', () => {
    const expected = logits(fixtureModel('float32'));
    const file = huggingFace();
    const bare = Object.fromEntries(Object.entries(file).map(([name, x]) => [name.replace('transformer.', ''), x]));
    const old = {
      ...bare,
      'lm_head.weight': file['transformer.wte.weight'],
      'h.0.attn.bias': zeros([1, 1, 8, 8]) as Tensor,
    };
    for (const tensors of [file, bare, old]) {
      const model = new GPT(torch.config);
      loadGpt2StateDict(model, tensors);
      expect(logits(model)).toEqual(expected);
    }
  });

  test('names everything that does not fit, and writes nothing', () => {
    const model = new GPT(torch.config, { rng: new Rng(1) });
    const before = logits(model);
    const { 'transformer.wpe.weight': _, ...file } = huggingFace();
    const wrong = { ...file, extra: tensor([1]) as Tensor, 'transformer.ln_f.bias': tensor([1, 2]) as Tensor };
    expect(() => loadGpt2StateDict(model, wrong)).toThrow(StateDictError);
    expect(() => loadGpt2StateDict(model, wrong)).toThrow(
      /missing: transformer\.wpe\.weight.*transformer\.extra.*ln_f\.bias/,
    );
    expect(() => loadGpt2StateDict(model, {})).toThrow(StateDictError);
    expect(logits(model)).toEqual(before);
  });
});

describe('gpt2StateDict', () => {
  test('gives names, shapes and numbers of the layout', () => {
    const state = gpt2StateDict(fixtureModel('float32'));
    const expected = huggingFace();
    expect(Object.keys(state).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, x] of Object.entries(expected)) expect(state[name].toArray(), name).toEqual(x.toArray());
    expect(state['transformer.h.0.attn.c_attn.weight'].isContiguous).toBe(true);
  });

  test('survives a safetensors file', () => {
    const model = fixtureModel('float32');
    const again = new GPT(torch.config, { rng: new Rng(8) });
    loadGpt2StateDict(again, decodeSafetensors(encodeSafetensors(gpt2StateDict(model))).tensors);
    expect(logits(again)).toEqual(logits(model));
  });

  test('a model without offsets is written with offsets of 0, and read back', () => {
    const model = new GPT({ ...torch.config, bias: false }, { rng: new Rng(2) });
    const state = gpt2StateDict(model);
    expect(Object.keys(state).sort()).toEqual(Object.keys(huggingFace()).sort());
    const full = new GPT(torch.config);
    loadGpt2StateDict(full, state);
    const difference = Math.max(...logits(full).map((value, i) => Math.abs(value - logits(model)[i])));
    expect(difference).toBeLessThan(1e-6);
    const again = new GPT({ ...torch.config, bias: false });
    loadGpt2StateDict(again, state);
    expect(logits(again)).toEqual(logits(model));
  });

  test('loading keeps nothing', () => {
    const model = fixtureModel('float32');
    const file = huggingFace();
    loadGpt2StateDict(model, file);
    const live = memory.report().liveBytes;
    for (let i = 0; i < 5; i++) loadGpt2StateDict(model, file);
    expect(memory.report().liveBytes).toBe(live);
  });
});

describe('gpt2Config', () => {
  const config = { vocabSize: 65, blockSize: 64, nLayer: 4, nHead: 4, nEmbd: 128, dropout: 0.1 };

  test('round trip', () => {
    expect(gptConfigFrom(JSON.parse(JSON.stringify(gpt2Config(config))))).toEqual({ ...config, bias: true });
  });

  test.each<[string, unknown, string]>([
    ['null', null, 'not an object'],
    ['another architecture', { ...gpt2Config(config), model_type: 'llama' }, 'model_type is "llama", not "gpt2"'],
    ['another activation', { ...gpt2Config(config), activation_function: 'relu' }, 'activation_function is "relu"'],
    ['another eps', { ...gpt2Config(config), layer_norm_epsilon: 1e-6 }, 'layer_norm_epsilon is 0.000001'],
    ['an untied head', { ...gpt2Config(config), tie_word_embeddings: false }, 'tie_word_embeddings is false'],
    ['another MLP', { ...gpt2Config(config), n_inner: 100 }, 'n_inner is 100, not 4·n_embd'],
    ['a missing size', { ...gpt2Config(config), n_layer: undefined }, 'n_layer is undefined, not a number'],
    ['heads that do not divide', { ...gpt2Config(config), n_head: 3 }, '3 heads do not divide a width of 128'],
  ])('refuses %s', (_, json, problem) => {
    expect(() => gptConfigFrom(json)).toThrow(ConfigError);
    expect(() => gptConfigFrom(json)).toThrow(problem);
  });
});
