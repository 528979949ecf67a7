"""Preprocessing of scikit-learn for packages/classic/fixtures/preprocessing.json."""
import warnings

from classic_data import case, dump_cases
from sklearn.preprocessing import KBinsDiscretizer, PolynomialFeatures, PowerTransformer, QuantileTransformer

warnings.simplefilter("ignore")
cases = []


def add(name, estimator, data, outputs, tolerance=1e-12, **options):
    cases.append(case(f"{type(estimator).__name__}: {name}", estimator, data, outputs, tolerance, use_y=False, **options))


# Brent's method finds an optimum to about 1e-6 only: the function does not change closer by; ours is a root of its derivative
for data in ("regression", "missing", "positive", "counts", "iris"):
    add(data, PowerTransformer(), data, ["lambdas_", "transform"], 1e-6)
add("not standardized", PowerTransformer(standardize=False), "positive", ["transform"], 1e-6)
for data in ("positive", "iris"):
    add(f"Box-Cox, {data}", PowerTransformer(method="box-cox"), data, ["lambdas_", "transform"], 1e-6)

for data in ("regression", "missing", "counts", "categorical"):
    for distribution in ("uniform", "normal"):
        q = QuantileTransformer(n_quantiles=20, output_distribution=distribution)
        add(f"{data}, {distribution}", q, data, ["quantiles_", "transform"])
add("as many quantiles as samples", QuantileTransformer(), "positive", ["n_quantiles_", "quantiles_", "transform"])

# k-means only where no value is half-way between two centres: there scikit-learn's rounding decides
edges = ("binEdges_.0", lambda e, X: e.bin_edges_[0])
for strategy, data in [(s, d) for s in ("uniform", "quantile", "kmeans") for d in ("regression", "counts", "iris")]:
    if strategy != "kmeans" or data == "regression":
        add(f"{strategy}, {data}", KBinsDiscretizer(n_bins=4, strategy=strategy, encode="ordinal"), data, ["n_bins_", edges, "transform"])
for strategy in ("uniform", "quantile", "kmeans"):
    k = KBinsDiscretizer(n_bins=[2, 3, 4, 5], strategy=strategy, encode="onehot-dense")
    add(f"one-hot, {strategy}", k, "positive", ["n_bins_", "transform"])
    cases[-1]["names"] = list(k.get_feature_names_out())
for bins in (3, 9, 20):
    k = KBinsDiscretizer(n_bins=bins, strategy="kmeans", encode="ordinal")
    add(f"k-means, {bins} bins", k, "positive", ["n_bins_", edges, ("binEdges_.3", lambda e, X: e.bin_edges_[3])])

add("wine", PowerTransformer(), "wine", ["lambdas_"], 1e-5)

for p in (
    PolynomialFeatures(),
    PolynomialFeatures(3),
    PolynomialFeatures((2, 3)),
    PolynomialFeatures((2, 3), include_bias=False),
    PolynomialFeatures(3, interaction_only=True),
    PolynomialFeatures((1, 2), interaction_only=True, include_bias=False),
    PolynomialFeatures(0),
):
    add(f"degree {p.degree}, {p.interaction_only}, {p.include_bias}", p, "counts" if p.interaction_only and p.degree == 3 else "moons", ["powers_", "transform", "n_output_features_"])
    cases[-1]["names"] = list(p.get_feature_names_out())

dump_cases("preprocessing", cases)
