"""SVC, NuSVC, SVR, NuSVR and OneClassSVM of scikit-learn for packages/classic/fixtures/svm.json.

libsvm keeps rows of the kernel in float32, and so do we: the steps are the same, and their number (n_iter_) too.
"""
import numpy as np
from classic_data import case, datasets, dump, dump_cases
from sklearn.calibration import _sigmoid_calibration
from sklearn.metrics import log_loss
from sklearn.svm import SVC, SVR, NuSVC, NuSVR, OneClassSVM

TIGHT = dict(tol=1e-10)
rng = np.random.default_rng(5)


def weights(n, zeros=True):
    w = np.round(rng.uniform(0.1, 3, size=n), 3)
    if zeros:
        w[::9] = 0
    return w


machine = ["support_", "n_support_", "dual_coef_", "intercept_", "decision_function", "predict"]
steps = machine + ["n_iter_"]
# scikit-learn counts support_ without the samples of weight 0.
without_support = [name for name in machine if name != "support_"]
regression = ["support_", "n_support_", "dual_coef_", "intercept_", "n_iter_", "predict"]
outside = ["support_", "n_support_", "dual_coef_", "intercept_", "offset_", "n_iter_", "decision_function", "predict"]


def first(name, count=8):
    """Of large results the first rows only."""
    return (name[1], lambda m, X: getattr(m, name[0])(X)[:count])


