"""Linear models of scikit-learn for packages/classic/fixtures: linear.json, logistic.json and sgd.json.

Solvers that iterate run to the optimum (tiny tolerances), so that what is compared does not depend on their paths; stochastic gradient
descent is compared step by step, in the order of the samples. "linear-targets" has regressions with several targets, and
"linear-stochastic" scores of shuffled runs.
"""
import numpy as np
from classic_data import case, datasets, dump, dump_cases, real
from sklearn.linear_model import (
    ElasticNet,
    ElasticNetCV,
    Lasso,
    LassoCV,
    LinearRegression,
    LogisticRegression,
    Perceptron,
    Ridge,
    RidgeClassifier,
    RidgeCV,
    SGDClassifier,
    SGDRegressor,
)


def weights(n, seed=1):
    return np.round(np.random.default_rng(seed).uniform(0, 3, size=n), 3)


regressor = ["coef_", "intercept_"]
w80 = weights(80)
cases = []


def add(*args, **kwargs):
    cases.append(case(*args, **kwargs))


# Ordinary least squares. Of singular values those are compared that are not 0 to rounding.
least_squares = regressor + ["rank_", "singular_"]
add("least squares: regression", LinearRegression(), "regression", least_squares + ["predict"], 1e-11)
add("least squares: without intercept", LinearRegression(fit_intercept=False), "regression", least_squares, 1e-11)
add("least squares: weights", LinearRegression(), "regression", least_squares, 1e-11, sample_weight=w80)
add("least squares: diabetes", LinearRegression(), "diabetes", least_squares, 1e-10)
add("least squares: wide", LinearRegression(), "wide", regressor + ["singular_"], 1e-11)
add("least squares: collinear", LinearRegression(), "collinear", ["predict"], 1e-9)
add("least squares: wine", LinearRegression(), "wine", least_squares, 1e-10)
for data in ("regression", "positive", "diabetes"):
    add(f"non-negative: {data}", LinearRegression(positive=True), data, regressor, 1e-9)
add("non-negative: without intercept", LinearRegression(positive=True, fit_intercept=False), "positive", regressor, 1e-9)
add("non-negative: weights", LinearRegression(positive=True), "regression", regressor, 1e-9, sample_weight=w80)

# Ridge
for data in ("regression", "collinear", "wide", "diabetes", "wine"):
    for solver in ("cholesky", "svd"):
        add(f"ridge {solver}: {data}", Ridge(alpha=0.7, solver=solver), data, regressor, 1e-9)
add("ridge: weights", Ridge(alpha=3), "regression", regressor, 1e-10, sample_weight=w80)
add("ridge: weights, wide", Ridge(alpha=3), "wide", regressor, 1e-10, sample_weight=weights(12))
add("ridge: without intercept", Ridge(fit_intercept=False), "regression", regressor, 1e-10)

chosen = regressor + ["alpha_", "best_score_"]
for data in ("regression", "collinear", "wide", "diabetes", "wine"):
    # With columns that depend on each other the intercept, 0.008, is a small rest of large terms.
    small_rest = {"default": 1e-8, "intercept_": 1e-7}
    add(f"ridge cv: {data}", RidgeCV(alphas=[1e-3, 0.1, 1, 10, 100]), data, chosen, small_rest if data == "collinear" else 1e-8)
add("ridge cv: without intercept", RidgeCV(fit_intercept=False), "regression", chosen, 1e-9)
add("ridge cv: without intercept, wide", RidgeCV(fit_intercept=False), "wide", chosen, 1e-9)
add("ridge cv: weights", RidgeCV(), "regression", chosen, 1e-9, sample_weight=w80)
add("ridge cv: weights, wide", RidgeCV(), "wide", chosen, 1e-9, sample_weight=weights(12))
add("ridge cv: folds", RidgeCV(cv=4), "regression", chosen, 1e-9)

scores = ["coef_", "intercept_"]
add("ridge classifier: iris", RidgeClassifier(), "iris", scores + ["decision_function", "predict"], 1e-10)
add("ridge classifier: two classes", RidgeClassifier(alpha=0.1), "binary", scores + ["decision_function", "predict"], 1e-10)
add("ridge classifier: balanced", RidgeClassifier(class_weight="balanced"), "imbalanced", scores, 1e-10)
add("ridge classifier: weights", RidgeClassifier(class_weight={0: 1, 1: 3, 2: 0.5}), "classes3", scores, 1e-10,
    sample_weight=weights(120), params=dict(classWeight={"0": 1, "1": 3, "2": 0.5}))  # fmt: skip

