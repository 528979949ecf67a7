import { describeParity } from '../parity.testing.ts';
import { LogisticRegression } from './logistic-regression.ts';

describeParity('logistic', { LogisticRegression });
