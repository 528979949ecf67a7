import { describeParity } from '../parity.testing.ts';
import { DecisionTreeClassifier } from './decision-tree-classifier.ts';
import { DecisionTreeRegressor } from './decision-tree-regressor.ts';

describeParity('tree', { DecisionTreeClassifier, DecisionTreeRegressor });
