import { matrix } from '../base/values.ts';
import { tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import type { EstimatorClass } from '../base/estimator.ts';
import { dataset, expectClose, fixture, type Nested } from '../fixture.testing.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { ElasticNet } from './elastic-net.ts';
import { ElasticNetCV } from './elastic-net-cv.ts';
import { Lasso } from './lasso.ts';
import { LassoCV } from './lasso-cv.ts';
import { LinearRegression } from './linear-regression.ts';
import { Ridge } from './ridge.ts';
import { RidgeClassifier } from './ridge-classifier.ts';
import { RidgeCV } from './ridge-cv.ts';

describeParity('linear', { LinearRegression, Ridge, RidgeCV, RidgeClassifier, Lasso, ElasticNet, LassoCV, ElasticNetCV });
