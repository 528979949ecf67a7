import { describe, expect, test } from 'vitest';
import { dataset, fixture } from '../fixture.testing.ts';
import { describeParity, type ParityCase, type ParityFixture } from '../parity.testing.ts';
import { isRealData, realDataset } from '../real-data.testing.ts';
import { Binarizer } from './binarizer.ts';
import { KBinsDiscretizer } from './k-bins-discretizer.ts';
import { MaxAbsScaler } from './max-abs-scaler.ts';
import { MinMaxScaler } from './min-max-scaler.ts';
import { Normalizer } from './normalizer.ts';
import { PolynomialFeatures } from './polynomial-features.ts';
import { PowerTransformer } from './power-transformer.ts';
import { QuantileTransformer } from './quantile-transformer.ts';
import { RobustScaler } from './robust-scaler.ts';
import { StandardScaler } from './standard-scaler.ts';

describeParity('scalers', { Binarizer, MaxAbsScaler, MinMaxScaler, Normalizer, RobustScaler, StandardScaler });

const classes = { KBinsDiscretizer, PolynomialFeatures, PowerTransformer, QuantileTransformer };
describeParity('preprocessing', classes);

interface NamedFixture extends Omit<ParityFixture, 'cases'> {
  readonly cases: readonly (ParityCase & { readonly names?: readonly string[] })[];
}

describe('names of columns agree with scikit-learn', () => {
  const { cases } = fixture<NamedFixture>('preprocessing');
  test.each(cases.filter(({ names }) => names !== undefined))('$name', ({ estimator, params, data, names }) => {
    const { X } = isRealData(data) ? realDataset(data) : dataset(data);
    const transformer = new classes[estimator as keyof typeof classes](params).fit(X);
    expect(transformer.getFeatureNamesOut()).toEqual(names);
  });
});