# Coordinate descent
tight = dict(tol=1e-14, max_iter=200_000)
descent = ["coef_", "intercept_"]
for data, alpha in (("regression", 0.3), ("collinear", 0.05), ("wide", 0.1), ("diabetes", 1.0), ("positive", 0.1)):
    add(f"lasso: {data}", Lasso(alpha=alpha, **tight), data, descent, 1e-7)
    add(f"elastic net: {data}", ElasticNet(alpha=alpha, l1_ratio=0.3, **tight), data, descent, 1e-7)
add("lasso: positive", Lasso(alpha=0.1, positive=True, **tight), "regression", descent, 1e-7)
add("lasso: positive, wide", Lasso(alpha=0.05, positive=True, **tight), "wide", descent, 1e-7)
add("lasso: weights", Lasso(alpha=0.1, **tight), "regression", descent, 1e-7, sample_weight=w80)
add("lasso: without intercept", Lasso(alpha=0.1, fit_intercept=False, **tight), "regression", descent, 1e-7)
add("lasso: all 0", Lasso(alpha=1e4), "regression", ["coef_", "intercept_", "dual_gap_"], 1e-12)
add("lasso: random order", Lasso(alpha=0.1, selection="random", random_state=0, **tight), "regression", descent, 1e-7)
add("elastic net: weights, wide", ElasticNet(alpha=0.2, **tight), "wide", descent, 1e-7, sample_weight=weights(12))
add("elastic net: by products", ElasticNet(alpha=0.2, precompute=True, **tight), "regression", descent, 1e-7)

path = descent + ["alpha_", "alphas_", "mse_path_"]
add("lasso cv: regression", LassoCV(n_alphas=20, **tight), "regression", path, 1e-7)
add("lasso cv: diabetes", LassoCV(n_alphas=15, cv=3, **tight), "diabetes", path, 1e-7)
add("lasso cv: wide", LassoCV(n_alphas=8, cv=3, eps=1e-2, **tight), "wide", path, 1e-6)
add("lasso cv: weights", LassoCV(n_alphas=10, **tight), "regression", path, 1e-7, sample_weight=w80)
add("elastic net cv: ratios", ElasticNetCV(l1_ratio=[0.2, 0.7, 1], n_alphas=10, cv=4, **tight), "regression",
    path + ["l1_ratio_"], 1e-7)  # fmt: skip
add("elastic net cv: given alphas", ElasticNetCV(l1_ratio=[0.5, 0.9], alphas=[0.01, 1, 0.1], **tight), "regression",
    path + ["l1_ratio_"], 1e-7)  # fmt: skip

dump_cases("linear", cases)

# Logistic regression
cases = []
learned = ["coef_", "intercept_"]
probabilities = learned + ["predict", "predict_proba", "predict_log_proba", "decision_function"]
# lbfgs ends where the value stops falling, which leaves 1e-6 in the coefficients: the others are the better reference.
newton = dict(solver="newton-cg", tol=1e-12, max_iter=10_000)
ours = dict(tol=1e-10, maxIter=10_000)


def logistic(name, data, tolerance=1e-6, sample_weight=None, words=None, outputs=learned, class_weight=None, ours_more=None, **params):
    extra = {} if class_weight is None else dict(classWeight=class_weight if isinstance(class_weight, str) else {str(k): v for k, v in class_weight.items()})
    named = {"multi_class": "multiClass", "fit_intercept": "fitIntercept", "C": "C"}
    add(name, LogisticRegression(**newton, class_weight=class_weight, **params), data, outputs, tolerance, sample_weight=sample_weight,
        words=words, params={**ours, **{named[k]: v for k, v in params.items()}, **extra, **(ours_more or {})})  # fmt: skip


for data in ("classes3", "binary"):
    logistic(f"logistic: {data}", data, outputs=probabilities)
for data in ("iris", "imbalanced", "counts", "moons"):
    logistic(f"logistic: {data}", data)
logistic("logistic: wine, raw", "wine", 1e-5)
logistic("logistic: words", "classes3", words=["zebra", "ape", "cat"], outputs=["coef_", "predict"])
logistic("logistic: one against the rest", "classes3", multi_class="ovr", outputs=probabilities)
logistic("logistic: multinomial of two classes", "binary", multi_class="multinomial", outputs=probabilities)
logistic("logistic: weak penalty", "classes3", 1e-5, C=100)
logistic("logistic: without intercept", "classes3", fit_intercept=False)
logistic("logistic: weights", "classes3", sample_weight=weights(120))
logistic("logistic: balanced", "imbalanced", class_weight="balanced")
logistic("logistic: weights of classes", "classes3", class_weight={0: 1, 1: 3, 2: 0.5})
logistic("logistic: balanced, one against the rest", "iris", class_weight="balanced", multi_class="ovr")
for solver in ("newton-cholesky", "saga"):
    logistic(f"logistic {solver}: two classes", "binary", 1e-6, ours_more=dict(solver=solver))
