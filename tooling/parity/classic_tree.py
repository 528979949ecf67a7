"""Decision trees of scikit-learn for packages/classic/fixtures/tree.json, and what it says of them for tree-text.json.

scikit-learn looks at features in random order and takes the first of equally good cuts. So every case is fitted with several seeds,
and must not depend on them; weights of samples make equally good cuts rare. scikit-learn also rounds X to float32, which thresholds show.
"""
import numpy as np
from classic_data import REAL, camel, camel_params, case, changed_params, datasets, dump, dump_cases, real
from sklearn.base import clone, is_classifier
from sklearn.tree import DecisionTreeClassifier as C
from sklearn.tree import DecisionTreeRegressor as R
from sklearn.tree import export_text

STRUCTURE = ["children_left", "children_right", "feature", "n_node_samples"]
PARTITION = ["children_left", "children_right", "n_node_samples", "impurity"]
TOLERANCE = {"tree_.threshold": 1e-7, "default": 1e-10}


def attributes(estimator):
    fields = [*STRUCTURE, "threshold", "impurity", "weighted_n_node_samples"]
    found = [f"tree_.{field}" for field in fields]
    found.append(("tree_.value", lambda e, X: e.tree_.value.ravel()))
    found += [(camel(name), lambda e, X, name=name: getattr(e, name)()) for name in ("get_depth", "get_n_leaves")]
    found += ["feature_importances_", "predict", "apply"]
    return found + ["predict_proba"] * is_classifier(estimator)


def depends_on_seed(estimator, X, y, weight):
    trees = [clone(estimator).set_params(random_state=seed).fit(X, y, sample_weight=weight).tree_ for seed in range(8)]
    return not all(np.array_equal(getattr(trees[0], f), getattr(each, f)) for each in trees for f in STRUCTURE)


def tree(name, estimator, data, outputs=None, weighted=False, **options):
    X, y = real(data) if data in REAL else datasets()[data]
    for seed in range(100 if weighted else 1):
        weight = np.round(np.random.default_rng(seed).uniform(0.1, 3, size=len(X)), 3) if weighted else None
        if not depends_on_seed(estimator, X, y, weight):
            break
    else:
        raise ValueError(f"{name} depends on the seed")
    estimator.set_params(random_state=0)
    return case(name, estimator, data, outputs or attributes(estimator), TOLERANCE, sample_weight=weight, **options)


