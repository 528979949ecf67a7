"""scikit-learn's side of `npm run bench -- classic`: one fit (and prediction) of a workload for each line of JSON on standard input.

The data are drawn by numpy.random.default_rng as classic-workloads.ts draws them, bit for bit. Whoever sends a line holds the clock; a line with
"prepare" draws the data. OMP_NUM_THREADS says how many threads, also those of joblib.
"""
import os
import sys
import warnings

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "torch"))
from answers import answer, requests  # noqa: E402

warnings.filterwarnings("ignore")
threads = int(os.environ["OMP_NUM_THREADS"])


def groups(rng, n, f, k, spread):
    centres = rng.normal(size=(k, f)) * spread
    return centres[rng.integers(0, k, size=n)] + rng.normal(size=(n, f))


def data(name, n, f, k):
    rng = np.random.default_rng(7)
    if name in ("kMeans", "dbscan"):
        return groups(rng, n, f, k, 3.0), None
    X = rng.normal(size=(n, f))
    noise = rng.normal(size=n)
    if name == "logisticRegression":
        return X, (X @ rng.normal(size=(f, k)) + 3 * rng.normal(size=(n, k))).argmax(axis=1)
    score = 2 * X[:, 0] + np.sin(3 * X[:, 1]) + X[:, 2] * X[:, 3] + 0.5 * noise
    return X, score if name == "histGradientBoosting" else (score > 0).astype(int)


def work(name, X, y, k, trees):
    if name == "randomForest":
        return RandomForestClassifier(n_estimators=trees, n_jobs=threads, random_state=0).fit(X, y).score(X[:5000], y[:5000])
    if name == "histGradientBoosting":
        return HistGradientBoostingRegressor(max_iter=trees, early_stopping=False).fit(X, y).score(X[:5000], y[:5000])
    if name == "kMeans":
        return KMeans(k, init=X[:k], n_init=1).fit(X).inertia_
    if name == "pca":
        return PCA().fit(X).explained_variance_[0]
    if name == "kNeighbors":
        return (KNeighborsClassifier(n_jobs=threads).fit(X, y).predict(X) == y).mean()
    if name == "logisticRegression":
        return LogisticRegression().fit(X, y).score(X, y)
    if name == "svc":
        return SVC().fit(X, y).n_support_.sum()
    if name == "dbscan":
        return DBSCAN(eps=0.2, n_jobs=threads).fit(X).labels_.max() + 1
    raise ValueError(name)


answer(dict(about=f"scikit-learn {sklearn.__version__}, numpy {np.__version__}"))
known = {}
for request in requests(sys.stdin):
    name, n, f, k, trees = (request[key] for key in ("name", "samples", "features", "groups", "trees"))
    if (name, n) not in known:
        known.clear()
        known[name, n] = data(name, n, f, k)
    X, y = known[name, n]
    answer(dict(result=None if request["prepare"] else float(work(name, X, y, k, trees))))
