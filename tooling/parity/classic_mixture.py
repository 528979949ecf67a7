"""GaussianMixture of scikit-learn for packages/classic/fixtures/mixture.json.

Starts are given (weights, means and precisions), so that every round must agree; without them the fits are those of one component,
which do not depend on the start.
"""
import numpy as np
from classic_data import case, datasets, dump_cases, real, REAL
from sklearn.mixture import GaussianMixture

outputs = [
    "weights_",
    "means_",
    "covariances_",
    "precisions_",
    "precisions_cholesky_",
    "n_iter_",
    "lower_bound_",
    "predict",
    "predict_proba",
    "score_samples",
    "score",
    "bic",
    "aic",
]


def start(data, k, kind, seed=0):
    """k samples as means, equal weights, and the variances of the features for every component."""
    X = real(data)[0] if data in REAL else datasets()[data][0]
    rng = np.random.default_rng(seed)
    means = X[rng.choice(len(X), k, replace=False)]
    precision = np.round(1 / X.var(axis=0), 6)
    precisions = {
        "full": np.array([np.diag(precision)] * k),
        "tied": np.diag(precision),
        "diag": np.array([precision] * k),
        "spherical": np.full(k, np.round(precision.mean(), 6)),
    }[kind]
    return dict(means_init=means, weights_init=np.full(k, 1 / k), precisions_init=precisions)


def mixture(name, data, k, kind, tolerance=1e-8, keep=outputs, **params):
    given = {key: value.tolist() for key, value in start(data, k, kind).items()}
    estimator = GaussianMixture(n_components=k, covariance_type=kind, random_state=0, **given, **params)
    return case(name, estimator, data, keep, tolerance, use_y=False)


cases = []
for kind in ("full", "tied", "diag", "spherical"):
    cases += [
        mixture(f"{kind}: blobs", "blobs", 4, kind),
        mixture(f"{kind}: classes3", "classes3", 3, kind, max_iter=20),
        # A long climb: differences grow with every round, as they do between two versions of scikit-learn.
        mixture(f"{kind}: iris", "iris", 3, kind, 1e-6, outputs[:7] + ["score"], tol=1e-6, max_iter=200),
        case(
            f"{kind}: one component",
            GaussianMixture(covariance_type=kind, reg_covar=1e-3),
            "regression",
            [name for name in outputs if name != "predict_proba"],
            1e-8,
            use_y=False,
        ),
    ]
cases += [
    mixture("diag: wine", "wine", 3, "diag", 1e-7, outputs[:7] + ["bic"]),
]
dump_cases("mixture", cases)
