"""Discriminant analysis of scikit-learn for packages/classic/fixtures/discriminant.json.

Directions have no sign of their own: references are turned so that the largest element of each is positive, as ours are.
"""
import warnings

import numpy as np
from classic_data import case, dump_cases
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis as LDA
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis as QDA

warnings.simplefilter("ignore")


def signs(a):
    return np.sign(a[np.abs(a).argmax(axis=0), np.arange(a.shape[1])])


def transformed(e, X):
    T = e.transform(X)
    return T * signs(e.scalings_)[: T.shape[1]]


classify = ["classes_", "coef_", "intercept_", "decision_function", "predict", "predict_proba"]
directions = ["explained_variance_ratio_", ("scalings_", lambda e, X: e.scalings_ * signs(e.scalings_)), ("transform", transformed)]
few = ["coef_", "intercept_", "predict"]
quadratic = ["priors_", "means_", "decision_function", "predict", "predict_proba"]
axes = [("scalings_.0", lambda e, X: e.scalings_[0]), ("rotations_.1", lambda e, X: e.rotations_[1] * signs(e.rotations_[1]))]


def cases():
    learned = ["priors_", "means_", "xbar_"]
    for data in ("classes3", "binary"):
        yield case(data, LDA(), data, [*classify, *learned, *directions], 1e-11)
    for data in ("blobs", "iris", "wine", "breastCancer"):
        yield case(data, LDA(), data, [*few, *directions[:2]], 1e-10)
    yield case("digits", LDA(), "digits", ["explained_variance_ratio_", "predict"], 1e-10)
    yield case("one component", LDA(n_components=1), "classes3", directions, 1e-11)
    yield case("covariance", LDA(store_covariance=True), "classes3", ["covariance_"], 1e-12)
    yield case("priors", LDA(priors=[0.1, 0.6, 0.3]), "classes3", [*few, "predict_proba", *directions], 1e-11)
    yield case("words", LDA(), "classes3", ["predict"], 0, words=["z", "x", "y"])
    for solver in ("lsqr", "eigen"):
        more = directions if solver == "eigen" else []
        for shrinkage in (None, "auto", 0.4, 1.0):
            name = f"{solver}, shrinkage {shrinkage}"
            # Directions of equal weight are not determined: those of weight 0 without shrinkage, all with nothing else.
            own = [] if shrinkage == 1.0 else [each for each in more if shrinkage or each[0] != "scalings_"]
            yield case(name, LDA(solver=solver, shrinkage=shrinkage), "classes3", [*few, "covariance_", *own], 1e-9)
        yield case(f"{solver}, auto, wine", LDA(solver=solver, shrinkage="auto"), "wine", few, 1e-9)
        yield case(f"{solver}, auto, binary", LDA(solver=solver, shrinkage="auto"), "binary", few, 1e-9)
        yield case(f"{solver}, priors", LDA(solver=solver, priors=[0.5, 0.25, 0.25]), "classes3", few, 1e-9)
    yield case("lsqr, digits", LDA(solver="lsqr", shrinkage="auto"), "digits", ["predict"], 0)

    for data in ("classes3", "binary"):
        yield case(data, QDA(), data, [*quadratic, *axes], 1e-11)
    for data in ("blobs", "imbalanced", "iris"):
        yield case(data, QDA(), data, ["predict", "predict_proba"], 1e-11)
    for data in ("wine", "breastCancer"):
        yield case(data, QDA(), data, ["decision_function"], 1e-8)
    yield case("regularized", QDA(reg_param=0.3), "classes3", [*quadratic, *axes], 1e-11)
    yield case("regularized digits", QDA(reg_param=0.1), "digits", ["predict"], 0)
    yield case("all regularized", QDA(reg_param=1.0), "binary", quadratic, 1e-11)
    stored = [("covariance_.0", lambda e, X: e.covariance_[0])]
    yield case("covariances", QDA(store_covariance=True, reg_param=0.2), "classes3", stored, 1e-11)
    yield case("priors", QDA(priors=[0.1, 0.6, 0.3]), "classes3", quadratic, 1e-11)


found = [{**each, "name": f'{each["estimator"]}: {each["name"]}'} for each in cases()]
dump_cases("discriminant", found)
