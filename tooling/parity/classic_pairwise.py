"""Distances of scikit-learn and SciPy for packages/classic/fixtures/pairwise.json."""
import numpy as np
import scipy
import sklearn
from classic_data import datasets, dump
from sklearn.metrics import pairwise_distances
from sklearn.metrics.pairwise import nan_euclidean_distances

METRICS = ["euclidean", "sqeuclidean", "manhattan", "chebyshev", "cosine", "hamming", "canberra", "braycurtis", "minkowski"]


def cases():
    sets = datasets()
    for name, rows in (("wide", 12), ("counts", 20), ("classes3", 15), ("regression", 10)):
        X = sets[name][0][:rows]
        for metric in METRICS:
            options = dict(p=3) if metric == "minkowski" else {}
            for own in (True, False):
                Y = None if own else X[: rows // 3]
                result = pairwise_distances(X, Y, metric=metric, **options)
                yield dict(metric=metric, options=options, data=name, rows=rows, others=None if own else rows // 3, result=result)
    X = sets["bits"][0][:12]
    yield dict(metric="jaccard", options={}, data="bits", rows=12, others=None, result=pairwise_distances(X.astype(bool), metric="jaccard"))
    X = sets["missing"][0][:16]
    for others in (None, 5):
        Y = None if others is None else X[:others]
        yield dict(metric="nan_euclidean", options={}, data="missing", rows=16, others=others, result=nan_euclidean_distances(X, Y))


dump("pairwise", dict(versions=dict(sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__), cases=list(cases())))
