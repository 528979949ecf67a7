"""Voting, stacking and bagging of scikit-learn for packages/classic/fixtures/meta-ensembles.json.

The members draw nothing, and bags hold all samples where numbers are compared: what is left to chance are scores, of ten seeds each.
"""
import numpy as np
from classic_data import case, datasets, dump, dump_cases, real
from sklearn.ensemble import (
    AdaBoostRegressor,
    BaggingClassifier,
    BaggingRegressor,
    StackingClassifier,
    StackingRegressor,
    VotingClassifier,
    VotingRegressor,
)
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

weights = np.round(np.random.default_rng(1).uniform(0.1, 3, size=200), 3)
tree, small = DecisionTreeClassifier(max_depth=2, min_samples_leaf=10, random_state=0), DecisionTreeRegressor(max_depth=2, min_samples_leaf=10, random_state=0)
classifiers = [("tree", tree), ("bayes", GaussianNB())]
regressors = [("tree", small), ("ridge", Ridge(alpha=2.0))]
exact = LogisticRegression(tol=1e-10, max_iter=10000)


def ours(estimator, **changed):
    """Parameters of ours: estimators as they are written in fixtures, without the seeds and tolerances that only sklearn's need."""
    from classic_data import camel_params

    params = {k: v for k, v in estimator.get_params(deep=False).items() if k in ("estimators", "final_estimator", "voting", "weights", "passthrough", "stack_method", "cv", "flatten_transform", "estimator", "n_estimators", "bootstrap", "max_samples")}
    params = camel_params(params)
    if params.get("stackMethod", "auto") != "auto":
        params["stackMethod"] = {"predict_proba": "predictProba", "decision_function": "decisionFunction"}.get(params["stackMethod"], params["stackMethod"])
    params.update(changed)
    return {k: v for k, v in params.items() if v is not None}


def one(name, estimator, data, outputs, tolerance=1e-9, weight=None, words=None):
    return case(name, estimator, data, outputs, tolerance, sample_weight=weight, words=words, params=ours(estimator))


soft = ["predict", "predict_proba", "transform"]
cases = [
    one("hard", VotingClassifier(classifiers), "classes3", ["predict", "transform"]),
    one("hard, words", VotingClassifier(classifiers + [("near", KNeighborsClassifier(3))]), "binary", ["predict"], words=["no", "yes"]),
    one("soft", VotingClassifier(classifiers, voting="soft", weights=[1, 3]), "classes3", soft),
    one("soft, weights of samples", VotingClassifier(classifiers, voting="soft"), "binary", soft, weight=weights[:100]),
    one("dropped", VotingClassifier([("no", "drop"), *classifiers], voting="soft", weights=[5, 1, 2]), "binary", soft),
    one("mean", VotingRegressor(regressors), "regression", ["predict", "transform"]),
    one("weighted mean", VotingRegressor(regressors, weights=[1, 4]), "regression", ["predict"], weight=weights[:80]),
    one("stacked", StackingClassifier([("near", KNeighborsClassifier(5)), ("bayes", GaussianNB())], exact), "classes3", ["predict", "predict_proba", "transform"], 1e-5),
    one("stacked, two classes", StackingClassifier(classifiers, exact, cv=3), "binary", ["predict", "predict_proba", "decision_function", "transform"], 1e-5, words=["no", "yes"]),
    one("stacked, with features", StackingClassifier(classifiers, exact, passthrough=True), "moons", ["predict", "predict_proba", "transform"], 1e-5),
    one("stacked, classes", StackingClassifier(classifiers, tree, stack_method="predict"), "classes3", ["predict", "transform"]),
    one("stacked, weights", StackingClassifier(classifiers, exact), "binary", ["predict", "predict_proba", "transform"], 1e-5, weight=weights[:100]),
    one("stacked numbers", StackingRegressor(regressors), "regression", ["predict", "transform"]),
    one("stacked numbers, with features", StackingRegressor([*regressors, ("near", KNeighborsRegressor(4))], Ridge(), cv=4, passthrough=True), "regression", ["predict", "transform"]),
    one("stacked numbers, weights", StackingRegressor(regressors, LinearRegression()), "diabetes", ["predict"], weight=np.resize(weights, 442)),
    one("all in the bag", BaggingClassifier(GaussianNB(), 3, bootstrap=False), "classes3", ["predict", "predict_proba"]),
    one("all in the bag, numbers", BaggingRegressor(Ridge(), 3, bootstrap=False), "regression", ["predict"]),
]
dump_cases("meta-ensembles", cases)


def halves(data):
    X, y = datasets()[data] if data in datasets() else real(data)
    order = np.random.default_rng(5).permutation(len(y))
    return X, y, order[: len(y) // 2], order[len(y) // 2 :]


def scores(make, data):
    X, y, train, test = halves(data)
    return [make(seed).fit(X[train], y[train]).score(X[test], y[test]) for seed in range(10)]


makers = {
    "bagged trees": ("BaggingClassifier", {"nEstimators": 20}, "breastCancer", lambda seed: BaggingClassifier(n_estimators=20, random_state=seed)),
    "bagged parts": ("BaggingClassifier", {"nEstimators": 20, "maxSamples": 0.5, "maxFeatures": 0.4}, "wine", lambda seed: BaggingClassifier(n_estimators=20, max_samples=0.5, max_features=0.4, random_state=seed)),
    "bagged numbers": ("BaggingRegressor", {"nEstimators": 20}, "diabetes", lambda seed: BaggingRegressor(n_estimators=20, random_state=seed)),
    "R2": ("AdaBoostRegressor", {}, "diabetes", lambda seed: AdaBoostRegressor(random_state=seed)),
    "R2, square": ("AdaBoostRegressor", {"loss": "square", "learningRate": 0.5}, "diabetes", lambda seed: AdaBoostRegressor(loss="square", learning_rate=0.5, random_state=seed)),
    "R2, exponential": ("AdaBoostRegressor", {"loss": "exponential"}, "diabetes", lambda seed: AdaBoostRegressor(loss="exponential", random_state=seed)),
}
dump(
    "ensemble-scores",
    [
        dict(name=name, estimator=estimator, params=params, data=data, train=halves(data)[2], test=halves(data)[3], scores=scores(make, data))
        for name, (estimator, params, data, make) in makers.items()
    ],
)
