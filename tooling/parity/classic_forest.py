"""Forests of scikit-learn for packages/classic/fixtures/forest.json.

Forests are random, and draw other numbers here than there. So each is fitted with forty seeds on the samples of even number; kept are the
mean and the spread over the seeds of what they say of the others, of their importances and of the out-of-bag score.
"""
import numpy as np
from classic_data import REAL, camel_params, changed_params, datasets, dump, real
from sklearn.base import clone
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, IsolationForest, RandomForestClassifier, RandomForestRegressor

SEEDS = 40
TREES = 20


def forest(estimator, data, outputs, params=None):
    X, y = real(data) if data in REAL else datasets()[data]
    estimator = estimator.set_params(n_estimators=TREES)
    fits = [clone(estimator).set_params(random_state=seed).fit(X[::2], y[::2]) for seed in range(SEEDS)]
    found = {}
    for output, ours in outputs.items():
        values = [getattr(fit, output) for fit in fits]
        values = np.array([value(X[1::2]) if callable(value) else value for value in values])
        found[ours] = dict(mean=values.mean(axis=0).ravel().round(6), spread=np.sqrt(values.var(axis=0, ddof=1).mean()))
    params = camel_params(changed_params(estimator)) if params is None else params
    return dict(estimator=type(estimator).__name__, params=params, data=data, outputs=found)


CLASSES = dict(predict_proba="predictProba", feature_importances_="featureImportances_")
NUMBERS = dict(predict="predict", feature_importances_="featureImportances_")
OUTLIERS = dict(score_samples="scoreSamples", decision_function="decisionFunction")
OOB = dict(oob_score_="oobScore_")

if __name__ == "__main__":
    cases = [
        forest(RandomForestClassifier(oob_score=True), "classes3", {**CLASSES, **OOB, "oob_decision_function_": "oobDecisionFunction_"}),
        forest(RandomForestClassifier(criterion="entropy"), "wine", CLASSES),
        forest(RandomForestClassifier(), "blobs", CLASSES),
        forest(RandomForestClassifier(max_features=0.5, min_samples_leaf=3, max_samples=0.6), "binary", CLASSES),
        forest(RandomForestClassifier(class_weight="balanced_subsample", max_depth=3), "imbalanced", CLASSES),
        forest(RandomForestClassifier(class_weight="balanced", max_leaf_nodes=8), "imbalanced", CLASSES),
        forest(RandomForestClassifier(max_features=None, max_depth=2), "bits", CLASSES, dict(nEstimators=TREES, maxFeatures=None, maxDepth=2)),
        forest(ExtraTreesClassifier(), "classes3", CLASSES),
        forest(ExtraTreesClassifier(criterion="entropy", min_samples_split=5), "moons", CLASSES),
        forest(ExtraTreesClassifier(bootstrap=True, oob_score=True, max_depth=4), "wine", {**CLASSES, **OOB}),
        forest(RandomForestRegressor(oob_score=True), "regression", {**NUMBERS, **OOB, "oob_prediction_": "oobPrediction_"}),
        forest(RandomForestRegressor(max_features=2, min_samples_leaf=4), "diabetes", NUMBERS),
        forest(RandomForestRegressor(criterion="absolute_error", max_depth=4), "positive", NUMBERS),
        forest(RandomForestRegressor(criterion="poisson", min_samples_leaf=3), "positive", NUMBERS),
        forest(ExtraTreesRegressor(), "regression", NUMBERS),
        forest(ExtraTreesRegressor(max_features="sqrt", bootstrap=True), "diabetes", NUMBERS),
        forest(IsolationForest(), "blobs", OUTLIERS),
        forest(IsolationForest(contamination=0.1, max_samples=40), "breastCancer", OUTLIERS),
        forest(IsolationForest(max_features=2, bootstrap=True, contamination=0.2), "regression", OUTLIERS),
    ]
    dump("forest", dict(seeds=SEEDS, cases=cases))
