"""Neighbours of scikit-learn for packages/classic/fixtures/neighbors.json.

Its brute force takes distances from |x|² + |y|² − 2xy, which leaves 1e-8 where they are 0; references are from its trees, which
subtract first, wherever a tree can have the metric. Where neighbours are equally near, only distances and sums over all of them are
comparable.
"""
import numpy as np
from classic_data import case, dump_cases
from sklearn.neighbors import (
    KNeighborsClassifier,
    KNeighborsRegressor,
    NearestNeighbors,
    RadiusNeighborsClassifier,
    RadiusNeighborsRegressor,
)

knn = [
    ("kneighbors.distances", lambda e, X: e.kneighbors(X)[0]),
    ("kneighbors.indices", lambda e, X: e.kneighbors(X)[1]),
]
graph = [("kneighborsGraph", lambda e, X: e.kneighbors_graph(X).toarray())]
radius_graph = [("radiusNeighborsGraph", lambda e, X: e.radius_neighbors_graph(X).toarray())]


def cases():
    for algorithm in ("kd_tree", "ball_tree", "brute"):
        for metric, p in (("euclidean", 2), ("manhattan", 2), ("chebyshev", 2), ("minkowski", 3)):
            est = NearestNeighbors(n_neighbors=3, algorithm="kd_tree", metric=metric, p=p, leaf_size=5)
            params = dict(nNeighbors=3, algorithm=algorithm, metric=metric, p=p, leafSize=5)
            yield case(f"{algorithm} {metric} {p}", est, "positive", knn, 1e-13, use_y=False, params=params)
        est = NearestNeighbors(n_neighbors=4, algorithm="ball_tree", leaf_size=4, radius=6)
        params = dict(nNeighbors=4, algorithm=algorithm, leafSize=4, radius=6)
        yield case(f"{algorithm} graphs", est, "wide", graph + radius_graph, 0, use_y=False, params=params)
    est = NearestNeighbors(n_neighbors=2, algorithm="kd_tree", metric="minkowski", p=1.5)
    yield case("power 1.5", est, "moons", knn, 1e-13, use_y=False)
    for data in ("iris", "wine"):
        est = NearestNeighbors(algorithm="kd_tree")
        yield case(f"{data}", est, data, [knn[0]], 1e-13, use_y=False, params={})
    est = NearestNeighbors(n_neighbors=3, metric="cosine")
    yield case("cosine", est, "wide", knn, 1e-14, use_y=False)
    for algorithm in ("brute", "ball_tree"):
        est = NearestNeighbors(n_neighbors=3, metric="haversine", algorithm="ball_tree", leaf_size=3)
        params = dict(nNeighbors=3, metric="haversine", algorithm=algorithm, leafSize=3)
        yield case(f"haversine {algorithm}", est, "moons", knn, 1e-13, use_y=False, params=params)
        est = NearestNeighbors(n_neighbors=3, metric="hamming", algorithm=algorithm)
        yield case(f"hamming {algorithm}", est, "bits", [knn[0]], 1e-15, use_y=False)
    for weights in ("uniform", "distance"):
        for data in ("classes3", "moons", "iris", "wine"):
            tie_free = 7 if weights == "uniform" else 5
            est = KNeighborsClassifier(tie_free, weights=weights, algorithm="kd_tree", leaf_size=6)
            params = dict(nNeighbors=tie_free, weights=weights)
            yield case(f"{data} {weights}", est, data, ["classes_", "predict", "predict_proba"], 1e-13, params=params)
        for data in ("regression", "wide", "collinear", "positive", "diabetes"):
            est = KNeighborsRegressor(4, weights=weights, algorithm="kd_tree", p=1)
            params = dict(nNeighbors=4, weights=weights, p=1)
            yield case(f"{data} {weights}", est, data, ["predict"], 1e-13, params=params)
        est = RadiusNeighborsClassifier(1.1, weights=weights, outlier_label=1, algorithm="kd_tree")
        params = dict(radius=1.1, weights=weights, outlierLabel=1)
        yield case(f"radius {weights}", est, "classes3", ["predict", "predict_proba"], 1e-13, params=params)
        est = RadiusNeighborsRegressor(2.5, weights=weights, algorithm="kd_tree")
        yield case(f"radius {weights}", est, "positive", ["predict"], 1e-13, params=dict(radius=2.5, weights=weights))
    words = ["b", "c", "a"]
    est = KNeighborsClassifier(3, algorithm="brute", metric="manhattan")
    yield case("words", est, "classes3", ["predict", "predict_proba"], 1e-13, words=words)
    est = RadiusNeighborsClassifier(2.0, outlier_label="most_frequent")
    params = dict(radius=2.0, outlierLabel="mostFrequent")
    yield case("most frequent", est, "imbalanced", ["predict", "predict_proba"], 1e-13, params=params)


found = []
for each in cases():
    found.append({**each, "name": f'{each["estimator"]}: {each["name"]}'})
dump_cases("neighbors", found)
