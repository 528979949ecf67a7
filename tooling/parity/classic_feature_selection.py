"""Feature selection of scikit-learn for packages/classic/fixtures/feature-selection.json."""
import warnings
from functools import partial

from classic_data import REAL, case, dump_cases
from sklearn.feature_selection import (
    SelectKBest,
    SelectPercentile,
    VarianceThreshold,
    chi2,
    f_classif,
    f_regression,
    mutual_info_classif,
    mutual_info_regression,
)

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


dump_cases("feature-selection", cases)
