import { backward } from '@ml/autograd';
import { AdamW, decayGroups } from '@ml/nn';
import { memory, Rng, ShapeError, type Tensor, tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { GPT } from './gpt.ts';
import { ConfigError } from './gpt-config.ts';
import { fixtureBatch, fixtureModel, relativeError, torch } from './gpt-fixture.testing.ts';

const tiny = { vocabSize: 7, blockSize: 6, nLayer: 2, nHead: 2, nEmbd: 8 };
const int = (rows: number[][]): Tensor => tensor(rows, { dtype: 'int32' });

describe.each([
  { dtype: 'float32', tolerance: 1e-4 },
  { dtype: 'float64', tolerance: 1e-9 },
] as const)('GPT against torch in $dtype', ({ dtype, tolerance }) => {
  test('logits and loss', () => {
    const model = fixtureModel(dtype);
    const { ids, targets } = fixtureBatch(0);
    expect(relativeError(model.forward(ids).toTypedArray(), torch.logits)).toBeLessThan(tolerance);
    expect(relativeError([model.loss(ids, targets).item()], [torch.loss])).toBeLessThan(tolerance);
  });

  test('every gradient by name', () => {
    const model = fixtureModel(dtype);
    const { ids, targets } = fixtureBatch(0);
    tidy(() => backward(model.loss(ids, targets)));
    const named = model.namedParameters();
    expect(named.map(([name]) => name).sort()).toEqual(Object.keys(torch.gradients).sort());
    const errors = named.map(([name, { grad }]) => {
      expect(grad, name).not.toBeNull();
      return [name, relativeError((grad as Tensor).toTypedArray(), torch.gradients[name])] as const;
    });
    expect(errors.filter(([, error]) => !(error < tolerance))).toEqual([]);
  });

  test('ten AdamW losses', () => {
    const model = fixtureModel(dtype);
    const { lr, beta1, beta2, eps, weightDecay, losses } = torch.adamw;
    const optimizer = new AdamW(decayGroups(model, weightDecay), { lr, beta1, beta2, eps });
    const got = losses.map((_, i) =>
      tidy(() => {
        const { ids, targets } = fixtureBatch(i);
        optimizer.zeroGrad();
        const loss = model.loss(ids, targets);
        backward(loss);
        optimizer.step();
        return loss.item();
      }),
    );
    expect(got.filter((loss, i) => !(Math.abs(loss / losses[i] - 1) < tolerance))).toEqual([]);
  });

  test('steps through a cache give the logits of the whole context', () => {
    const model = fixtureModel(dtype);
    const { ids } = fixtureBatch(0);
    const whole = model.forward(ids); // [2, 8, 11]
    using cache = model.cache(2);
    const prefix = model.step(ids.slice(null, [0, 3]), cache);
    expect(relativeError(prefix.toTypedArray(), whole.slice(null, 2).toTypedArray())).toBeLessThan(tolerance / 10);
    for (let t = 3; t < 8; t++) {
      const logits = model.step(ids.slice(null, [t, t + 1]), cache);
      expect(relativeError(logits.toTypedArray(), whole.slice(null, t).toTypedArray())).toBeLessThan(tolerance / 10);
    }
    expect(cache.length).toBe(8);
    expect(() => model.step(ids.slice(null, [0, 1]), cache)).toThrow('9 tokens are more than the block size of 8');
    cache.clear();
    const again = model.step(ids, cache);
    expect(relativeError(again.toTypedArray(), whole.slice(null, 7).toTypedArray())).toBeLessThan(tolerance / 10);
  });
});

describe('GPT', () => {
  test('parameters have the names and order of nanoGPT, the tied head once', () => {
    const names = new GPT({ ...tiny, nLayer: 1 }).namedParameters().map(([name]) => name);
    const h = 'transformer.h.0';
    const pair = (name: string) => [`${name}.weight`, `${name}.bias`];
    expect(names).toEqual([
      'transformer.wte.weight',
      'transformer.wpe.weight',
      ...[`${h}.ln_1`, `${h}.attn.c_attn`, `${h}.attn.c_proj`, `${h}.ln_2`, `${h}.mlp.c_fc`, `${h}.mlp.c_proj`].flatMap(
        pair,
      ),
      ...pair('transformer.ln_f'),
    ]);
    const model = new GPT(tiny);
    expect(model.stateDict()['lm_head.weight']).toBe(model.transformer.wte.weight);
  });

  test('bias: false leaves out every offset', () => {
    const model = new GPT({ ...tiny, bias: false });
    expect(model.namedParameters().filter(([name]) => name.endsWith('.bias'))).toEqual([]);
    expect(Number.isFinite(model.loss(int([[1, 2, 3]]), int([[2, 3, 4]])).item())).toBe(true);
  });

  test('initial weights: 0.02, 0.02/√(2·layers) into the residual stream, zeros and ones', () => {
    const model = new GPT({ vocabSize: 200, blockSize: 100, nLayer: 8, nHead: 1, nEmbd: 64 }, { rng: new Rng(3) });
    const state = model.stateDict();
    const std = (name: string) => Math.sqrt(state[name].astype('float64').square().mean().item());
    for (const name of ['wte', 'wpe', 'h.0.attn.c_attn', 'h.7.mlp.c_fc']) {
      expect(std(`transformer.${name}.weight`) / 0.02).toBeCloseTo(1, 1);
    }
    for (const name of ['h.0.attn.c_proj', 'h.7.mlp.c_proj']) {
      expect(std(`transformer.${name}.weight`) / (0.02 / 4)).toBeCloseTo(1, 1);
    }
    expect(std('transformer.h.3.attn.c_attn.bias')).toBe(0);
    expect(new Set(state['transformer.h.0.ln_1.weight'].toTypedArray())).toEqual(new Set([1]));
    // Nothing learned yet: every token is about equally likely.
    const loss = tidy(() => model.loss(int([[5, 80, 199, 0]]), int([[80, 199, 0, 7]])).item());
    expect(Math.abs(loss - Math.log(200))).toBeLessThan(0.15);
  });

  test('the same seed gives the same model', () => {
    const logits = (seed: number) => [
      ...new GPT(tiny, { rng: new Rng(seed) }).forward(int([[1, 2, 3]])).toTypedArray(),
    ];
    expect(logits(4)).toEqual(logits(4));
    expect(logits(4)).not.toEqual(logits(5));
  });

  test('a token sees nothing behind it', () => {
    const model = fixtureModel('float64');
    const first = model
      .forward(int([[1, 2, 3, 4]]))
      .slice(0, [0, 3])
      .toTypedArray();
    const second = model
      .forward(int([[1, 2, 3, 9]]))
      .slice(0, [0, 3])
      .toTypedArray();
    expect([...first]).toEqual([...second]);
  });

  test('dropout changes training, not evaluation; a faint one nothing, with a cache or without', () => {
    const build = (dropout: number) => new GPT({ ...tiny, dropout }, { rng: new Rng(6), dtype: 'float64' });
    const ids = int([[1, 2, 3, 4, 5]]);
    const plain = build(0).forward(ids).toTypedArray();
    const model = build(0.4);
    const dropped = model.forward(ids).toTypedArray();
    expect(relativeError(dropped, plain)).toBeGreaterThan(0.01);
    expect(relativeError(model.forward(ids).toTypedArray(), dropped)).toBeGreaterThan(0.01);
    model.eval();
    expect([...model.forward(ids).toTypedArray()]).toEqual([...plain]);
    // A probability too small ever to drop anything.
    const faint = build(1e-12);
    expect(relativeError(faint.forward(ids).toTypedArray(), plain)).toBeLessThan(1e-9);
    using cache = faint.cache();
    faint.step(ids.slice(null, [0, 2]), cache);
    const last = faint.step(ids.slice(null, [2, null]), cache).toTypedArray();
    expect(relativeError(last, plain.slice(-tiny.vocabSize))).toBeLessThan(1e-9);
  });

  test('training with dropout is reproducible from the state of dropoutRng', () => {
    const model = new GPT({ ...tiny, dropout: 0.5 }, { rng: new Rng(6) });
    const state = model.dropoutRng.getState();
    const ids = int([[1, 2, 3]]);
    const first = [...model.forward(ids).toTypedArray()];
    model.dropoutRng.setState(state);
    expect([...model.forward(ids).toTypedArray()]).toEqual(first);
  });

  test('heads that do not divide the width, and other impossible sizes, are refused in words', () => {
    expect(() => new GPT({ ...tiny, nHead: 3 })).toThrow(ConfigError);
    expect(() => new GPT({ ...tiny, nHead: 3 })).toThrow('3 heads do not divide a width of 8');
    expect(() => new GPT({ ...tiny, nLayer: 0 })).toThrow('nLayer must be an integer ≥ 1, not 0');
    expect(() => new GPT({ ...tiny, blockSize: Number.NaN })).toThrow('blockSize must be an integer ≥ 1, not NaN');
    expect(() => new GPT({ ...tiny, dropout: 1 })).toThrow('dropout must be in [0, 1), not 1');
  });

  test('too many tokens, and ids that are not rows of tokens, are shape errors', () => {
    const model = new GPT(tiny);
    expect(() => model.forward(int([[0, 1, 2, 3, 4, 5, 6]]))).toThrow(ShapeError);
    expect(() => model.forward(int([[0, 1, 2, 3, 4, 5, 6]]))).toThrow(
      'GPT: 7 tokens are more than the block size of 6 (shape [1, 7]); keep the last 6',
    );
    expect(() => model.forward(int([[]]))).toThrow('GPT: there are no tokens');
    expect(() => model.forward(tensor([1, 2], { dtype: 'int32' }))).toThrow('GPT: ids must be [B, T] (shape [2])');
    expect(() => model.forward(int([[7]]))).toThrow('id 7');
    using cache = model.cache(2);
    expect(() => model.step(int([[1]]), cache)).toThrow('the cache holds 2 sequences, not 1');
  });

  test('training and stepping leave nothing behind', () => {
    const model = new GPT({ ...tiny, dropout: 0.1 }, { rng: new Rng(1) });
    const optimizer = new AdamW(model.parameters(), { lr: 1e-3 });
    const live: number[] = [];
    for (let i = 0; i < 20; i++) {
      tidy(() => {
        optimizer.zeroGrad();
        backward(model.loss(int([[1, 2, 3]]), int([[2, 3, 4]])));
        optimizer.step();
        using cache = model.cache();
        model.step(int([[1, 2]]), cache);
      });
      live.push(memory.report().liveBytes);
    }
    expect(live[19]).toBe(live[1]);
  });
});
