"""DBSCAN of scikit-learn for packages/classic/fixtures/dbscan.json."""
import numpy as np
from classic_data import case, dump_cases
from sklearn.cluster import DBSCAN

outputs = ["labels_", "core_sample_indices_"]
weights = np.round(np.random.default_rng(1).uniform(0, 3, size=160), 3)


def fit(name, data, weights=None, **params):
    return case(name, DBSCAN(**params), data, outputs, 0.0, use_y=False, sample_weight=weights)


dump_cases(
    "dbscan",
    [
        fit("blobs", "blobs"),
        fit("blobs, loose", "blobs", eps=1.1, min_samples=3),
        fit("blobs, weights", "blobs", weights, eps=0.7, min_samples=6),
        fit("moons", "moons", eps=0.2),
        fit("four features", "classes3", eps=1.4, min_samples=4),
        fit("manhattan", "classes3", eps=2.0, metric="manhattan"),
        fit("ball tree, chebyshev", "classes3", eps=0.9, metric="chebyshev", algorithm="ball_tree"),
        fit("all noise", "regression", eps=0.01),
        fit("iris", "iris", eps=0.6, min_samples=6),
        fit("wine", "wine", eps=30, min_samples=4),
        fit("digits", "digits", eps=22),
    ],
)