logistic("logistic newton-cholesky: three classes", "iris", 1e-6, multi_class="ovr", ours_more=dict(solver="newton-cholesky"))
logistic("logistic saga: three classes", "classes3", 1e-6, ours_more=dict(solver="saga"))
logistic("logistic saga: weights", "classes3", 1e-6, sample_weight=weights(120), ours_more=dict(solver="saga"))
add("logistic: no penalty", LogisticRegression(penalty=None, **newton), "binary", learned, 1e-6, params=dict(penalty="none", **ours))

linear = dict(solver="liblinear", tol=1e-12, max_iter=10_000)
for penalty in ("l1", "l2"):
    for data in ("binary", "iris", "imbalanced"):
        add(f"logistic liblinear {penalty}: {data}", LogisticRegression(penalty=penalty, random_state=0, **linear), data, learned, 1e-6)
add("logistic liblinear: scaled intercept", LogisticRegression(intercept_scaling=5, **linear), "binary", learned, 1e-6)
add("logistic liblinear: without intercept", LogisticRegression(penalty="l1", fit_intercept=False, **linear), "binary", ["coef_"], 1e-6)
add("logistic liblinear: balanced", LogisticRegression(class_weight="balanced", **linear), "iris", learned, 1e-6)
add("logistic liblinear: weights", LogisticRegression(penalty="l1", **linear), "classes3", learned, 1e-6, sample_weight=weights(120))

saga = dict(solver="saga", tol=1e-12, max_iter=20_000, random_state=0)
add("logistic saga: l1", LogisticRegression(penalty="l1", C=0.3, **saga), "classes3", learned, 1e-6)
add("logistic saga: elastic net", LogisticRegression(penalty="elasticnet", l1_ratio=0.5, C=0.3, **saga), "binary", learned, 1e-6)

dump_cases("logistic", cases)

# Stochastic gradient descent, sample after sample
cases = []
fixed = dict(shuffle=False, max_iter=30)
sgd = ["coef_", "intercept_", "n_iter_", "t_"]
for loss in ("hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron", "squared_error", "huber",
             "epsilon_insensitive", "squared_epsilon_insensitive"):  # fmt: skip
    # With the rate 'optimal' squares without bound take first steps so large that rounding grows by itself.
    rate = dict(learning_rate="invscaling", eta0=0.01) if "squared" in loss else {}
    add(f"sgd {loss}", SGDClassifier(loss=loss, alpha=0.01, **rate, **fixed), "binary", sgd, 1e-9)
for penalty in ("l1", "elasticnet", None):
    add(f"sgd penalty {penalty}", SGDClassifier(penalty=penalty, alpha=0.01, **fixed), "classes3", sgd, 1e-9)
for rate in ("constant", "invscaling", "adaptive"):
    add(f"sgd rate {rate}", SGDClassifier(loss="log_loss", learning_rate=rate, eta0=0.1, **fixed), "classes3", sgd + ["predict_proba"], 1e-9)
add("sgd adaptive to the end", SGDClassifier(loss="log_loss", learning_rate="adaptive", eta0=0.1, shuffle=False), "binary", sgd, 1e-8)
add("sgd mean", SGDClassifier(average=True, alpha=0.01, **fixed), "classes3", sgd, 1e-9)
add("sgd mean from step 500 on", SGDClassifier(average=500, alpha=0.01, **fixed), "classes3", sgd, 1e-9)
add("sgd mean later than the end", SGDClassifier(average=10_000, alpha=0.01, **fixed), "classes3", sgd, 1e-9)
add("sgd weights", SGDClassifier(alpha=0.01, **fixed), "classes3", sgd, 1e-9, sample_weight=weights(120))
add("sgd balanced", SGDClassifier(alpha=0.01, class_weight="balanced", **fixed), "imbalanced", sgd, 1e-9)
add("sgd balanced, three classes", SGDClassifier(alpha=0.01, class_weight="balanced", **fixed), "iris", sgd, 1e-8)
add("sgd without intercept", SGDClassifier(fit_intercept=False, alpha=0.01, **fixed), "binary", sgd, 1e-9)
add("sgd without tolerance", SGDClassifier(tol=None, alpha=0.01, **fixed), "binary", sgd, 1e-9)
add("sgd modified huber's probabilities", SGDClassifier(loss="modified_huber", alpha=0.1, **fixed), "iris", ["predict_proba"], 1e-7)
add("perceptron", Perceptron(**fixed), "classes3", sgd, 1e-10)
add("perceptron l2", Perceptron(penalty="l2", alpha=0.01, eta0=0.5, **fixed), "binary", sgd, 1e-9)

