import { readFileSync } from 'node:fs';

interface Gelu {
  readonly x: number[];
  readonly dy: number[];
  readonly y: number[];
  readonly dx: number[];
}

export interface AttentionCase {
  readonly name: string;
  readonly batch: number;
  readonly heads: number;
  readonly tq: number;
  readonly tk: number;
  readonly dim: number;
  readonly causal: boolean;
  readonly q: number[];
  readonly k: number[];
  readonly v: number[];
  readonly dOut: number[];
  readonly out: number[];
  readonly lse: number[];
  readonly dq: number[];
  readonly dk: number[];
  readonly dv: number[];
}

interface Optimization {
  readonly lr: number;
  readonly weight_decay: number;
  readonly param: number[];
  readonly grads: number[][];
  readonly result: number[];
}

interface NnFixture {
  readonly layerNorm: Record<'x' | 'weight' | 'bias' | 'dy' | 'y' | 'dx' | 'dWeight' | 'dBias', number[]> & {
    readonly rows: number;
    readonly n: number;
    readonly eps: number;
  };
  readonly geluTanh: Gelu;
  readonly geluErf: Gelu;
  readonly crossEntropy: Record<'logits' | 'targets' | 'dLoss' | 'loss' | 'dLogits', number[]> & {
    readonly rows: number;
    readonly classes: number;
    readonly ignoreIndex: number;
  };
  readonly attention: AttentionCase[];
  readonly adamw: Optimization & { readonly betas: [number, number]; readonly eps: number };
  readonly sgd: (Optimization & {
    readonly momentum: number;
    readonly dampening: number;
    readonly nesterov: boolean;
  })[];
}

/** Values from torch 1.13 in float64; written by tooling/parity/nn-kernels.py. */
export const torch = JSON.parse(
  readFileSync(new URL('../../fixtures/nn-kernels.json', import.meta.url), 'utf8'),
) as NnFixture;

/** Largest |got - exact| / (scale + |exact|): absolute error where values are small beside `scale`, relative elsewhere. */
export function worstError(got: ArrayLike<number>, exact: ArrayLike<number>, scale: number): number {
  if (got.length !== exact.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < exact.length; i++) {
    const want = exact[i] as number;
    const error = Math.abs((got[i] as number) - want) / (scale + Math.abs(want));
    if (!(error <= worst)) worst = error;
  }
  return worst;
}
