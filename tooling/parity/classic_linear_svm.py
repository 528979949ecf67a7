"""LinearSVC and LinearSVR of scikit-learn for packages/classic/fixtures/linear-svm.json: at the optimum, where the order of
steps no longer matters; the references stop where gradients are 1e-9 of those at the start."""
import numpy as np
from classic_data import case, dump_cases
from sklearn.svm import LinearSVC, LinearSVR

END = dict(tol=1e-9, max_iter=1_000_000, random_state=0)
rng = np.random.default_rng(6)


def weights(n):
    w = np.round(rng.uniform(0, 3, size=n), 3)
    w[::9] = 0
    return w


classes = ["coef_", "intercept_", "decision_function", "predict"]
# Ours is a scalar, as of all linear regressors with one target.
numbers = ["coef_", ("intercept_", lambda m, X: float(m.intercept_[0])), "predict"]


def at_end(name, estimator, data, outputs, tolerance=2e-7, **more):
    result = case(name, estimator, data, outputs, tolerance, **more)
    result["params"] = {**result["params"], "tol": 1e-9, "maxIter": 100_000}
    return result


dump_cases(
    "linear-svm",
    [
        at_end("dual, squared hinge", LinearSVC(**END), "binary", classes),
        at_end("dual, hinge", LinearSVC(loss="hinge", **END), "binary", classes),
        at_end("dual, hinge, small C", LinearSVC(loss="hinge", C=0.05, **END), "binary", classes),
        at_end("primal", LinearSVC(dual=False, **END), "binary", classes),
        at_end("primal, scaled intercept", LinearSVC(dual=False, intercept_scaling=10, C=3, **END), "imbalanced", classes),
        at_end("no intercept", LinearSVC(fit_intercept=False, **END), "binary", ["coef_", "decision_function"]),
        at_end("more features than samples", LinearSVR(C=0.1, loss="squared_epsilon_insensitive", **END), "wide", numbers),
        at_end("l1", LinearSVC(penalty="l1", dual=False, **END), "binary", classes),
        at_end("l1, sparse", LinearSVC(penalty="l1", dual=False, C=0.1, **END), "classes3", classes),
        at_end("three classes", LinearSVC(**END), "classes3", classes),
        at_end("three classes, words", LinearSVC(dual=False, **END), "classes3", ["predict", "coef_"], words=["z", "x", "y"]),
        at_end("weights of classes", LinearSVC(class_weight={0: 3, 1: 0.5}, **END), "binary", classes),
        at_end("weights of three classes", LinearSVC(dual=False, class_weight={1: 4.0}, **END), "classes3", classes),
        at_end("balanced", LinearSVC(dual=False, class_weight="balanced", **END), "imbalanced", classes),
        at_end("weights, dual", LinearSVC(loss="hinge", **END), "binary", classes, sample_weight=weights(100)),
        at_end("weights, primal", LinearSVC(dual=False, **END), "binary", classes, sample_weight=weights(100)),
        at_end("weights, l1", LinearSVC(penalty="l1", dual=False, **END), "binary", classes, sample_weight=weights(100)),
        at_end("breast cancer", LinearSVC(dual=False, C=1e-6, **END), "breastCancer", classes),
        at_end("regression, dual", LinearSVR(C=0.02, epsilon=0.5, **END), "collinear", numbers),
        at_end("regression, squared, dual", LinearSVR(loss="squared_epsilon_insensitive", epsilon=0.3, **END), "positive", numbers),
        at_end("regression, primal", LinearSVR(loss="squared_epsilon_insensitive", dual=False, **END), "regression", numbers),
        at_end("regression, primal, tube", LinearSVR(loss="squared_epsilon_insensitive", dual=False, epsilon=1, C=5, **END), "positive", numbers),
        at_end("regression, no intercept", LinearSVR(fit_intercept=False, epsilon=0.2, **END), "positive", ["coef_", "predict"]),
        at_end("regression, weights", LinearSVR(epsilon=0.1, C=0.5, **END), "positive", numbers, sample_weight=weights(60)),
    ],
)
