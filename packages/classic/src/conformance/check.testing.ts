import type { EstimatorTags } from '../base/tags.ts';
import type { Subject } from './subject.testing.ts';

/** A law of the grammar of estimators. */
export interface Check {
  readonly name: string;
  /** Whether it is about this kind of estimator; default: about all. */
  readonly about?: (tags: EstimatorTags, subject: Subject) => boolean;
  readonly run: (subject: Subject) => void;
}

/** Takes a matrix in `fit`. */
export const takesMatrix = ({ input }: EstimatorTags): boolean => input === 'matrix';
