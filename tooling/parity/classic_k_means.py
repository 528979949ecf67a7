"""KMeans and MiniBatchKMeans of scikit-learn for packages/classic/fixtures/k-means.json.

Starts are given, so that both sides walk the same way; k-means++ draws its own numbers and is held by score.
"""
import numpy as np
from classic_data import case, datasets, dump_cases, real, dump
from sklearn.cluster import KMeans, MiniBatchKMeans

outputs = ["cluster_centers_", "labels_", "inertia_", "n_iter_", "predict", "transform", "score"]


def first(data, k, step=7):
    X = datasets()[data][0] if data in datasets() else real(data)[0]
    return X[: k * step : step]


def fit(name, data, k, init=None, weights=None, **params):
    init = first(data, k) if init is None else init
    model = KMeans(k, init=init, n_init=1, **params)
    ours = dict(nClusters=k, init=init.tolist(), **{{"max_iter": "maxIter"}.get(n, n): v for n, v in params.items()})
    return case(name, model, data, outputs, 1e-10, use_y=False, sample_weight=weights, params=ours)


weights = np.round(np.random.default_rng(1).uniform(0, 3, size=160), 3)
blobs = datasets()["blobs"][0]
cases = [
    fit("blobs", "blobs", 4),
    fit("blobs, Elkan", "blobs", 4, algorithm="elkan"),
    fit("blobs, weights", "blobs", 5, weights=weights),
    fit("blobs, weights, Elkan", "blobs", 5, weights=weights, algorithm="elkan"),
    fit("one cluster", "blobs", 1),
    fit("two iterations", "blobs", 6, max_iter=2),
    fit("until nothing changes", "regression", 7, tol=0),
    fit("a cluster runs empty", "blobs", 3, init=np.array([blobs[0], blobs[1], [1e3, 1e3]])),
    fit("iris", "iris", 3),
    fit("wine, Elkan", "wine", 5, algorithm="elkan"),
    fit("digits", "digits", 10),
]
for each in cases:
    if each["data"] == "digits":
        for output in ("transform", "predict", "labels_"):
            del each["outputs"][output]
dump_cases("k-means", cases)

X = real("digits")[0]
dump(
    "k-means-scores",
    dict(
        digits=[KMeans(10, n_init=1, random_state=s).fit(X).inertia_ for s in range(40)],
        miniBatch=[MiniBatchKMeans(10, batch_size=256, n_init=3, random_state=s).fit(X).inertia_ for s in range(40)],
    ),
)
