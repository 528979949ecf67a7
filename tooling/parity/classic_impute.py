"""Imputers of scikit-learn for packages/classic/fixtures/impute.json."""
import numpy as np
from classic_data import case, dump_cases
from sklearn.impute import KNNImputer, MissingIndicator, SimpleImputer

cases = []


def add(name, estimator, data, outputs):
    cases.append(case(f"{type(estimator).__name__}: {name}", estimator, data, outputs, 1e-12, use_y=False))
    cases[-1]["names"] = list(estimator.get_feature_names_out())


simple = ["statistics_", "transform"]
for strategy in ("mean", "median", "most_frequent", "constant"):
    add(strategy, SimpleImputer(strategy=strategy), "missing", simple)
    add(f"{strategy}, 0 is missing", SimpleImputer(strategy=strategy, missing_values=0), "counts", simple)
    add(f"{strategy}, with indicator", SimpleImputer(strategy=strategy, add_indicator=True, missing_values=3), "categorical", simple)
add("constant -7", SimpleImputer(strategy="constant", fill_value=-7), "missing", simple)
for k in (1, 2, 5, 40):
    for weights in ("uniform", "distance"):
        add(f"{k}, {weights}", KNNImputer(n_neighbors=k, weights=weights), "missing", ["transform"])
add("with indicator", KNNImputer(add_indicator=True), "missing", ["transform"])
add("0 is missing", KNNImputer(missing_values=0, n_neighbors=89, weights="distance"), "counts", ["transform"])
add("missing-only", MissingIndicator(missing_values=3), "categorical", ["features_", ("transform", lambda e, X: e.transform(X).astype(float))])
add("all", MissingIndicator(features="all"), "missing", ["features_", ("transform", lambda e, X: e.transform(X).astype(float))])
for each in cases:
    each["params"] = {k: "NaN" if isinstance(v, float) and np.isnan(v) else v for k, v in each["params"].items()}
dump_cases("impute", cases)
