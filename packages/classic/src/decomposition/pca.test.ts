import { describeParity } from '../parity.testing.ts';
import { PCA } from './pca.ts';

describeParity('decomposition', { PCA });
