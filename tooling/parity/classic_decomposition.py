"""Decompositions of scikit-learn for packages/classic/fixtures/decomposition.json."""
import numpy as np
from classic_data import case, dump_cases
from sklearn.decomposition import NMF, PCA, IncrementalPCA, KernelPCA, TruncatedSVD


attributes = [
    "components_",
    "explained_variance_",
    "explained_variance_ratio_",
    "singular_values_",
    "mean_",
    "noise_variance_",
    "n_components_",
]
model = ["get_covariance", "get_precision", "score_samples", "score"]


def covariance(estimator, X):
    return estimator.get_covariance()


def precision(estimator, X):
    return estimator.get_precision()


pca = attributes + ["transform"]
gaussian = [("getCovariance", covariance), ("getPrecision", precision), "score_samples", "score"]
cases = [
    case("pca: all axes", PCA(), "regression", pca + gaussian, 1e-10, use_y=False),
    case("pca: two axes", PCA(n_components=2), "regression", pca + gaussian, 1e-10, use_y=False),
    case("pca: whitened", PCA(n_components=3, whiten=True), "regression", pca, 1e-10, use_y=False),
    case("pca: a share of the variance", PCA(n_components=0.9), "wine", pca, 1e-10, use_y=False),
    case("pca: a larger share", PCA(n_components=0.999), "breastCancer", attributes, 1e-10, use_y=False),
    case("pca: the likeliest number", PCA(n_components="mle"), "classes3", pca, 1e-10, use_y=False),
    case("pca: the likeliest number of breastCancer", PCA(n_components="mle"), "breastCancer", ["n_components_"], 0, use_y=False),
    case("pca: few of collinear columns", PCA(n_components=4), "collinear", pca, 1e-10, use_y=False),
    case("pca: wide", PCA(n_components=11), "wide", [name for name in pca if name != "noise_variance_"], 1e-10, use_y=False),
    case("pca: iris", PCA(n_components=4), "iris", pca + gaussian, 1e-10, use_y=False),
    case("pca: diabetes", PCA(n_components=5), "diabetes", attributes + ["score"], 1e-10, use_y=False),
    case("pca: digits", PCA(n_components=10, svd_solver="full"), "digits", ["singular_values_", "noise_variance_", "components_"], 1e-10, use_y=False),
]

incremental = pca + ["var_", "n_samples_seen_"]
cases += [
    case("incremental: one batch", IncrementalPCA(n_components=3, batch_size=80), "regression", incremental + gaussian[:2], 1e-10, use_y=False),
    case("incremental: batches of 20", IncrementalPCA(n_components=3, batch_size=20), "regression", incremental, 1e-10, use_y=False),
    case("incremental: all axes, a small last batch", IncrementalPCA(batch_size=26), "regression", incremental, 1e-10, use_y=False),
    case("incremental: a last batch that is too small", IncrementalPCA(n_components=4, batch_size=39), "regression", incremental, 1e-10, use_y=False),
    case("incremental: default batches", IncrementalPCA(n_components=2), "iris", incremental, 1e-10, use_y=False),
    case("incremental: whitened", IncrementalPCA(n_components=2, whiten=True, batch_size=50), "wine", ["transform", "var_", "components_"], 1e-10, use_y=False),
    case("incremental: wide", IncrementalPCA(n_components=5, batch_size=6), "wide", incremental, 1e-10, use_y=False),
]

truncated = ["components_", "explained_variance_", "explained_variance_ratio_", "singular_values_", "transform"]


def svd(name, data, k):
    """arpack's iteration ends at machine precision (tol = 0); ours is named 'exact'."""
    estimator = TruncatedSVD(n_components=k, algorithm="arpack", random_state=0)
    params = dict(nComponents=k, algorithm="exact")
    return case(name, estimator, data, truncated, 1e-10, use_y=False, params=params)


