// The table of gradients: one rule for every primitive there is. A primitive without a rule does not compile.
import type { AnyPrimitiveName } from '@ml/tensor/layers';
import type { Rules } from '../rule.ts';
import { activationRules } from './activation.ts';
import { arithmeticRules } from './arithmetic.ts';
import { attentionRules } from './attention.ts';
import { contractionRules } from './contraction.ts';
import { convolutionRules } from './convolution.ts';
import { indexingRules } from './indexing.ts';
import { lossRules } from './loss.ts';
import { movementRules } from './movement.ts';
import { normalizationRules } from './normalization.ts';
import { poolingRules } from './pooling.ts';
import { recurrenceRules } from './recurrence.ts';
import { reductionRules } from './reduction.ts';
import { unaryRules } from './unary.ts';

export const vjps = {
  ...arithmeticRules,
  ...unaryRules,
  ...activationRules,
  ...movementRules,
  ...indexingRules,
  ...reductionRules,
  ...contractionRules,
  ...convolutionRules,
  ...poolingRules,
  ...normalizationRules,
  ...lossRules,
  ...attentionRules,
  ...recurrenceRules,
} satisfies Rules<AnyPrimitiveName>;