cases = [
    # The same steps as libsvm: also at the default tolerance.
    case("SVC rbf", SVC(), "binary", steps, 1e-9),
    case("SVC linear", SVC(kernel="linear", C=0.5), "binary", steps + ["coef_"], 1e-9),
    case("SVC poly", SVC(kernel="poly", coef0=1, gamma="auto", C=2), "binary", steps, 1e-9),
    case("SVC poly of degree 0", SVC(kernel="poly", degree=0, coef0=1), "moons", ["intercept_", "predict"], 1e-9),
    case("SVC sigmoid", SVC(kernel="sigmoid", gamma=0.05, coef0=-0.5), "binary", steps, 1e-9),
    case("SVC gamma", SVC(gamma=2.5, C=10), "moons", steps, 1e-9),
    case("SVC without shrinking", SVC(shrinking=False, C=10, tol=1e-8), "moons", steps, 1e-9),
    case("SVC three classes", SVC(), "classes3", steps, 1e-9),
    case("SVC three classes, one against one", SVC(decision_function_shape="ovo", C=3), "classes3", machine, 1e-9),
    case("SVC three classes, linear", SVC(kernel="linear"), "classes3", steps + ["coef_"], 1e-9),
    case("SVC four classes, ties broken", SVC(break_ties=True, gamma=0.01, C=0.05), "blobs", machine, 1e-9),
    case("SVC words", SVC(), "classes3", ["predict", "decision_function"], 1e-9, words=["c", "a", "b"]),
    case("SVC weights of classes", SVC(class_weight={0: 0.5, 2: 4.0}), "classes3", steps, 1e-9),
    case("SVC balanced", SVC(class_weight="balanced"), "imbalanced", steps + ["class_weight_"], 1e-9),
    case("SVC weights", SVC(C=2), "binary", machine, 1e-9, sample_weight=weights(100, zeros=False)),
    case("SVC weights, some 0", SVC(C=2), "binary", without_support, 1e-9, sample_weight=weights(100)),
    case("SVC weights, three classes", SVC(class_weight="balanced"), "classes3", without_support, 1e-9, sample_weight=weights(120)),
    case("SVC optimum", SVC(C=5, **TIGHT), "moons", machine, 1e-8),
    case("SVC stopped early", SVC(max_iter=20), "binary", steps + ["fit_status_"], 1e-9),
    case("SVC breast cancer", SVC(), "breastCancer", ["support_", "intercept_", "n_iter_", "predict"], 1e-8),
    case("SVC wine", SVC(C=100), "wine", ["support_", "n_support_", "intercept_", "n_iter_"], 1e-8),
    case("SVC iris", SVC(kernel="linear"), "iris", ["support_", "n_support_", "intercept_", "coef_", "n_iter_"], 1e-8),
    case("SVC digits", SVC(), "digits", ["n_support_", "intercept_", first(["predict", "predict"], None)], 1e-8),
    case("NuSVC rbf", NuSVC(nu=0.4), "binary", steps, 1e-9),
    case("NuSVC linear", NuSVC(nu=0.7, kernel="linear"), "binary", machine + ["coef_"], 1e-9),
    case("NuSVC three classes", NuSVC(nu=0.2), "classes3", steps, 1e-9),
    case("NuSVC weights", NuSVC(nu=0.6, **TIGHT), "binary", without_support, 1e-8, sample_weight=weights(100)),
    case("SVR rbf", SVR(), "regression", regression, 1e-9),
    case("SVR linear", SVR(kernel="linear", C=0.1, epsilon=0.5), "regression", regression + ["coef_"], 1e-9),
    case("SVR poly", SVR(kernel="poly", degree=2, coef0=1, C=10), "positive", regression, 1e-9),
    case("SVR sigmoid", SVR(kernel="sigmoid", gamma=0.01), "wide", regression, 1e-9),
    case("SVR optimum", SVR(C=10, epsilon=0, **TIGHT), "categorical", ["predict", "intercept_"], 1e-8),
    case("SVR weights", SVR(C=10), "collinear", regression[1:], 1e-9, sample_weight=weights(60)),
    case("SVR diabetes", SVR(C=50), "diabetes", ["n_support_", "intercept_", "n_iter_", "predict"], 1e-8),
    case("NuSVR rbf", NuSVR(), "regression", regression, 1e-9),
    case("NuSVR linear", NuSVR(nu=0.2, kernel="linear", C=5), "collinear", regression + ["coef_"], 1e-9),
    case("NuSVR weights", NuSVR(C=3, nu=0.7), "collinear", regression[1:], 1e-9, sample_weight=weights(60)),
    case("OneClassSVM rbf", OneClassSVM(nu=0.1), "blobs", outside, 1e-9, use_y=False),
    case("OneClassSVM score", OneClassSVM(nu=0.3, gamma=0.5), "moons", outside + ["score_samples"], 1e-9, use_y=False),
    case("OneClassSVM linear", OneClassSVM(nu=0.2, kernel="linear"), "positive", outside + ["coef_"], 1e-9, use_y=False),
    case("OneClassSVM poly", OneClassSVM(kernel="poly", degree=2), "regression", outside, 1e-8, use_y=False),
    case("OneClassSVM weights", OneClassSVM(nu=0.2), "blobs", outside[1:], 1e-9, use_y=False, sample_weight=weights(160)),
]
dump_cases("svm", cases)

# Platt's sigmoid: of decision values that overlap, of those that do not, and of few.
sigmoids = []
for n, gap in [(60, 1.0), (40, 6.0), (5, 0.5)]:
    y = np.arange(n) % 2
    f = np.round(rng.normal(size=n) + gap * (y - 0.5), 6)
    a, b = _sigmoid_calibration(f, y)
    sigmoids.append(dict(decisions=f, positive=y == 1, a=a, b=b))

X, y = datasets()["classes3"]

# Probabilities depend on random parts: their mean log-loss over seeds, and its deviation from seed to seed.
losses = [log_loss(y, SVC(probability=True, random_state=seed).fit(X, y).predict_proba(X)) for seed in range(30)]

# A kernel matrix that is there already.
gram = np.exp(-0.1 * ((X[:, None] - X[None]) ** 2).sum(-1))
given = SVC(kernel="precomputed").fit(gram, y)
dump(
    "svm-more",
    dict(
        sigmoids=sigmoids,
        logLoss=dict(mean=np.mean(losses), deviation=np.std(losses)),
        precomputed=dict(
            gamma=0.1,
            support=given.support_,
            dual=given.dual_coef_,
            intercept=given.intercept_,
            decisions=given.decision_function(gram),
        ),
    ),
)
