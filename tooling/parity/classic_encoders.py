"""Encoders of scikit-learn for packages/classic/fixtures/encoders.json: words, numbers and missing values."""
import numpy as np
import sklearn
from classic_data import camel_params, dump
from sklearn.preprocessing import LabelBinarizer, LabelEncoder, OneHotEncoder, OrdinalEncoder

rng = np.random.default_rng(3)
nan = float("nan")
towns = ["Bonn", "Ulm", "Kiel", "Trier", "Jena"]
mixed = [[towns[rng.choice(5, p=[0.4, 0.3, 0.2, 0.05, 0.05])], int(rng.integers(0, 4)), ["yes", "no"][rng.integers(2)]] for _ in range(60)]
numbers = [[int(a), int(b)] for a, b in rng.integers(-2, 5, size=(40, 2))]
decimals = [[float(a), float(b)] for a, b in np.round(rng.integers(0, 5, size=(30, 2)) * 0.37, 2)]
missing = [[v if rng.uniform() < 0.8 else None, int(w)] for v, w in zip(rng.choice(["a", "b", "c"], 30).tolist(), rng.integers(0, 3, 30))]
holes = [[v if rng.uniform() < 0.8 else nan] for v in rng.integers(0, 4, 30).astype(float).tolist()]
sets = dict(mixed=mixed, numbers=numbers, decimals=decimals, missing=missing, holes=holes)
strange = dict(mixed=[["Rome", 2, "yes"], ["Ulm", 9, "no"]], numbers=[[0, 99], [99, 1]], holes=[[99.0], [1.0], [nan]])


def array(X):
    """scikit-learn takes NaN for missing among words, we write null."""
    words = any(isinstance(v, str) for row in X for v in row)
    return np.array([[nan if v is None else v for v in row] for row in X], dtype=object) if words else np.array(X)


def cell(v, words):
    return None if words and v != v else "infrequent" if isinstance(v, str) and v == "infrequent_sklearn" else v


def plain(cells, X):
    return [[cell(v, X.dtype == object) for v in row] for row in np.asarray(cells, dtype=object).tolist()]


def features(encoder, data):
    X = array(sets[data])
    encoder.fit(X)
    out = np.asarray(encoder.transform(X))
    result = dict(
        estimator=type(encoder).__name__,
        params=camel_params({k: v for k, v in encoder.get_params().items() if k not in ("sparse", "sparse_output", "dtype")}),
        X=sets[data],
        categories=[[cell(v, X.dtype == object) for v in c] for c in encoder.categories_],
        transform=out,
    )
    # scikit-learn 1.2 mixes up the numbers of dropped and of rare categories where unknown ones are ignored
    if not (getattr(encoder, "drop", None) and encoder.handle_unknown == "ignore"):
        result["inverse"] = plain(encoder.inverse_transform(out.copy()), X)
    if data != "decimals" and data != "holes" and data != "missing":
        result["names"] = [n.replace("_sklearn", "") for n in encoder.get_feature_names_out()]
    if encoder.handle_unknown != "error":
        unknown = np.asarray(encoder.transform(array(strange[data])))
        result |= dict(unknown=strange[data], unknownTransform=unknown)
        if "inverse" in result:
            result["unknownInverse"] = plain(encoder.inverse_transform(unknown.copy()), X)
    if getattr(encoder, "drop", None) is not None:
        result["dropIdx"] = None if encoder.drop_idx_ is None else list(encoder.drop_idx_)
    return result


def one_hot(**params):
    return OneHotEncoder(sparse_output=False, **params)


cases = [features(one_hot(), data) for data in sets]
cases += [features(one_hot(drop=drop), data) for drop in ("first", "if_binary") for data in ("mixed", "numbers", "holes")]
cases += [
    features(one_hot(drop=["Ulm", 0, "no"]), "mixed"),
    features(one_hot(categories=[["Jena", "Trier", "Kiel", "Ulm", "Bonn", "Rome"], [0, 1, 2, 3], ["yes", "no"]]), "mixed"),
]
for unknown in ("ignore", "infrequent_if_exist"):
    cases += [
        features(one_hot(handle_unknown=unknown), "mixed"),
        features(one_hot(handle_unknown=unknown, min_frequency=8), "mixed"),
        features(one_hot(handle_unknown=unknown, min_frequency=0.2), "numbers"),
        features(one_hot(handle_unknown=unknown, max_categories=3), "mixed"),
        features(one_hot(handle_unknown=unknown, max_categories=3, min_frequency=6), "numbers"),
        features(one_hot(handle_unknown=unknown, max_categories=2, drop="if_binary"), "mixed"),
        features(one_hot(handle_unknown=unknown, max_categories=3, drop="first"), "mixed"),
    ]
cases += [features(OrdinalEncoder(), data) for data in sets]
cases += [
    features(OrdinalEncoder(encoded_missing_value=-1), "missing"),
    features(OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-5), "mixed"),
    features(OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=nan), "numbers"),
    features(OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-2, encoded_missing_value=-1), "holes"),
]


def labels(encoder, y):
    encoder.fit(y)
    out = encoder.transform(y)
    return dict(
        estimator=type(encoder).__name__,
        params=camel_params({k: v for k, v in encoder.get_params().items() if k != "sparse_output"}),
        y=list(y),
        classes=list(encoder.classes_),
        transform=out,
        inverse=list(encoder.inverse_transform(out)),
    )



targets = [labels(LabelEncoder(), y) for y in (["b", "c", "a", "b"], [10, 3, 7, 3], [0.5, -1.5, 0.5])]
for params in (dict(), dict(neg_label=-1), dict(neg_label=-2, pos_label=3)):
    for y in (["b", "c", "a", "b"], ["no", "yes", "no"], [10, 3, 7, 3], [5, 5]):
        targets.append(labels(LabelBinarizer(**params), y))
dump("encoders", dict(versions=dict(sklearn=sklearn.__version__, numpy=np.__version__), features=cases, labels=targets))
