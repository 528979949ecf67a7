"""Synthetic data sets for packages/classic/fixtures/data.json: what the parity generators of @ml/classic fit on.

Every generator imports `datasets()` from here, so that a fixture needs to name its data only. Values are rounded to six
digits: they then have the same bits in Python and in JavaScript.
"""
import json
from pathlib import Path

import numpy as np

FIXTURES = Path(__file__).parents[2] / "packages/classic/fixtures"


def datasets():
    def rounded(a):
        return np.round(a, 6)

    rng = np.random.default_rng(20)
    sets = {}

    X = rng.normal(size=(80, 5)) * [1, 2, 0.5, 10, 3] + [0, 1, -2, 5, 100]
    y = X @ [1.5, -2, 0, 0.1, 0.3] + 4 + rng.normal(size=80)
    sets["regression"] = (rounded(X), rounded(y))

    X = rng.normal(size=(60, 4))
    X = np.column_stack([X, X[:, 0] + X[:, 1], X[:, 2]])  # rank 4 of 6
    sets["collinear"] = (rounded(X), rounded(X @ [1, 2, 3, 4, 5, 6.0] + 0.1 * rng.normal(size=60)))

    X = rng.normal(size=(12, 30))
    sets["wide"] = (rounded(X), rounded(X[:, 0] - 2 * X[:, 5] + 0.1 * rng.normal(size=12)))

    centres = rng.normal(size=(3, 4)) * 2
    y = rng.integers(0, 3, size=120)
    sets["classes3"] = (rounded(centres[y] + rng.normal(size=(120, 4))), y)

    y = rng.integers(0, 2, size=100)
    sets["binary"] = (rounded(rng.normal(size=(100, 4)) + 0.8 * y[:, None] * [1, -1, 0.5, 0]), y)

    y = (np.arange(150) % 15 == 0).astype(int)  # one in fifteen
    sets["imbalanced"] = (rounded(rng.normal(size=(150, 3)) + 1.2 * y[:, None]), y)

    y = rng.integers(0, 3, size=90)
    rates = rng.gamma(2, 2, size=(3, 6))
    sets["counts"] = (rng.poisson(rates[y]).astype(float), y)

    y = rng.integers(0, 2, size=90)
    p = rng.uniform(0.1, 0.9, size=(2, 7))
    sets["bits"] = ((rng.uniform(size=(90, 7)) < p[y]).astype(float), y)

    X = rng.normal(size=(70, 4))
    y = rounded(X[:, 0] * 2 - X[:, 1] + 0.2 * rng.normal(size=70))
    X = rounded(X)
    X[rng.uniform(size=X.shape) < 0.15] = np.nan
    sets["missing"] = (X, y)

    X = rng.integers(0, 4, size=(80, 3)).astype(float)  # three categorical columns
    sets["categorical"] = (X, rounded((X[:, 0] == 2) * 2.0 + X[:, 1] + 0.3 * rng.normal(size=80)))

    centres = rng.normal(size=(4, 2)) * 5
    y = rng.integers(0, 4, size=160)
    sets["blobs"] = (rounded(centres[y] + rng.normal(size=(160, 2))), y)

    t = rng.uniform(0, np.pi, size=100)
    y = rng.integers(0, 2, size=100)
    X = np.column_stack([np.where(y == 0, np.cos(t), 1 - np.cos(t)), np.where(y == 0, np.sin(t), 0.5 - np.sin(t))])
    sets["moons"] = (rounded(X + 0.1 * rng.normal(size=X.shape)), y)

    X = np.exp(rng.normal(size=(60, 4)))  # > 0, skewed
    sets["positive"] = (rounded(X), rounded(X @ [1, 0.5, 2, 0.1] + 0.5))
    return sets


def real(name):
    """X and y of a data set that comes with scikit-learn, under the names of packages/classic/src/real-data.testing.ts."""
    import sklearn.datasets as d

    if name == "diabetes":
        return d.load_diabetes(return_X_y=True, scaled=False)
    return {"iris": d.load_iris, "wine": d.load_wine, "breastCancer": d.load_breast_cancer, "digits": d.load_digits}[name](
        return_X_y=True
    )


REAL = ("iris", "wine", "breastCancer", "digits", "diabetes")


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def camel_output(path):
    """coef_ stays, n_iter_ becomes nIter_, tree_.children_left becomes tree_.childrenLeft."""
    return ".".join(camel(part.rstrip("_")) + ("_" if part.endswith("_") else "") for part in path.split("."))


def camel_params(params):
    """Parameters under our names; estimators among them as {"$estimator": …, "params": …}."""

    def value(v):
        if hasattr(v, "get_params"):
            return {"$estimator": type(v).__name__, "params": camel_params(changed_params(v))}
        if isinstance(v, (list, tuple)):
            return [value(e) for e in v]
        return v

    return {camel(k): value(v) for k, v in params.items()}


def changed_params(estimator):
    """The parameters that are not the defaults of scikit-learn."""
    defaults = type(estimator)().get_params(deep=False) if not getattr(type(estimator), "_required_parameters", []) else {}
    return {k: v for k, v in estimator.get_params(deep=False).items() if k not in defaults or repr(defaults[k]) != repr(v)}


def case(name, estimator, data, outputs, tolerance=1e-8, use_y=True, sample_weight=None, words=None, params=None):
    """Fits a scikit-learn estimator on a data set; outputs are names of its methods (called with X) and attributes, or
    pairs (our name, function of the fitted estimator and X). `params` are ours where the names or values differ."""
    import inspect

    X, y = real(data) if data in REAL else datasets()[data]
    target = None if not use_y else y if words is None else np.array(words)[y.astype(int)]
    extra = {} if sample_weight is None else {"sample_weight": sample_weight}
    estimator.fit(X, target, **extra)
    found = {}
    for output in outputs:
        if isinstance(output, tuple):
            found[output[0]] = output[1](estimator, X)
            continue
        value = estimator
        for part in output.split("."):
            value = getattr(value, part)
        found[camel_output(output)] = value(X) if inspect.ismethod(value) else value
    result = dict(
        name=name,
        estimator=type(estimator).__name__,
        params=params if params is not None else camel_params(changed_params(estimator)),
        data=data,
        useY=use_y,
        outputs=found,
        tolerance=tolerance,
    )
    if sample_weight is not None:
        result["sampleWeight"] = sample_weight
    if words is not None:
        result["words"] = list(words)
    return result


def dump_cases(name, cases):
    import scipy
    import sklearn

    versions = dict(sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__)
    dump(name, dict(versions=versions, cases=cases))


def dump(name, value):
    """Writes packages/classic/fixtures/<name>.json; NaN and ±Infinity become strings."""

    def plain(v):
        if isinstance(v, dict):
            return {k: plain(e) for k, e in v.items()}
        if isinstance(v, (list, tuple)):
            return [plain(e) for e in v]
        if isinstance(v, np.ndarray):
            return plain(v.tolist())
        if isinstance(v, np.generic):
            return plain(v.item())
        if isinstance(v, float) and not np.isfinite(v):
            return "NaN" if np.isnan(v) else "Infinity" if v > 0 else "-Infinity"
        return v

    (FIXTURES / f"{name}.json").write_text(json.dumps(plain(value)) + "\n")


if __name__ == "__main__":
    dump("data", {name: dict(X=X, y=y) for name, (X, y) in datasets().items()})