cases += [
    svd("svd: regression", "regression", 3),
    svd("svd: counts", "counts", 2),
    svd("svd: wide", "wide", 4),
    svd("svd: iris", "iris", 2),
    # With as many random directions as columns the randomized algorithm is exact too.
    case("svd: randomized", TruncatedSVD(n_components=2, random_state=0), "counts", truncated, 1e-10, use_y=False),
    case("svd: randomized, wide", TruncatedSVD(n_components=3, random_state=0), "wide", truncated, 1e-10, use_y=False),
]

kernel = ["eigenvalues_", "transform"]


def kpca(name, data, tolerance=1e-9, outputs=kernel, **params):
    return case(name, KernelPCA(eigen_solver="dense", **params), data, outputs, tolerance, use_y=False)


cases += [
    kpca("kernel pca: linear", "regression", n_components=3),
    kpca("kernel pca: linear, all axes", "positive"),
    kpca("kernel pca: rbf", "moons", kernel="rbf", gamma=2.0, n_components=4),
    kpca("kernel pca: rbf, default gamma", "classes3", kernel="rbf", n_components=3),
    kpca("kernel pca: poly", "classes3", kernel="poly", degree=2, gamma=0.5, coef0=0.3, n_components=3),
    kpca("kernel pca: sigmoid", "blobs", kernel="sigmoid", gamma=0.001, n_components=2),
    kpca("kernel pca: cosine", "positive", kernel="cosine", n_components=3),
    kpca("kernel pca: zero axes kept", "collinear", n_components=6),
    kpca("kernel pca: zero axes removed", "collinear", n_components=6, remove_zero_eig=True),
    kpca(
        "kernel pca: back",
        "moons",
        kernel="rbf",
        gamma=1.0,
        n_components=3,
        alpha=0.1,
        fit_inverse_transform=True,
        outputs=["eigenvalues_", "dual_coef_"],
    ),
]



# With as many random directions as columns the start is exact, so that every round must agree; a start from random numbers has no
# counterpart. `fit` is compared after a number of rounds, `transform` where both solvers have come to the end.
def fit_transform(estimator, X):
    return estimator.fit_transform(X)


def nmf(name, data, tolerance=1e-8, outputs=None, **params):
    found = outputs or ["components_", "reconstruction_err_", "n_iter_", ("fitTransform", fit_transform)]
    return case(name, NMF(random_state=0, **params), data, found, tolerance, use_y=False)


ends = ["components_", "reconstruction_err_", "transform"]
cases += [
    nmf("nmf: all components", "positive", max_iter=50),
    nmf("nmf: nndsvda", "counts", n_components=3),
    nmf("nmf: nndsvd", "counts", n_components=3, init="nndsvd"),
    nmf("nmf: penalties", "counts", n_components=3, alpha_W=0.01, alpha_H=0.02, l1_ratio=0.5),
    nmf("nmf: the same penalty", "positive", n_components=2, alpha_W=0.01),
    nmf("nmf: to the end", "positive", 1e-6, ends, n_components=2, init="nndsvd", tol=1e-12, max_iter=20000),
    nmf("nmf: mu", "counts", n_components=3, solver="mu"),
    nmf("nmf: mu with penalties", "positive", n_components=2, solver="mu", alpha_W=0.01, l1_ratio=0.3),
    nmf("nmf: kullback-leibler", "counts", n_components=3, solver="mu", beta_loss="kullback-leibler", init="nndsvda"),
    nmf("nmf: itakura-saito", "positive", 1e-7, n_components=2, solver="mu", beta_loss="itakura-saito", init="nndsvda"),
    nmf("nmf: beta 1.5", "positive", n_components=2, solver="mu", beta_loss=1.5, init="nndsvda"),
    nmf("nmf: beta 3", "positive", 1e-7, n_components=2, solver="mu", beta_loss=3.0, init="nndsvda"),
    nmf("nmf: beta -0.5", "positive", 1e-6, n_components=2, solver="mu", beta_loss=-0.5, init="nndsvda"),
]

dump_cases("decomposition", cases)
