import {
  DBSCAN,
  HistGradientBoostingRegressor,
  KMeans,
  KNeighborsClassifier,
  LogisticRegression,
  PCA,
  RandomForestClassifier,
  SVC,
} from '@ml/classic';
import { fromBuffer, Rng, type Tensor, tidy } from '@ml/tensor';

/** What is fitted on how much. */
export interface Size {
  readonly name: WorkloadName;
  readonly samples: number;
  readonly features: number;
  /** Clusters or classes. */
  readonly groups: number;
  /** Trees or iterations. */
  readonly trees: number;
}

export type WorkloadName = keyof typeof works;

export interface Data {
  readonly X: Tensor<[number, number]>;
  readonly y: Float64Array;
}

/** Samples drawn as sklearn/classic.py draws them, bit for bit. */
export function drawData({ name, samples: n, features: f, groups: k }: Size): Data {
  const rng = new Rng(7);
  const normal = (count: number, scale = 1): Float64Array =>
    rng.fillNormal(new Float64Array(count)).map((value) => value * scale);
  if (name === 'kMeans' || name === 'dbscan') {
    const centres = normal(k * f, 3);
    const group = rng.fillIntegers(new Int32Array(n), 0, k);
    const x = normal(n * f).map((value, i) => value + centres[group[Math.floor(i / f)] * f + (i % f)]);
    return { X: fromBuffer(x, [n, f]) as Data['X'], y: new Float64Array(0) };
  }
  const x = normal(n * f);
  const noise = normal(n);
  const X = fromBuffer(x, [n, f]) as Data['X'];
  if (name === 'logisticRegression') {
    const weights = fromBuffer(normal(f * k), [f, k]);
    const own = fromBuffer(normal(n * k, 3), [n, k]);
    return { X, y: tidy(() => Float64Array.from(X.matmul(weights).add(own).argmax({ axis: 1 }).toTypedArray())) };
  }
  const y = noise.map((e, i) => {
    const [a, b, c, d] = x.subarray(i * f, i * f + 4);
    return 2 * a + Math.sin(3 * b) + c * d + 0.5 * e;
  });
  return { X, y: name === 'histGradientBoosting' ? y : y.map((value) => (value > 0 ? 1 : 0)) };
}

/** One fit, and prediction where that is the work; returns a figure by which it can be held against the other side's. */
const works = {
  randomForest: ({ X, y }: Data, { trees }: Size) =>
    scoreOfFirst(new RandomForestClassifier({ nEstimators: trees, randomState: 0 }).fit(X, y), X, y),
  histGradientBoosting: ({ X, y }: Data, { trees }: Size) =>
    scoreOfFirst(new HistGradientBoostingRegressor({ maxIter: trees, earlyStopping: false }).fit(X, y), X, y),
  kMeans: ({ X }: Data, { groups }: Size) =>
    new KMeans({ nClusters: groups, init: X.slice([0, groups]).toArray() as number[][], nInit: 1 }).fit(X).inertia_,
  pca: ({ X }: Data) => new PCA().fit(X).explainedVariance_.slice(0).item(),
  kNeighbors: ({ X, y }: Data) => new KNeighborsClassifier().fit(X, y).score(X, y),
  logisticRegression: ({ X, y }: Data) => new LogisticRegression().fit(X, y).score(X, y),
  svc: ({ X, y }: Data) => new SVC().fit(X, y).nSupport_.sum().item(),
  dbscan: ({ X }: Data) => new DBSCAN({ eps: 0.2 }).fit(X).labels_.max().item() + 1,
};

export function runWorkload(data: Data, size: Size): number {
  return tidy(() => works[size.name](data, size));
}

function scoreOfFirst(model: { score(X: Tensor, y: Float64Array): number }, X: Tensor, y: Float64Array): number {
  const few = Math.min(5000, y.length);
  return model.score(X.slice([0, few]), y.subarray(0, few));
}
