"""Feature selection of scikit-learn for packages/classic/fixtures/feature-selection.json."""
import warnings
from functools import partial

from classic_data import REAL, camel_params, case, dump_cases
from sklearn.feature_selection import (
    RFE,
    RFECV,
    SelectFromModel,
    SelectKBest,
    SelectPercentile,
    VarianceThreshold,
    chi2,
    f_classif,
    f_regression,
    mutual_info_classif,
    mutual_info_regression,
)
from sklearn.linear_model import Lasso, LogisticRegression, Ridge

warnings.simplefilter("ignore")
cases = []
names = {f_classif: "fClassif", f_regression: "fRegression", chi2: "chi2"}


def add(name, estimator, data, outputs, tolerance=1e-10, params=None):
    if data == "digits":
        outputs = [o for o in outputs if o != "transform"]
    cases.append(case(f"{type(estimator).__name__}: {name}", estimator, data, outputs, tolerance, params=params))


for data, threshold in [("regression", 0), ("regression", 3), ("missing", 0.8), ("digits", 0), ("digits", 10), ("bits", 0.2)]:
    add(f"{data}, {threshold}", VarianceThreshold(threshold), data, ["variances_", "transform"], 1e-12)

# sums of squares not about the mean cost scikit-learn digits where the mean is large
univariate = ["scores_", "pvalues_", "transform"]
for f, data in [(f_classif, "classes3"), (f_classif, "binary"), (f_classif, "iris"), (f_classif, "breastCancer"), (f_regression, "regression"), (f_regression, "diabetes"), (f_regression, "wide"), (chi2, "counts"), (chi2, "bits"), (chi2, "iris"), (chi2, "digits")]:
    outputs = [o for o in univariate if o != "transform" or data not in REAL]
    for k in (1, 3, "all"):
        add(f"{names[f]}, {data}, {k}", SelectKBest(f, k=k), data, outputs, 1e-8, dict(scoreFunc=names[f], k=k))
    for p in (20, 55):
        add(f"{names[f]}, {data}, {p}", SelectPercentile(f, percentile=p), data, outputs, 1e-8, dict(scoreFunc=names[f], percentile=p))

# the noise that parts equal values is drawn differently, and changes nothing where there are none
for f, name, data in [(mutual_info_classif, "mutualInfoClassif", "classes3"), (mutual_info_classif, "mutualInfoClassif", "binary"), (mutual_info_regression, "mutualInfoRegression", "regression"), (mutual_info_regression, "mutualInfoRegression", "collinear"), (mutual_info_regression, "mutualInfoRegression", "positive")]:
    seeded = partial(f, random_state=0)
    add(f"{name}, {data}", SelectKBest(seeded, k=2), data, ["scores_", "transform"], 1e-12, dict(scoreFunc=name, k=2))



def add_model(name, estimator, data, outputs):
    """Newton's method for exact coefficients; ours gets there by its default solver."""
    params = camel_params({k: v for k, v in estimator.get_params(deep=False).items() if k not in ("verbose", "n_jobs")})
    params["estimator"]["params"].pop("solver", None)
    add(name, estimator, data, outputs, 1e-6, params)


# solvers run to the end: the coefficients agree to about 1e-7, what is selected agrees exactly
logistic = LogisticRegression(solver="newton-cg", tol=1e-10, max_iter=10000)
chosen = ["transform", "threshold_"]
for threshold in (None, "median", "1.25*mean", 0.3):
    add_model(f"Ridge, {threshold}", SelectFromModel(Ridge(), threshold=threshold), "regression", chosen)
    add_model(f"logistic, {threshold}", SelectFromModel(logistic, threshold=threshold), "classes3", chosen)
add_model("Lasso", SelectFromModel(Lasso(alpha=0.5, tol=1e-12)), "regression", chosen)
add_model("at most 2", SelectFromModel(Ridge(), max_features=2, threshold=-1e9), "regression", chosen)
add_model("norm 2", SelectFromModel(logistic, norm_order=2), "classes3", chosen)
eliminated = ["ranking_", "n_features_", "transform", "predict"]
for estimator, data in ((Ridge(), "regression"), (Ridge(), "wide"), (logistic, "classes3"), (logistic, "binary")):
    add_model(f"{type(estimator).__name__}, {data}", RFE(estimator), data, eliminated)
    add_model(f"{type(estimator).__name__}, {data}, 1 left", RFE(estimator, n_features_to_select=1), data, eliminated)
    add_model(f"{type(estimator).__name__}, {data}, shares", RFE(estimator, n_features_to_select=0.3, step=0.25), data, eliminated)
for estimator, data in ((Ridge(), "regression"), (Ridge(), "collinear"), (logistic, "classes3"), (Ridge(), "breastCancer")):
    means = [("cvResults_.meanTestScore", lambda e, X: e.cv_results_["mean_test_score"]), ("cvResults_.stdTestScore", lambda e, X: e.cv_results_["std_test_score"])]
    step = 5 if data == "breastCancer" else 1
    add_model(f"{type(estimator).__name__}, {data}", RFECV(estimator, cv=4, step=step), data, ["ranking_", "n_features_", *means])
add_model("at least 3, by absolute error", RFECV(Ridge(), cv=3, min_features_to_select=3, scoring="neg_mean_absolute_error"), "regression", ["ranking_", *means])

dump_cases("feature-selection", cases)
