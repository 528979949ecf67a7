import { createRequire } from 'node:module';
import { drawData, runWorkload, type Size, type WorkloadName } from './classic-workloads.ts';
import { measure, options, publish, type Row } from './index.ts';

const require = createRequire(import.meta.url);

interface Peer {
  readonly package: string;
  readonly size: Size;
  /** Fits, and predicts where our workload does. */
  readonly run: (X: number[][], y: number[], size: Size) => unknown;
}

const size = (name: WorkloadName, samples: number, features: number, groups = 2, trees = 10): Size => ({
  name,
  samples: options.quick ? Math.ceil(samples / 10) : samples,
  features,
  groups,
  trees,
});

/** As small as they need: at the sizes of the other table some would take hours. */
const peers: readonly Peer[] = [
  {
    package: 'ml-random-forest',
    size: size('randomForest', 500, 10),
    run: (X, y, { trees }) => {
      const { RandomForestClassifier } = require('ml-random-forest');
      const options = {
        seed: 0,
        nEstimators: trees,
        maxFeatures: Math.floor(Math.sqrt(X[0].length)),
        replacement: true,
      };
      const model = new RandomForestClassifier({ ...options, noOOB: true });
      model.train(X, y);
      return model.predict(X);
    },
  },
  {
    package: 'ml-kmeans',
    size: size('kMeans', 5_000, 20, 20),
    run: async (X, _, { groups }) =>
      (await import('ml-kmeans')).kmeans(X, groups, { initialization: X.slice(0, groups) }),
  },
  { package: 'ml-pca', size: size('pca', 2_000, 100), run: (X) => new (require('ml-pca').PCA)(X) },
  {
    package: 'ml-knn',
    size: size('kNeighbors', 2_000, 20),
    run: (X, y) => new (require('ml-knn'))(X, y, { k: 5 }).predict(X),
  },
  {
    package: 'ml-logistic-regression',
    size: size('logisticRegression', 1_000, 20, 5),
    run: (X, y) => {
      const { Matrix } = require('ml-matrix');
      const model = new (require('ml-logistic-regression'))({ numSteps: 1000, learningRate: 5e-3 });
      model.train(new Matrix(X), Matrix.columnVector(y));
      return model;
    },
  },
  {
    package: 'ml-svm',
    size: size('svc', 300, 10),
    run: (X, y) => {
      const model = new (require('ml-svm'))({ C: 1, tol: 1e-3, kernel: 'rbf', kernelOptions: { sigma: 2 } });
      model.train(
        X,
        y.map((label) => (label === 0 ? -1 : 1)),
      );
      return model;
    },
  },
  {
    package: 'density-clustering',
    size: size('dbscan', 2_000, 2, 10),
    run: (X) => new (require('density-clustering').DBSCAN)().run(X, 0.2, 5),
  },
];

/** Times our estimators beside those of other JavaScript libraries. */
export async function compareWithPeers(): Promise<void> {
  const rows: Row[] = [];
  for (const peer of peers) {
    const data = drawData(peer.size);
    const X = data.X.toArray() as number[][];
    const y = [...data.y];
    const times = await measure(
      { ours: () => void runWorkload(data, peer.size), theirs: () => peer.run(X, y, peer.size) },
      { seconds: 6, runs: 3, warmUp: 1 },
    );
    data.X.dispose();
    rows.push({
      library: peer.package,
      work: peer.size.name,
      samples: peer.size.samples,
      features: peer.size.features,
      'ours, ms': times.ours.min * 1000,
      'theirs, ms': times.theirs.min * 1000,
      '× theirs': times.theirs.min / times.ours.min,
    });
  }
  publish(
    'Classic estimators beside other JavaScript libraries',
    'The same samples, runs take turns; sizes are such that the others end. ml-logistic-regression takes its 1,000 steps of gradient descent, ml-svm its simplified SMO; randomForest: 10 trees.',
    rows,
  );
}
