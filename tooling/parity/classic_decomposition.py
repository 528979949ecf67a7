"""Decompositions of scikit-learn for packages/classic/fixtures/decomposition.json."""
import numpy as np
from classic_data import case, dump_cases
from sklearn.decomposition import PCA


def first(name, rows):
    """The first rows of what a method gives: large outputs are not kept whole."""
    return lambda estimator, X: getattr(estimator, name)(X)[:rows]


attributes = [
    "components_",
    "explained_variance_",
    "explained_variance_ratio_",
    "singular_values_",
    "mean_",
    "noise_variance_",
    "n_components_",
]
model = ["get_covariance", "get_precision", "score_samples", "score"]


def covariance(estimator, X):
    return estimator.get_covariance()


def precision(estimator, X):
    return estimator.get_precision()


def back(estimator, X):
    return estimator.inverse_transform(estimator.transform(X))


pca = attributes + ["transform"]
gaussian = [("getCovariance", covariance), ("getPrecision", precision), "score_samples", "score"]
cases = [
    case("pca: all axes", PCA(), "regression", pca + gaussian, 1e-10, use_y=False),
    case("pca: two axes", PCA(n_components=2), "regression", pca + gaussian, 1e-10, use_y=False),
    case("pca: whitened", PCA(n_components=3, whiten=True), "regression", pca, 1e-10, use_y=False),
    case("pca: a share of the variance", PCA(n_components=0.9), "wine", pca, 1e-10, use_y=False),
    case("pca: a larger share", PCA(n_components=0.999), "breastCancer", attributes, 1e-10, use_y=False),
    case("pca: the likeliest number", PCA(n_components="mle"), "classes3", pca, 1e-10, use_y=False),
    case("pca: the likeliest number of breastCancer", PCA(n_components="mle"), "breastCancer", ["n_components_"], 0, use_y=False),
    case("pca: few of collinear columns", PCA(n_components=4), "collinear", pca, 1e-10, use_y=False),
    case("pca: wide", PCA(n_components=11), "wide", [name for name in pca if name != "noise_variance_"], 1e-10, use_y=False),
    case("pca: iris", PCA(n_components=4), "iris", pca + gaussian, 1e-10, use_y=False),
    case("pca: diabetes", PCA(n_components=5), "diabetes", attributes + ["score"], 1e-10, use_y=False),
    case("pca: digits", PCA(n_components=10, svd_solver="full"), "digits", ["singular_values_", "noise_variance_", "components_"], 1e-10, use_y=False),
]

dump_cases("decomposition", cases)
