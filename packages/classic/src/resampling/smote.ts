import { DataError } from '../base/data-error.ts';
import { requireCount } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { nearestOthers } from './nearest-others.ts';
import { type ClassSamples, codesOf, type Drawn, Sampler, type SamplerParams } from './sampler.ts';

export interface SMOTEParams extends SamplerParams {
  /** Neighbours of the same class that a sample is mixed with. */
  readonly kNeighbors: number;
}

/**
 * Small classes made larger by samples that lie between two of them (synthetic minority over-sampling).
 *
 * x + u (x' − x) with a sample x of the class, one of its nearest x' in the class, and u uniform in [0, 1). All samples stay, in
 * their order; new ones follow, class by class.
 *
 * @shape X [N, F], y [N] → X [N', F], y [N']
 * @throws {DataError} when a class that is to grow has not more than `kNeighbors` samples
 * @reference Chawla et al., SMOTE, JAIR 16 (2002); as imblearn.over_sampling.SMOTE
 * @example
 * const X = [[0], [1], [2], [3], [10], [11]];
 * const { y } = new SMOTE({ kNeighbors: 1, randomState: 0 }).fitResample(X, [0, 0, 0, 0, 1, 1]);
 * y.toArray() // => [0, 0, 0, 0, 1, 1, 1, 1]
 */
export class SMOTE extends Sampler<SMOTEParams> {
  static readonly estimatorName = 'SMOTE';
  static readonly defaults: SMOTEParams = { samplingStrategy: 'auto', kNeighbors: 5, randomState: null };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', {
    input: 'resample',
    requiresY: true,
    orderInvariant: false,
  });

  protected readonly direction = 'over';

  protected draw({ data, columns, classes, rows, targets, rng }: ClassSamples): Drawn {
    const { kNeighbors } = this.params;
    requireCount('SMOTE', 'kNeighbors', kNeighbors);
    const codes = codesOf(rows);
    const added = rows.map((own, k) => targets[k] - own.length);
    const total = added.reduce((sum, count) => sum + count, 0);
    const made = new Float64Array(total * columns);
    const madeCodes = new Int32Array(total);
    let at = 0;
    rows.forEach((own, k) => {
      if (added[k] === 0) return;
      if (own.length <= kNeighbors)
        throw new DataError(
          `SMOTE.fitResample: class ${classes[k]} has ${own.length} samples, kNeighbors = ${kNeighbors} needs more than ${kNeighbors}`,
        );
      const neighbors = nearestOthers(data, columns, own, kNeighbors);
      const picks = rng.fillIntegers(new Int32Array(added[k]), 0, neighbors.length);
      const steps = rng.fillRandom(new Float64Array(added[k]));
      for (let i = 0; i < added[k]; i++, at++) {
        const from = own[Math.floor(picks[i] / kNeighbors)] * columns;
        const to = neighbors[picks[i]] * columns;
        for (let j = 0; j < columns; j++)
          made[at * columns + j] = data[from + j] + steps[i] * (data[to + j] - data[from + j]);
        madeCodes[at] = k;
      }
    });
    return { rows: Int32Array.from(codes.keys()), codes, made, madeCodes };
  }
}
