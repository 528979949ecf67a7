// The table of contents of the binary of @ml/classic: one line per kernel family.
export { heapBase } from '../../tensor/kernels/heap-base';
export { binSamples, binThresholds } from './bin-features';
export {
  binomialDerivatives, binomialLosses, multinomialDerivatives, multinomialLosses, poissonDerivatives, poissonLosses,
  squaredDerivatives, squaredLosses,
} from './boosting-losses';
export { forestValues } from './hist-forest';
export { gatherPairs, splitSamples, sumPairs } from './histogram';
export { nodeSplits } from './node-splits';
export { assignToCentres, nearerThan } from './k-means';
export { logisticGradients, softmaxGradients } from './logistic';
export { centeredColumns, columnProducts, columnSquares, descentSweep } from './descent';
export { scaledDistances, weightedSpreads } from './mixture';
export { expRows, smoAddRows, smoPartner, smoScan } from './smo';
export { dualSweep, intervalLoss, intervalSlopes, stepAlong } from './linear-svm';
export { expScaled } from './exp-nonpositive';
