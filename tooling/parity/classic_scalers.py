"""Scalers of scikit-learn for packages/classic/fixtures/scalers.json."""
import numpy as np
from classic_data import case, dump_cases
from sklearn.preprocessing import Binarizer, MaxAbsScaler, MinMaxScaler, Normalizer, RobustScaler, StandardScaler

cases = []


def add(name, estimator, data, outputs, **options):
    cases.append(case(f"{type(estimator).__name__}: {name}", estimator, data, outputs, 1e-12, use_y=False, **options))


standard = ["mean_", "var_", "scale_", "transform"]
weights = np.round(np.random.default_rng(1).uniform(0, 3, size=80), 3)
add("regression", StandardScaler(), "regression", standard)
add("weights", StandardScaler(), "regression", standard, sample_weight=weights)
add("missing values", StandardScaler(), "missing", standard)
add("without mean", StandardScaler(with_mean=False), "counts", ["scale_", "transform"])
add("without deviation", StandardScaler(with_std=False), "counts", ["transform"])
add("wine", StandardScaler(), "wine", standard[:3])

extremes = ["data_min_", "data_max_", "data_range_", "scale_", "min_", "transform", "inverse_transform"]
for data in ("regression", "missing", "bits", "iris"):
    add(data, MinMaxScaler(), data, extremes)
add("range", MinMaxScaler(feature_range=(-2, 5)), "regression", extremes)
add("digits, with constant features", MinMaxScaler(), "digits", ["scale_", "min_"])

for data in ("regression", "missing", "counts", "iris"):
    add(data, MaxAbsScaler(), data, ["max_abs_", "scale_", "transform", "inverse_transform"])

robust = ["center_", "scale_", "transform", "inverse_transform"]
for data in ("regression", "missing", "counts"):
    add(data, RobustScaler(), data, robust)
add("range and unit variance", RobustScaler(quantile_range=(5, 90.5), unit_variance=True), "regression", robust)
add("scaling only", RobustScaler(with_centering=False), "positive", ["scale_", "transform"])
add("centering only", RobustScaler(with_scaling=False), "positive", ["center_", "transform"])
add("digits, with constant features", RobustScaler(), "digits", ["center_", "scale_"])

for norm in ("l1", "l2", "max"):
    for data in ("regression", "bits"):
        add(f"{norm}, {data}", Normalizer(norm=norm), data, ["transform"])
add("regression", Binarizer(), "regression", ["transform"])
add("threshold", Binarizer(threshold=2), "counts", ["transform"])

dump_cases("scalers", cases)
