"""Histogram gradient boosting of scikit-learn for packages/classic/fixtures/hist-gradient-boosting.json.

Sums of gradients depend on the number of OpenMP threads: run with OMP_NUM_THREADS=1.
"""
import os

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
from classic_data import case, dump_cases
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

regressor = ["predict", "n_iter_"]
classifier = ["predict", "predict_proba", "decision_function", "n_iter_", "classes_"]
weights = np.round(np.random.default_rng(1).uniform(0, 3, size=200), 3)


def few(**kwargs):
    """Small trees, so that small data sets have several splits."""
    return {"min_samples_leaf": 5, "max_iter": 30, **kwargs}


def reg(name, data, weight=None, tolerance=1e-12, outputs=regressor, **kwargs):
    return case(name, HistGradientBoostingRegressor(**kwargs), data, outputs, tolerance, sample_weight=weight)


def clf(name, data, weight=None, tolerance=1e-12, outputs=classifier, words=None, **kwargs):
    est = HistGradientBoostingClassifier(**kwargs)
    return case(name, est, data, outputs, tolerance, sample_weight=weight, words=words)


scores = ["predict", "n_iter_", "train_score_"]
dump_cases(
    "hist-gradient-boosting",
    [
        reg("regression", "regression", **few()),
        reg("defaults", "regression"),
        reg("weights", "regression", weights[:80], **few()),
        reg("few leaves", "regression", **few(max_leaf_nodes=4, learning_rate=0.3)),
        reg("no limit of leaves", "regression", **few(max_leaf_nodes=None, min_samples_leaf=1)),
        reg("depth", "regression", **few(max_depth=2)),
        reg("few bins", "regression", **few(max_bins=7)),
        reg("l2", "regression", **few(l2_regularization=3.5)),
        reg("collinear", "collinear", **few(max_bins=16)),
        reg("wide", "wide", **few(min_samples_leaf=2)),
        reg("missing", "missing", **few()),
        reg("missing, single samples", "missing", **few(min_samples_leaf=1)),
        reg("missing, weights", "missing", weights[:70], **few(max_bins=10)),
        reg("categorical", "categorical", **few(categorical_features=[0, 1, 2])),
        reg("categorical, mask", "categorical", **few(categorical_features=[True, False, True], min_samples_leaf=2)),
        reg("categorical, weights", "categorical", weights[:80], **few(categorical_features=[0, 2])),
        reg("monotonic", "regression", **few(monotonic_cst=[1, -1, 0, 1, -1])),
        reg("monotonic, missing", "missing", **few(monotonic_cst=[1, -1, 1, 0])),
        reg("pairwise", "regression", **few(interaction_cst="pairwise")),
        reg("no interactions", "regression", **few(interaction_cst="no_interactions")),
        reg("interaction sets", "regression", **few(interaction_cst=[[0, 1], [1, 2]])),
        reg("absolute error", "regression", **few(loss="absolute_error")),
        reg("absolute error, weights", "regression", weights[:80], **few(loss="absolute_error")),
        reg("quantile", "regression", **few(loss="quantile", quantile=0.8)),
        reg("quantile, weights", "regression", weights[:80], **few(loss="quantile", quantile=0.2)),
        reg("poisson", "positive", **few(loss="poisson")),
        reg("poisson, weights", "counts", weights[:90], **few(loss="poisson")),
        reg("stops early", "regression", outputs=scores, **few(max_iter=200, early_stopping=True, validation_fraction=None, tol=1e-2, n_iter_no_change=5)),
        reg("diabetes", "diabetes", outputs=["predict"]),
        reg("diabetes, absolute error", "diabetes", outputs=["predict"], loss="absolute_error", max_iter=20),
        clf("binary", "binary", **few()),
        clf("binary, defaults", "binary"),
        clf("words", "binary", words=["no", "yes"], **few()),
        clf("imbalanced", "imbalanced", **few()),
        clf("balanced", "imbalanced", **few(class_weight="balanced")),
        clf("weights", "binary", weights[:100], **few(l2_regularization=1)),
        clf("monotonic", "binary", **few(monotonic_cst=[1, -1, 0, 0])),
        clf("moons", "moons", **few()),
        clf("bits", "bits", **few(categorical_features=[0, 1, 2, 3, 4, 5, 6])),
        clf("classes3", "classes3", **few(max_iter=15)),
        clf("classes3, weights", "classes3", weights[:120], **few(max_iter=10)),
        clf("counts", "counts", **few(max_iter=10, max_leaf_nodes=5)),
        clf("blobs", "blobs", **few(max_iter=10)),
        clf("stops early", "classes3", outputs=["predict", "n_iter_", "train_score_"], **few(max_iter=200, early_stopping=True, validation_fraction=None, tol=1e-2, n_iter_no_change=3)),
        clf("iris", "iris", outputs=["predict", "decision_function"], max_iter=20),
        clf("wine", "wine", outputs=["predict", "decision_function"], max_iter=20),
        clf("breast cancer", "breastCancer", outputs=["predict", "decision_function"]),
    ],
)