def pruning(name, estimator, data):
    X, y = real(data) if data in REAL else datasets()[data]
    path = estimator.cost_complexity_pruning_path(X, y)
    return tree(name, estimator.set_params(ccp_alpha=path.ccp_alphas[len(path.ccp_alphas) // 2]), data)


def text(estimator, data, **options):
    X, y = datasets()[data]
    if depends_on_seed(estimator, X, y, None):
        raise ValueError(f"{data} depends on the seed")
    return dict(
        estimator=type(estimator).__name__,
        params=camel_params(changed_params(estimator)),
        data=data,
        options=camel_params(options),
        text=export_text(estimator.fit(X, y), **options),
    )


if __name__ == "__main__":
    dump_cases(
        "tree",
        [
            tree("moons", C(), "moons"),
            tree("moons, paths", C(), "moons", [("decisionPath", lambda e, X: e.decision_path(X).toarray())]),
            tree("moons by entropy, words", C(criterion="entropy"), "moons", words=["up", "down"]),
            tree("moons by log loss", C(criterion="log_loss", max_depth=4), "moons"),
            tree("three classes", C(min_samples_leaf=3, max_depth=3), "classes3", weighted=True),
            tree("three classes, best first", C(max_leaf_nodes=6, min_samples_leaf=3), "classes3", weighted=True),
            tree("binary, least gain", C(min_impurity_decrease=0.01), "binary", weighted=True),
            tree("binary, leaves of five", C(min_samples_leaf=5, max_depth=3), "binary"),
            tree("binary by entropy, best first", C(criterion="entropy", max_leaf_nodes=6), "binary", weighted=True),
            tree("imbalanced", C(min_samples_leaf=5), "imbalanced"),
            tree("imbalanced, leaves of a share", C(min_samples_leaf=0.04), "imbalanced", weighted=True),
            tree("imbalanced, nodes of a share", C(min_samples_split=0.2), "imbalanced", weighted=True),
            tree("imbalanced, balanced", C(class_weight="balanced", min_samples_leaf=5, max_depth=3), "imbalanced", weighted=True),
            tree("imbalanced, weights of classes", C(class_weight={0: 1, 1: 7.5}, min_samples_leaf=5), "imbalanced", weighted=True),
            tree("imbalanced, light leaves", C(min_weight_fraction_leaf=0.05), "imbalanced", weighted=True),
            # petal length and width part the first species equally well: which of them it is depends on the seed
            case("iris", C(max_depth=2, random_state=0), "iris", [*(f"tree_.{f}" for f in PARTITION), "predict_proba"], TOLERANCE),
            tree("wine, best first", C(max_leaf_nodes=6), "wine", weighted=True),
            tree("wine by entropy", C(criterion="entropy", min_samples_split=20, min_samples_leaf=5), "wine", weighted=True),
            tree("breast cancer", C(max_depth=3, min_samples_split=20), "breastCancer", weighted=True),
            tree("digits", C(max_depth=3), "digits", ["tree_.feature", "tree_.threshold", "tree_.impurity"]),
            tree("digits by entropy", C(max_depth=3, criterion="entropy"), "digits", ["tree_.feature", "tree_.impurity"]),
            pruning("moons, pruned", C(), "moons"),
            pruning("diabetes, pruned", R(min_samples_leaf=5), "diabetes"),
            tree("regression", R(min_samples_leaf=5), "regression"),
            tree("regression, weights", R(min_samples_leaf=4), "regression", weighted=True),
            tree("regression, best first", R(max_leaf_nodes=7, min_samples_leaf=3), "regression", weighted=True),
            tree("regression, Friedman", R(criterion="friedman_mse", min_samples_leaf=5), "regression"),
            tree("diabetes, Friedman, least gain", R(criterion="friedman_mse", min_impurity_decrease=20_000, min_samples_leaf=5), "diabetes"),
            tree("diabetes, least gain", R(min_impurity_decrease=50, min_samples_leaf=5), "diabetes"),
            tree("diabetes, best first", R(max_leaf_nodes=12, min_samples_leaf=5), "diabetes"),
            tree("categories", R(), "categorical"),
            tree("regression by absolute error", R(criterion="absolute_error", min_samples_leaf=5, max_depth=3), "regression"),
            # no weights here: with them scikit-learn 1.2.1 misses the best cut by absolute error, and fits of one seed differ
            tree("positive by absolute error", R(criterion="absolute_error", min_samples_leaf=5), "positive"),
            tree("diabetes by absolute error", R(criterion="absolute_error", max_depth=3, min_samples_leaf=5), "diabetes"),
            tree("categories by absolute error", R(criterion="absolute_error", max_depth=3), "categorical"),
            tree("positive by Poisson deviance", R(criterion="poisson", min_samples_leaf=5), "positive"),
            tree("diabetes by Poisson deviance", R(criterion="poisson", max_depth=3, min_samples_leaf=5), "diabetes", weighted=True),
        ],
    )
    dump(
        "tree-text",
        dict(
            cases=[
                text(C(), "moons"),
                text(C(criterion="entropy"), "moons", feature_names=["across", "up"], show_weights=True, decimals=3),
                text(C(min_samples_leaf=5, max_depth=3), "binary", spacing=5, max_depth=1),
                text(C(min_samples_leaf=5), "imbalanced", max_depth=0, show_weights=True),
                text(R(), "categorical", decimals=4),
                text(R(min_samples_leaf=5), "regression", max_depth=2, spacing=1),
            ]
        ),
    )
