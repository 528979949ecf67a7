import { describe, expect, test } from 'vitest';
import { GPT } from './gpt.ts';
import { parameterReport } from './parameter-report.ts';

const config = { vocabSize: 65, blockSize: 64, nLayer: 4, nHead: 4, nEmbd: 128 };

describe('parameterReport', () => {
  test.each([config, { ...config, bias: false }])('counts what the model has: %o', (of) => {
    const report = parameterReport(of);
    const model = new GPT(of);
    expect(report.total).toBe(model.parameterCount());
    const sizes = (pattern: RegExp) =>
      model.namedParameters().reduce((sum, [name, { size }]) => (pattern.test(name) ? sum + size : sum), 0);
    expect(report.parts.map((part) => part.parameters)).toEqual(
      [/wte/, /wpe/, /\.attn\./, /\.mlp\./, /\.ln_/].map(sizes),
    );
    using cache = model.cache();
    const numbers = cache.layers.reduce((sum, { keys, values }) => sum + keys.size + values.size, 0);
    expect(report.bytes.cache).toBe(4 * numbers);
  });

  test('GPT-2 of 124 million, and its FLOPs by the formula of PaLM', () => {
    const report = parameterReport({ vocabSize: 50257, blockSize: 1024, nLayer: 12, nHead: 12, nEmbd: 768 });
    expect(report.total).toBe(124_439_808);
    expect(report.nonPositional).toBe(123_653_376);
    expect(report.flopsPerToken.training).toBe(6 * 123_653_376 + 12 * 12 * 768 * 1024);
    expect(report.flopsPerToken.forward * 3).toBe(report.flopsPerToken.training);
    expect(report.bytes).toEqual({ weights: 497_759_232, training: 1_991_036_928, cache: 75_497_472 });
  });

  test('refuses what makes no model', () => {
    expect(() => parameterReport({ ...config, nHead: 3 })).toThrow('3 heads do not divide a width of 128');
  });
});
