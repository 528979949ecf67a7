"""The public names of the modules of scikit-learn that @ml/classic is about, written to tooling/compatibility/sklearn-names.json."""
import importlib
import json
import pathlib

import sklearn

MODULES = [
    "calibration", "cluster", "compose", "covariance", "cross_decomposition", "decomposition", "discriminant_analysis", "dummy", "ensemble",
    "feature_selection", "gaussian_process", "impute", "inspection", "isotonic", "kernel_approximation", "kernel_ridge", "linear_model",
    "manifold", "metrics", "metrics.pairwise", "mixture", "model_selection", "multiclass", "multioutput", "naive_bayes", "neighbors",
    "neural_network", "pipeline", "preprocessing", "random_projection", "semi_supervised", "svm", "tree",
]  # fmt: skip


def public(name):
    module = importlib.import_module(f"sklearn.{name}")
    listed = getattr(module, "__all__", None) or [n for n, v in vars(module).items() if getattr(v, "__module__", "") == module.__name__]
    kept = (n for n in listed if not n.startswith("_") and callable(getattr(module, n, None)))
    return sorted(set(kept) - {"Literal"})


names = {f"sklearn.{name}": public(name) for name in MODULES}
names["sklearn.metrics.pairwise"] = [n for n in names["sklearn.metrics.pairwise"] if n not in names["sklearn.metrics"]]
path = pathlib.Path(__file__).parents[1] / "compatibility" / "sklearn-names.json"
path.write_text(json.dumps(dict(version=sklearn.__version__, names=names), indent=1) + "\n")
