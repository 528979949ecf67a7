import { setTimeout as sleep } from 'node:timers/promises';
import { setParallelBackend, workerBackend } from '@ml/classic';
import { setThreads } from '@ml/tensor';
import { compareWithPeers } from './classic-peers.ts';
import { drawData, runWorkload, type Size } from './classic-workloads.ts';
import { measure, options, type PreparedWork, publish, type Row } from './index.ts';
import { notAvailable } from './peers/load-peers.ts';
import { openPython, type Python } from './python.ts';

const threads = 2;
const scale = options.quick ? 0.02 : 1;
const size = (name: Size['name'], samples: number, features: number, groups = 2, trees = 100): Size => ({
  name,
  samples: Math.round(samples * scale),
  features,
  groups,
  trees: options.quick ? 5 : trees,
});
const sizes: readonly Size[] = [
  size('randomForest', 50_000, 30),
  size('histGradientBoosting', 100_000, 30),
  size('kMeans', 100_000, 20, 50),
  size('pca', 20_000, 200),
  size('kNeighbors', 20_000, 50),
  size('logisticRegression', 50_000, 100, 10),
  size('svc', 5_000, 20),
  size('dbscan', 50_000, 2, 50),
];

setThreads(threads);
const backend = workerBackend({
  workers: threads,
  url: new URL('../../../packages/classic/dist/tasks.js', import.meta.url),
});
setParallelBackend(backend);
/** Threads of a BLAS go on spinning for some 30 ms after their last job: nobody's turn begins before they sleep. */
const rest = (): Promise<void> => sleep(100);

let python: Python | null = null;
let about: string;
try {
  python = await openPython('sklearn/classic.py', threads);
  about = `${python.about}, in a process of its own`;
} catch (error) {
  about = notAvailable('scikit-learn', error);
}

const rows: Row[] = [];
for (const each of sizes) {
  const data = drawData(each);
  const results: Record<string, number> = {};
  const variants: Record<string, PreparedWork> = {
    ours: {
      prepare: rest,
      run: () => {
        results.ours = runWorkload(data, each);
      },
    },
  };
  if (python !== null) {
    const { ask } = python;
    await ask({ ...each, prepare: true });
    variants.sklearn = {
      prepare: rest,
      run: async () => {
        results.sklearn = (await ask<{ result: number }>({ ...each, prepare: false })).result;
      },
    };
  }
  const times = await measure(variants, { seconds: 30, runs: 3, warmUp: 1 });
  data.X.dispose();
  rows.push({
    work: each.name,
    samples: each.samples,
    features: each.features,
    'ours, s': times.ours.min,
    'ours, s, median': times.ours.median,
    'scikit-learn, s': times.sklearn?.min ?? '',
    'scikit-learn, s, median': times.sklearn?.median ?? '',
    '× scikit-learn': times.sklearn === undefined ? '' : times.sklearn.min / times.ours.min,
    'our result': results.ours,
    'its result': results.sklearn ?? '',
  });
}
python?.close();
publish(
  'Classic estimators',
  `Fits (and 20,000 predictions for kNeighbors) on the same samples with default parameters, ${threads} threads on both sides; runs take turns. ${about}. randomForest: 100 trees; histGradientBoosting: 100 iterations; kMeans: 50 clusters from the same centres; pca: all components; logisticRegression: ten classes; svc: radial; dbscan: eps 0.2. The results are accuracy or R² on the first 5,000 samples (of all for kNeighbors, logisticRegression), inertia, largest variance, support vectors, clusters.`,
  rows,
);
await compareWithPeers();
