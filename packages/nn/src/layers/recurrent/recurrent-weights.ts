import type { Parameter } from '@ml/autograd';
import type { FloatDType, Rng } from '@ml/tensor';
import type { RecurrentCell } from '@ml/tensor/layers';
import { learned } from '../../init/learned.ts';

/** What one direction of one recurrent layer learns; G gates, in PyTorch's order. */
export interface RecurrentWeights {
  /** [G·hidden, input] */
  readonly weightIh: Parameter<[number, number]>;
  /** [G·hidden, hidden] */
  readonly weightHh: Parameter<[number, number]>;
  /** [G·hidden] */
  readonly biasIh: Parameter<[number]> | null;
  /** [G·hidden] */
  readonly biasHh: Parameter<[number]> | null;
}

interface WeightOptions {
  readonly cell: RecurrentCell;
  readonly bias: boolean;
  readonly rng: Rng;
  readonly dtype: FloatDType;
}

const gateCount: Readonly<Record<RecurrentCell, number>> = { gru: 3, lstm: 4, relu: 1, tanh: 1 };

/** New weights, uniform in ±1/√hidden as in PyTorch. */
export function recurrentWeights(
  inputSize: number,
  hiddenSize: number,
  { cell, bias, rng, dtype }: WeightOptions,
): RecurrentWeights {
  const bound = hiddenSize > 0 ? 1 / Math.sqrt(hiddenSize) : 0;
  const fill = (values: Float32Array | Float64Array): unknown => rng.fillUniform(values, -bound, bound);
  const rows = gateCount[cell] * hiddenSize;
  return {
    weightIh: learned([rows, inputSize], dtype, fill),
    weightHh: learned([rows, hiddenSize], dtype, fill),
    biasIh: bias ? learned([rows], dtype, fill) : null,
    biasHh: bias ? learned([rows], dtype, fill) : null,
  };
}

/** The names they have in PyTorch's state dicts. */
export function namedWeights(weights: RecurrentWeights, suffix = ''): [name: string, parameter: Parameter | null][] {
  return [
    [`weight_ih${suffix}`, weights.weightIh],
    [`weight_hh${suffix}`, weights.weightHh],
    [`bias_ih${suffix}`, weights.biasIh],
    [`bias_hh${suffix}`, weights.biasHh],
  ];
}

/** @throws {RangeError} when a size or a number of layers is not a whole number ≥ 1 */
export function requireSizes(op: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isSafeInteger(size) || size < 1)
      throw new RangeError(`${op}: ${name} must be a whole number ≥ 1, not ${size}`);
  }
}