one = [("intercept_", lambda m, X: float(m.intercept_[0]))]
sgd_regressor = ["coef_", "n_iter_", "t_"] + one
for loss in ("squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive"):
    add(f"sgd regressor {loss}", SGDRegressor(loss=loss, **fixed), "positive", sgd_regressor, 1e-9)
for penalty in ("l1", "elasticnet", None):
    add(f"sgd regressor penalty {penalty}", SGDRegressor(penalty=penalty, alpha=0.01, **fixed), "positive", sgd_regressor, 1e-9)
for rate in ("constant", "optimal", "adaptive"):
    add(f"sgd regressor rate {rate}", SGDRegressor(learning_rate=rate, eta0=0.001, alpha=1, **fixed), "positive", sgd_regressor, 1e-9)
add("sgd regressor mean", SGDRegressor(average=True, **fixed), "positive", sgd_regressor, 1e-9)
add("sgd regressor weights", SGDRegressor(**fixed), "positive", sgd_regressor, 1e-9, sample_weight=weights(60))

dump_cases("sgd", cases)

# Several targets
X, y = datasets()["regression"]
Y = np.round(np.column_stack([y, X[:, 0] - y, np.sin(y)]), 6)


def several(name, estimator, ours, outputs=("coef_", "intercept_"), sample_weight=None):
    estimator.fit(X, Y, sample_weight=sample_weight)
    found = {output: getattr(estimator, output) for output in outputs}
    return dict(name=name, estimator=type(estimator).__name__, params=ours, sampleWeight=sample_weight,
                outputs=dict(found, predict=estimator.predict(X), score=estimator.score(X, Y)))  # fmt: skip


def renamed(case):
    case["outputs"] = {dict(alpha_="alpha_", best_score_="bestScore_").get(k, k): v for k, v in case["outputs"].items()}
    return case


dump("linear-targets", dict(
    data="regression",
    Y=Y,
    cases=[renamed(c) for c in [
        several("least squares", LinearRegression(), {}),
        several("least squares, weights", LinearRegression(), {}, sample_weight=w80),
        several("non-negative", LinearRegression(positive=True), dict(positive=True)),
        several("ridge", Ridge(alpha=2), dict(alpha=2)),
        several("ridge, svd", Ridge(alpha=2, solver="svd"), dict(alpha=2, solver="svd")),
        several("ridge, an alpha for each", Ridge(alpha=np.array([0.1, 1, 10])), dict(alpha=[0.1, 1, 10])),
        several("ridge cv", RidgeCV(), {}, ("coef_", "intercept_", "alpha_", "best_score_")),
        several("ridge cv, an alpha for each", RidgeCV(alphas=[1e-3, 1, 1000], alpha_per_target=True),
                dict(alphas=[1e-3, 1, 1000], alphaPerTarget=True), ("coef_", "intercept_", "alpha_", "best_score_"), w80),
        several("ridge cv, folds", RidgeCV(cv=4), dict(cv=4), ("coef_", "intercept_", "alpha_", "best_score_")),
    ]],
))  # fmt: skip


# Shuffled runs: scores of scikit-learn over seeds, and values of objectives
def standardized(name):
    X, y = real(name)
    return (X - X.mean(0)) / np.where(X.std(0) == 0, 1, X.std(0)), y


def seeds(name, estimator, data, ours):
    X, y = standardized(data)
    scores = [type(estimator)(**estimator.get_params() | dict(random_state=seed)).fit(X, y).score(X, y) for seed in range(10)]
    return dict(name=name, estimator=type(estimator).__name__, params=ours, data=data, scores=scores)


dump("linear-stochastic", [
    seeds("hinge", SGDClassifier(), "breastCancer", {}),
    seeds("log loss", SGDClassifier(loss="log_loss"), "wine", dict(loss="log_loss")),
    seeds("early stopping", SGDClassifier(early_stopping=True), "digits", dict(earlyStopping=True)),
    seeds("mean", SGDClassifier(average=True), "breastCancer", dict(average=True)),
    seeds("perceptron", Perceptron(), "digits", {}),
    seeds("regressor", SGDRegressor(), "diabetes", {}),
    seeds("regressor, early stopping", SGDRegressor(early_stopping=True), "diabetes", dict(earlyStopping=True)),
])  # fmt: skip
