import { describeParity } from '../parity.testing.ts';
import { HistGradientBoostingClassifier } from './hist-gradient-boosting-classifier.ts';
import { HistGradientBoostingRegressor } from './hist-gradient-boosting-regressor.ts';

describeParity('hist-gradient-boosting', { HistGradientBoostingClassifier, HistGradientBoostingRegressor });
