import { describeParity } from '../parity.testing.ts';

X import { PCA } from './pca.ts';

describeParity("decomposition", { PCA, IncrementalPCA, KernelPCA, TruncatedSVD });
