"""Pipelines and what is made of several estimators, of scikit-learn, for packages/classic/fixtures/compose.json."""
import numpy as np
from classic_data import case, dump_cases
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler


def ours(name, **params):
    return {"$estimator": name, "params": params}


scale, small = ours("StandardScaler"), ours("MinMaxScaler")
exact = dict(tol=1e-12, max_iter=10000)
logistic = ours("LogisticRegression", tol=1e-12, maxIter=10000)
columns = [
    ("z", StandardScaler(), [0, 2]),
    ("rest", "passthrough", [1]),
    ("none", "drop", [3]),
]
ourColumns = [["z", scale, [0, 2]], ["rest", "passthrough", [1]], ["none", "drop", [3]]]
encode = [("words", OneHotEncoder(sparse_output=False), [0, -1]), ("z", StandardScaler(), slice(1, 2))]
ourEncode = [["words", ours("OneHotEncoder"), [0, -1]], ["z", scale, [False, True, False]]]
names = ("getFeatureNamesOut", lambda e, X: list(e.get_feature_names_out()))

dump_cases(
    "compose",
    [
        case(
            "scale, then classify",
            Pipeline([("scale", StandardScaler()), ("nothing", "passthrough"), ("logistic", LogisticRegression(solver="newton-cg", **exact))]),
            "classes3",
            ["predict", "predict_proba", "decision_function"],
            1e-7,
            params={"steps": [["scale", scale], ["nothing", "passthrough"], ["logistic", logistic]]},
        ),
        case(
            "transformers only",
            Pipeline([("small", MinMaxScaler()), ("z", StandardScaler())]),
            "regression",
            ["transform", "inverse_transform", names],
            1e-12,
            use_y=False,
            params={"steps": [["small", small], ["z", scale]]},
        ),
        case(
            "reduce, then regress",
            Pipeline([("z", StandardScaler()), ("pca", PCA(n_components=3)), ("ridge", Ridge(alpha=0.5))]),
            "regression",
            ["predict"],
            1e-10,
            params={"steps": [["z", scale], ["pca", ours("PCA", nComponents=3)], ["ridge", ours("Ridge", alpha=0.5)]]},
        ),
        case(
            "union",
            FeatureUnion([("z", StandardScaler()), ("small", MinMaxScaler()), ("off", "drop"), ("same", "passthrough")], transformer_weights={"small": 10}),
            "wide",
            ["transform", names],
            1e-12,
            use_y=False,
            params={
                "transformerList": [["z", scale], ["small", small], ["off", "drop"], ["same", "passthrough"]],
                "transformerWeights": {"small": 10},
            },
        ),
        *(
            case(
                f"columns, remainder {remainder}, {'long' if verbose else 'short'} names",
                ColumnTransformer(columns, remainder=MinMaxScaler() if remainder == "scaled" else remainder, verbose_feature_names_out=verbose),
                "regression",
                ["transform", names],
                1e-12,
                use_y=False,
                params={
                    "transformers": ourColumns,
                    "remainder": small if remainder == "scaled" else remainder,
                    "verboseFeatureNamesOut": verbose,
                },
            )
            for remainder in ("drop", "passthrough", "scaled")
            for verbose in (True, False)
        ),
        case(
            "encoded columns, regressed",
            Pipeline([("columns", ColumnTransformer(encode)), ("ridge", Ridge())]),
            "categorical",
            ["predict"],
            1e-10,
            params={"steps": [["columns", ours("ColumnTransformer", transformers=ourEncode)], ["ridge", ours("Ridge")]]},
        ),
        case(
            "weighted columns",
            ColumnTransformer(encode, transformer_weights={"words": 0.5}),
            "categorical",
            ["transform"],
            1e-12,
            use_y=False,
            params={"transformers": ourEncode, "transformerWeights": {"words": 0.5}},
        ),
        case(
            "scaled target",
            TransformedTargetRegressor(Ridge(), transformer=StandardScaler()),
            "regression",
            ["predict"],
            1e-10,
            params={"regressor": ours("Ridge"), "transformer": scale},
        ),
        case(
            "target as it is, weighted",
            TransformedTargetRegressor(),
            "regression",
            ["predict"],
            1e-10,
            sample_weight=np.arange(80) % 3 + 0.5,
            params={},
        ),
    ],
)
