"""Gradient boosting and AdaBoost of scikit-learn for packages/classic/fixtures/boosting.json.

scikit-learn takes one of equally good features at random, ours the first: leaves are large here, so that no features are equally good.
"""
import numpy as np
from classic_data import REAL, case, datasets, dump_cases, real
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.tree import DecisionTreeClassifier

weights = np.round(np.random.default_rng(1).uniform(0, 3, size=200), 3)


def target(data, words):
    X, y = real(data) if data in REAL else datasets()[data]
    return X, y if words is None else np.array(words)[y.astype(int)]


def without_ties(make, data, weight, words=None):
    """The estimator with the smallest leaves for which no seed makes a difference."""
    X, y = target(data, words)
    for leaf in (7, 10, 15, 20, 30, 40):
        fits = [make(leaf, seed).fit(X, y, sample_weight=weight) for seed in range(5)]
        if all(np.allclose(fit.train_score_, fits[0].train_score_, 1e-12) for fit in fits):
            return make(leaf, 0)
    raise ValueError(f"{data} has features that are equally good")


def gbr(name, data, weight=None, outputs=("predict", "train_score_", "feature_importances_"), **kwargs):
    def make(leaf, seed):
        return GradientBoostingRegressor(**{"n_estimators": 15, "random_state": seed, "min_samples_leaf": leaf, **kwargs})

    return case(name, without_ties(make, data, weight), data, outputs, 1e-10, sample_weight=weight)


def gbc(name, data, weight=None, words=None, outputs=("predict", "predict_proba", "decision_function", "train_score_"), **kwargs):
    def make(leaf, seed):
        return GradientBoostingClassifier(**{"n_estimators": 10, "random_state": seed, "min_samples_leaf": leaf, **kwargs})

    return case(name, without_ties(make, data, weight, words), data, outputs, 1e-10, sample_weight=weight, words=words)


def ada(name, data, weight=None, words=None, outputs=("predict", "predict_proba", "decision_function", "estimator_weights_", "estimator_errors_"), **kwargs):
    kwargs = {"n_estimators": 10, "random_state": 0, **kwargs}
    return case(name, AdaBoostClassifier(**kwargs), data, outputs, 1e-8, sample_weight=weight, words=words)


dump_cases(
    "boosting",
    [
        gbr("squared error", "regression"),
        gbr("weights", "regression", weights[:80]),
        gbr("squared error criterion", "regression", criterion="squared_error", max_depth=2),
        gbr("init zero", "regression", init="zero", learning_rate=0.5),
        gbr("leaves", "regression", max_leaf_nodes=5, max_depth=None),
        gbr("pruned", "regression", ccp_alpha=0.5),
        gbr("absolute error", "regression", loss="absolute_error", max_depth=1),
        gbr("absolute error, weights", "regression", weights[:80], loss="absolute_error", max_depth=1),
        gbr("huber", "regression", loss="huber", alpha=0.8),
        gbr("huber, weights", "regression", weights[:80], loss="huber"),
        gbr("quantile", "regression", loss="quantile", max_depth=1, alpha=0.75),
        gbr("quantile, weights", "regression", weights[:80], loss="quantile", max_depth=1, alpha=0.3),
        gbr("positive", "positive", min_samples_split=10),
        gbr("diabetes", "diabetes", outputs=["train_score_", "feature_importances_"], max_depth=2),
        gbc("binary", "binary"),
        gbc("words", "binary", words=["no", "yes"], max_depth=2),
        gbc("binary, weights", "binary", weights[:100]),
        gbc("exponential", "binary", loss="exponential"),
        gbc("exponential, weights", "moons", weights[:100], loss="exponential", max_depth=1),
        gbc("imbalanced", "imbalanced", init="zero"),
        gbc("counts", "counts", n_estimators=6, max_depth=2),
        gbc("classes3, weights", "classes3", weights[:120], n_estimators=5),
        gbc("blobs", "blobs", n_estimators=4, max_depth=2),
        gbc("iris", "iris", outputs=["predict", "train_score_"], max_depth=2),
        gbc("breast cancer", "breastCancer", outputs=["predict", "train_score_"], n_estimators=8, min_samples_leaf=40, max_depth=2),
        ada("SAMME.R", "binary"),
        ada("SAMME", "binary", algorithm="SAMME"),
        ada("SAMME, words", "binary", algorithm="SAMME", learning_rate=0.5, words=["no", "yes"]),
        ada("SAMME.R, weights", "binary", weights[:100]),
        ada("SAMME, weights", "moons", weights[:100], algorithm="SAMME"),
        ada("SAMME.R, three classes", "classes3"),
        ada("SAMME, three classes", "classes3", algorithm="SAMME"),
        ada("deeper trees", "blobs", estimator=DecisionTreeClassifier(max_depth=2), learning_rate=0.7),
        ada("perfect at once", "iris", estimator=DecisionTreeClassifier(max_depth=9), outputs=["predict", "estimator_weights_", "estimator_errors_"]),
        ada("breast cancer", "breastCancer", outputs=["predict", "feature_importances_"]),
    ],
)
