import { describeParity } from '../parity.testing.ts';
import { DecisionTreeClassifier } from '../tree/decision-tree-classifier.ts';
import { AdaBoostClassifier } from './ada-boost-classifier.ts';
import { GradientBoostingClassifier } from './gradient-boosting-classifier.ts';
import { GradientBoostingRegressor } from './gradient-boosting-regressor.ts';

describeParity('boosting', {
  AdaBoostClassifier,
  DecisionTreeClassifier,
  GradientBoostingClassifier,
  GradientBoostingRegressor,
});
