import { describeParity } from '../parity.testing.ts';
import { Perceptron } from './perceptron.ts';
import { SGDClassifier } from './sgd-classifier.ts';
import { SGDRegressor } from './sgd-regressor.ts';

describeParity('sgd', { SGDClassifier, SGDRegressor, Perceptron });
