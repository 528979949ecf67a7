import type { Tensor } from '@ml/tensor';
import type { Work } from '../measure.ts';
import { notAvailable, type Peers } from './load-peers.ts';
import type { Operand, Operation } from './peer.ts';

export interface PeerVariants {
  /** By name, for `measure`. */
  readonly variants: Readonly<Record<string, Work>>;
  /** What is wrong with those that should be there and are not. */
  readonly remarks: readonly string[];
}

/**
 * The same operation by every peer that has it and whose result is ours: what is lazy, or wrong, is not compared.
 *
 * @param expected our result
 * @param comparable what of a result is compared where the result itself may differ (positions of equal elements)
 */
export async function peerVariants(
  { peers }: Peers,
  operation: Operation,
  inputs: readonly Tensor[],
  expected: Tensor,
  comparable: (result: ArrayLike<number>) => ArrayLike<number> = (result) => result,
): Promise<PeerVariants> {
  const operands = inputs.map((x): Operand => ({ values: Float32Array.from(x.toTypedArray()), shape: x.shape }));
  const wanted = comparable(expected.toTypedArray());
  const variants: Record<string, Work> = {};
  const remarks: string[] = [];
  for (const peer of peers) {
    try {
      const work = peer.prepare(operation, operands);
      if (work === null) continue;
      const error = largestError(comparable(await work.result()), wanted);
      if (!(error <= 1e-3)) throw new Error(`its result differs from ours by ${error.toPrecision(2)} of the largest`);
      variants[peer.name] = work.run;
    } catch (error) {
      remarks.push(notAvailable(`${operation} of ${peer.name}`, error));
    }
  }
  return { variants, remarks };
}

/** Largest difference, relative to the largest element; NaN where lengths differ. */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.NaN;
  let error = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    error = Math.max(error, Math.abs(actual[i] - expected[i]));
    scale = Math.max(scale, Math.abs(expected[i]));
  }
  return error === 0 ? 0 : error / scale;
}
