import { readFileSync } from 'node:fs';
import { Rng } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { LogitsError, sampleToken, tokenProbabilities } from './sample-token.ts';

interface SamplingFixture {
  readonly seed: number;
  readonly logits: readonly number[][];
  readonly cases: readonly {
    readonly logits: number;
    readonly temperature: number;
    readonly topK: number | null;
    readonly topP: number | null;
    readonly probabilities: readonly number[];
    readonly draws: readonly number[];
  }[];
}

/** Written by tooling/parity/nlp-sampling.py. */
const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/sampling.json', import.meta.url), 'utf8'),
) as SamplingFixture;

describe('tokenProbabilities', () => {
  test.each(fixture.cases)('of logits $logits at temperature $temperature, topK $topK, topP $topP', (expected) => {
    const logits = fixture.logits[expected.logits];
    const { temperature, topK, topP, probabilities, draws } = expected;
    const options = { temperature, topK: topK ?? undefined, topP: topP ?? undefined };
    const got = tokenProbabilities(logits, options);
    for (const [id, p] of probabilities.entries()) {
      expect(got[id] === 0).toBe(p === 0);
      expect(Math.abs(got[id] - p)).toBeLessThanOrEqual(1e-13 * p);
    }
    const rng = new Rng(fixture.seed);
    expect(draws.map(() => sampleToken(Float32Array.from(logits), options, rng))).toEqual(draws);
  });

  test('a temperature of 0 is the limit of small ones: the first of the largest', () => {
    expect([...tokenProbabilities([1, 5, 5, 2], { temperature: 0 })]).toEqual([0, 1, 0, 0]);
    expect([...tokenProbabilities([1, 5, 4, 2], { temperature: 1e-320 })]).toEqual([0, 1, 0, 0]);
  });

  test('tokens that tie with the k-th stay', () => {
    expect([...tokenProbabilities([2, 1, 2, 2], { topK: 2 })]).toEqual([1 / 3, 0, 1 / 3, 1 / 3]);
  });

  test('of equally likely tokens top-p keeps the first', () => {
    expect([...tokenProbabilities([0, 0, 0, 0], { topP: 0.5 })]).toEqual([0.5, 0.5, 0, 0]);
  });

  test('top-p counts what top-k has kept', () => {
    // Of all four, 0.4 + 0.3 reach 0.65; of the first two alone, 0.4/0.7 does not reach 0.65 and 1 does.
    const logits = [0.4, 0.3, 0.2, 0.1].map(Math.log);
    expect([...tokenProbabilities(logits, { topK: 2, topP: 0.57 })]).toEqual([1, 0, 0, 0]);
    expect(tokenProbabilities(logits, { topP: 0.57 })[1]).toBeCloseTo(3 / 7, 12);
  });

  test('−∞ is never drawn, enormous logits do no harm', () => {
    expect([...tokenProbabilities([-Infinity, 1e308, -1e308], { temperature: 0.01 })]).toEqual([0, 1, 0]);
  });

  test.each([
    [[Number.NaN, 0], 'the logit of token 0 is NaN'],
    [[0, Infinity], 'the logit of token 1 is Infinity'],
    [[-Infinity, -Infinity], 'no token has a logit above -Infinity'],
    [[], 'no token has a logit above -Infinity'],
  ])('refuses logits %j', (logits, problem) => {
    expect(() => tokenProbabilities(logits)).toThrow(LogitsError);
    expect(() => tokenProbabilities(logits)).toThrow(problem);
  });

  test.each([
    [{ temperature: -1 }, 'temperature must be ≥ 0, not -1'],
    [{ temperature: Number.NaN }, 'temperature must be ≥ 0, not NaN'],
    [{ temperature: Infinity }, 'temperature must be ≥ 0, not Infinity'],
    [{ topK: 0 }, 'topK must be an integer ≥ 1, not 0'],
    [{ topK: 2.5 }, 'topK must be an integer ≥ 1, not 2.5'],
    [{ topP: 0 }, 'topP must be above 0 and at most 1, not 0'],
    [{ topP: 1.1 }, 'topP must be above 0 and at most 1, not 1.1'],
  ])('refuses %o', (options, problem) => {
    expect(() => tokenProbabilities([0, 1], options)).toThrow(new RangeError(problem));
  });
});

describe('sampleToken', () => {
  test('draws each token as often as its probability says', () => {
    const rng = new Rng(5);
    const counts = [0, 0, 0];
    const n = 20_000;
    for (let i = 0; i < n; i++) counts[sampleToken([0, Math.log(2), Math.log(5)], {}, rng)]++;
    // Four standard deviations of a count are below 290.
    for (const [id, share] of [1 / 8, 2 / 8, 5 / 8].entries())
      expect(Math.abs(counts[id] - n * share)).toBeLessThan(290);
  });

  test('takes one number from the generator, whatever the options', () => {
    const after = [{}, { temperature: 0 }, { topK: 1 }, { topP: 0.1 }].map((options) => {
      const rng = new Rng(9);
      sampleToken([1, 2, 3], options, rng);
      return rng.random();
    });
    expect(new Set(after).size).toBe(1);
  });
});
