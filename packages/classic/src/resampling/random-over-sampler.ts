import type { Tensor } from '@ml/tensor';
import { tagsOf } from '../base/tags.ts';
import { type ClassSamples, codesOf, type Drawn, Sampler, type SamplerParams } from './sampler.ts';

export type RandomOverSamplerParams = SamplerParams;

/**
 * Small classes made larger by samples drawn from them again, with replacement.
 *
 * All samples stay, in their order; those that are drawn follow, class by class.
 *
 * @shape X [N, F], y [N] → X [N', F], y [N']
 * @reference as imblearn.over_sampling.RandomOverSampler
 * @example
 * const { y } = new RandomOverSampler({ randomState: 0 }).fitResample([[1], [2], [3]], ['a', 'a', 'b']);
 * y // => ['a', 'a', 'b', 'b']
 */
export class RandomOverSampler extends Sampler<RandomOverSamplerParams> {
  static readonly estimatorName = 'RandomOverSampler';
  static readonly defaults: RandomOverSamplerParams = { samplingStrategy: 'auto', randomState: null };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', {
    input: 'resample',
    requiresY: true,
    orderInvariant: false,
  });

  protected readonly direction = 'over';

  /** Rows of X that came out, in order. @shape → [N'] int32 */
  get sampleIndices_(): Tensor<[number]> {
    return this.drawnIndices;
  }

  protected draw({ rows, targets, rng }: ClassSamples): Drawn {
    const codes = codesOf(rows);
    const added = rows.map((own, k) =>
      rng.fillIntegers(new Int32Array(targets[k] - own.length), 0, own.length).map((place) => own[place]),
    );
    return {
      rows: Int32Array.from([...codes.keys(), ...added.flatMap((own) => [...own])]),
      codes: Int32Array.from([...codes, ...added.flatMap((own, k) => [...own].map(() => k))]),
      made: new Float64Array(0),
      madeCodes: new Int32Array(0),
    };
  }
}
