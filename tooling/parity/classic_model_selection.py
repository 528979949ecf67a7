"""Splitters and searches of scikit-learn for packages/classic/fixtures/model-selection.json."""
import warnings

import numpy as np
from classic_data import camel_params, dump
import scipy
import sklearn
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    LeaveOneGroupOut,
    LeaveOneOut,
    PredefinedSplit,
    StratifiedGroupKFold,
    StratifiedKFold,
    TimeSeriesSplit,
)

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


if __name__ == "__main__":
    versions = dict(sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__)
    dump("model-selection", dict(versions=versions, splits=list(splits())))
