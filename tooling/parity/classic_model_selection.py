"""Splitters and searches of scikit-learn for packages/classic/fixtures/model-selection.json."""
import warnings

import numpy as np
import scipy
import sklearn
from classic_data import camel, camel_params, changed_params, datasets, dump
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import (
    GridSearchCV,
    GroupKFold,
    KFold,
    LeaveOneGroupOut,
    LeaveOneOut,
    PredefinedSplit,
    StratifiedGroupKFold,
    StratifiedKFold,
    TimeSeriesSplit,
    cross_val_predict,
    cross_validate,
    learning_curve,
    validation_curve,
)
from sklearn.neighbors import KNeighborsClassifier

warnings.simplefilter("ignore")  # classes with fewer members than folds
rng = np.random.default_rng(7)


def split_case(splitter, n, y=None, groups=None, **options):
    splits = [dict(train=train, test=test) for train, test in splitter.split(np.zeros((n, 1)), y, groups)]
    return dict(splitter=type(splitter).__name__, options=options, n=n, y=y, groups=groups, splits=splits)


def splits():
    words = np.array(["pear", "apple", "fig"])
    yield split_case(KFold(), 12)
    yield split_case(KFold(n_splits=3), 11, nSplits=3)
    yield split_case(LeaveOneOut(), 4)
    for options in (dict(), dict(gap=2), dict(max_train_size=5), dict(test_size=3, gap=1, n_splits=4)):
        yield split_case(TimeSeriesSplit(**options), 23, **camel_params(options))
    for n, k, p in ((30, 5, [0.5, 0.3, 0.2]), (17, 3, [0.1, 0.8, 0.1]), (40, 4, [1 / 3] * 3)):
        y = rng.choice(3, size=n, p=p)
        yield split_case(StratifiedKFold(n_splits=k), n, y, nSplits=k)
        yield split_case(StratifiedKFold(n_splits=k), n, words[y], nSplits=k)
        groups = rng.integers(0, 9, size=n)
        yield split_case(StratifiedGroupKFold(n_splits=k), n, y, groups, nSplits=k)
        yield split_case(GroupKFold(n_splits=k), n, None, groups, nSplits=k)
        yield split_case(LeaveOneGroupOut(), n, None, words[y])
    folds = np.array([0, 2, -1, 0, 2, 5, -1])
    yield split_case(PredefinedSplit(folds), len(folds), testFold=folds)


def described(estimator):
    params = changed_params(estimator)
    params.pop("solver", None)  # only chosen because it is exact
    return {"$estimator": type(estimator).__name__, "params": camel_params(params)}


ESTIMATORS = [  # closed forms, or solved to the end
    ("ridge", Ridge(alpha=2.0), "regression"),
    ("neighbors", KNeighborsClassifier(n_neighbors=3), "classes3"),
    ("logistic", LogisticRegression(C=0.5, tol=1e-12, max_iter=10000, solver="newton-cg"), "binary"),
]
SCORING = {
    "regression": ["r2", "neg_mean_squared_error", "neg_root_mean_squared_error", "max_error", "explained_variance"],
    "classes3": ["accuracy", "f1_macro", "roc_auc_ovr", "roc_auc_ovo_weighted", "precision_weighted", "balanced_accuracy"],
    "binary": ["roc_auc", "average_precision", "neg_log_loss", "neg_brier_score", "f1", "recall", "matthews_corrcoef", "jaccard"],
}


def validations():
    for name, estimator, data in ESTIMATORS:
        X, y = datasets()[data]
        for cv in (4, 5):
            found = cross_validate(estimator, X, y, cv=cv, scoring=SCORING[data], return_train_score=True)
            yield dict(
                name=f"{name}, {cv} folds",
                estimator=described(estimator),
                data=data,
                cv=cv,
                scoring=SCORING[data],
                test={s: found[f"test_{s}"] for s in SCORING[data]},
                train={s: found[f"train_{s}"] for s in SCORING[data]},
                predict=cross_val_predict(estimator, X, y, cv=cv),
                predictProba=None if data == "regression" else cross_val_predict(estimator, X, y, cv=cv, method="predict_proba"),
            )


def searches():
    X, y = datasets()["classes3"]
    grid = {"n_neighbors": [1, 3, 5], "weights": ["uniform", "distance"]}
    for scoring, refit in ((None, True), ("f1_macro", True), (["accuracy", "neg_log_loss"], "neg_log_loss")):
        search = GridSearchCV(KNeighborsClassifier(), grid, scoring=scoring, refit=refit, cv=4, return_train_score=True).fit(X, y)
        skip = ("fit_time", "score_time", "params", "param_")
        yield dict(
            estimator=described(KNeighborsClassifier()),
            data="classes3",
            params=dict(paramGrid=camel_params(grid), scoring=scoring, refit=refit, cv=4, returnTrainScore=True),
            bestParams=camel_params(search.best_params_),
            bestScore=search.best_score_,
            results={camel(k): v for k, v in search.cv_results_.items() if not any(s in k for s in skip)},
            params_=[camel_params(p) for p in search.cv_results_["params"]],
            predict=search.predict(X[:10]),
            score=search.score(X, y),
        )


def curves():
    X, y = datasets()["regression"]
    sizes, train, test = learning_curve(Ridge(), X, y, cv=4)
    yield dict(kind="learning", sizes=sizes, train=train, test=test)
    train, test = validation_curve(Ridge(), X, y, param_name="alpha", param_range=[0.1, 1, 10, 1e4], cv=4)
    yield dict(kind="validation", range=[0.1, 1, 10, 1e4], train=train, test=test)


if __name__ == "__main__":
    dump(
        "model-selection",
        dict(
            versions=dict(sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__),
            splits=list(splits()),
            validations=list(validations()),
            searches=list(searches()),
            curves=list(curves()),
        ),
    )
