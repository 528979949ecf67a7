import { readFileSync } from 'node:fs';
import { type FloatDType, type Tensor, tensor } from '@ml/tensor';
import { GPT } from './gpt.ts';
import type { GPTConfig } from './gpt-config.ts';

interface GPTFixture {
  readonly config: GPTConfig;
  readonly weights: Readonly<Record<string, { readonly shape: number[]; readonly values: number[] }>>;
  readonly batches: readonly number[][][];
  readonly logits: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly adamw: Record<'lr' | 'beta1' | 'beta2' | 'eps' | 'weightDecay', number> & {
    readonly losses: readonly number[];
  };
}

/** From torch in float64; written by tooling/parity/gpt.py. */
export const torch = JSON.parse(
  readFileSync(new URL('../../fixtures/gpt.json', import.meta.url), 'utf8'),
) as GPTFixture;

/** The fixture's weights by name. */
export function fixtureWeights(dtype: FloatDType): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(torch.weights).map(([name, { shape, values }]) => [
      name,
      (tensor(values, { dtype }) as Tensor).reshape(shape) as Tensor,
    ]),
  );
}

/** A model with the fixture's weights. */
export function fixtureModel(dtype: FloatDType): GPT {
  const model = new GPT(torch.config, { dtype });
  const weights = fixtureWeights(dtype);
  model.loadStateDict({ ...weights, 'lm_head.weight': weights['transformer.wte.weight'] });
  return model;
}

/** Ids [B, T] and the ids one place further, of batch `i`. */
export function fixtureBatch(i: number): { ids: Tensor; targets: Tensor } {
  const rows = torch.batches[i] as number[][];
  const ids = rows.map((row) => row.slice(0, -1));
  const targets = rows.map((row) => row.slice(1));
  return { ids: tensor(ids, { dtype: 'int32' }), targets: tensor(targets, { dtype: 'int32' }) };
}

/** Largest difference, relative to the largest number expected. */
export function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs((got[i] as number) - (expected[i] as number));
    if (!(error <= difference)) difference = error;
    scale = Math.max(scale, Math.abs(expected[i] as number));
  }
  return difference / scale;
}
