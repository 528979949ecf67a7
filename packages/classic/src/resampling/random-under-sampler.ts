import type { Tensor } from '@ml/tensor';
import { tagsOf } from '../base/tags.ts';
import { type ClassSamples, type Drawn, Sampler, type SamplerParams } from './sampler.ts';

export interface RandomUnderSamplerParams extends SamplerParams {
  /** Whether a sample may be drawn more than once. */
  readonly replacement: boolean;
}

/**
 * Large classes made smaller: of each a random part stays. Samples come out class by class.
 *
 * @shape X [N, F], y [N] → X [N', F], y [N']
 * @reference as imblearn.under_sampling.RandomUnderSampler
 * @example
 * const { y } = new RandomUnderSampler({ randomState: 0 }).fitResample([[1], [2], [3]], ['b', 'b', 'a']);
 * y // => ['a', 'b']
 */
export class RandomUnderSampler extends Sampler<RandomUnderSamplerParams> {
  static readonly estimatorName = 'RandomUnderSampler';
  static readonly defaults: RandomUnderSamplerParams = {
    samplingStrategy: 'auto',
    replacement: false,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', {
    input: 'resample',
    requiresY: true,
    orderInvariant: false,
  });

  protected readonly direction = 'under';

  /** Rows of X that came out, in order. @shape → [N'] int32 */
  get sampleIndices_(): Tensor<[number]> {
    return this.drawnIndices;
  }

  protected draw({ rows, targets, rng }: ClassSamples): Drawn {
    const { replacement } = this.params;
    const kept = rows.map((own, k) => {
      if (targets[k] === own.length && !replacement) return own;
      return rng.choice(own.length, targets[k], { replace: replacement }).map((place) => own[place]);
    });
    return {
      rows: Int32Array.from(kept.flatMap((own) => [...own])),
      codes: Int32Array.from(kept.flatMap((own, k) => [...own].map(() => k))),
      made: new Float64Array(0),
      madeCodes: new Int32Array(0),
    };
  }
}
