"""StandardScaler of scikit-learn for packages/classic/fixtures/scalers.json."""
import numpy as np
from classic_data import case, dump_cases
from sklearn.preprocessing import StandardScaler

outputs = ["mean_", "var_", "scale_", "transform"]
weights = np.round(np.random.default_rng(1).uniform(0, 3, size=80), 3)
dump_cases(
    "scalers",
    [
        case("regression", StandardScaler(), "regression", outputs, 1e-12, use_y=False),
        case("weights", StandardScaler(), "regression", outputs, 1e-12, use_y=False, sample_weight=weights),
        case("missing values", StandardScaler(), "missing", outputs, 1e-12, use_y=False),
        case("without mean", StandardScaler(with_mean=False), "counts", ["scale_", "transform"], 1e-12, use_y=False),
        case("wine", StandardScaler(), "wine", outputs, 1e-12, use_y=False),
    ],
)
