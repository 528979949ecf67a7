"""Metrics of scikit-learn for packages/classic/fixtures/metrics.json: calls by name, their arguments by name of an array."""
import warnings

import numpy as np
import scipy
import sklearn
from classic_data import camel, datasets, dump
from sklearn import metrics
from sklearn.metrics import cluster

warnings.simplefilter("ignore")  # what is not defined is 0
rng = np.random.default_rng(11)
N = 60


def rounded(a):
    return np.round(a, 4)


def softmax(z):
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


truth = rng.integers(0, 3, size=N)
guess = np.where(rng.uniform(size=N) < 0.6, truth, rng.integers(0, 4, size=N))  # predicts a class that does not occur
bits = rng.integers(0, 2, size=N)
wrongBits = np.where(rng.uniform(size=N) < 0.7, bits, 1 - bits)
names = np.array(["pear", "apple", "fig", "a very long name of a fruit"])
P = softmax(rng.normal(size=(N, 3)) + 1.2 * np.eye(3)[truth])
P = np.round(P * 4096) / 4096  # exact in binary, and sums to 1 below
P[:, 2] = 1 - P[:, 0] - P[:, 1]
y = rounded(rng.gamma(2, 2, size=N) + 0.1)
Y = rounded(rng.normal(size=(N, 3)) * [1, 5, 0.1])
Y[:, 1] += 3
A = dict(
    truth=truth,
    guess=guess,
    words=names[truth],
    wordGuess=names[guess],
    bits=bits,
    wrongBits=wrongBits,
    yesNo=np.array(["no", "yes"])[bits],
    yesNoGuess=np.array(["no", "yes"])[wrongBits],
    signs=2 * bits - 1,
    zeros=np.zeros(N, int),
    P=P,
    p=np.round(1024 / (1 + np.exp(-(rng.normal(size=N) + 2 * bits - 1)))) / 1024,
    decision=rounded(rng.normal(size=N) + 1.5 * bits - 0.5),
    coarse=np.round(rng.normal(size=N) + bits, 0),  # many ties
    decisions=rounded(rng.normal(size=(N, 3)) + np.eye(3)[truth]),
    relevance=rng.integers(0, 4, size=(N, 5)).astype(float),
    ranking=np.round(rng.normal(size=(N, 5)), 1),
    w=rounded(rng.uniform(0, 2, size=N)),
    wholeW=rng.integers(1, 4, size=N),
    y=y,
    yHat=rounded(y * np.exp(0.3 * rng.normal(size=N))),
    Y=Y,
    YHat=rounded(Y + 0.3 * rng.normal(size=(N, 3)) * [1, 5, 0.1]),
    constant=np.full(N, 2.5),
    groups=np.where(rng.uniform(size=N) < 0.8, truth, rng.integers(0, 5, size=N)),
    alone=np.arange(N),
    blobs=datasets()["blobs"][0],
    blobLabels=datasets()["blobs"][1],
    blobWords=names[datasets()["blobs"][1]],
)
A["w"][:5] = 0
cases = []


def plain(result, fields):
    if fields is None:
        return result
    return {f: r for f, r in zip(fields, result)}


def case(name, *args, fields=None, module=metrics, **options):
    """One call; options that name an array (sample_weight="w") take it."""
    take = {k: A[v] if isinstance(v, str) and v in A else v for k, v in options.items()}
    result = getattr(module, name)(*[A[a] for a in args], **take)
    cases.append(
        dict(
            fn=camel(name),
            args=list(args),
            options={camel(k): v for k, v in options.items()},
            result=plain(result, fields),
        )
    )


WEIGHTS = [{}, dict(sample_weight="w")]
LABELS = [("truth", "guess"), ("words", "wordGuess"), ("bits", "wrongBits"), ("truth", "zeros")]

for weights in WEIGHTS:
    for a, b in LABELS:
        for name in ("accuracy_score", "zero_one_loss", "hamming_loss", "balanced_accuracy_score", "matthews_corrcoef"):
            case(name, a, b, **weights)
        case("accuracy_score", a, b, normalize=False, **weights)
        case("zero_one_loss", a, b, normalize=False, **weights)
        case("confusion_matrix", a, b, **weights)
        for kappa in (None, "linear", "quadratic"):
            case("cohen_kappa_score", a, b, weights=kappa, **weights)
        for average in (None, "micro", "macro", "weighted"):
            for zero in (0, 1):
                for name in ("precision_score", "recall_score", "f1_score", "jaccard_score"):
                    case(name, a, b, average=average, zero_division=zero, **weights)
        case("classification_report", a, b, **weights)
    case("balanced_accuracy_score", "truth", "guess", adjusted=True, **weights)
    for normalize in ("true", "pred", "all"):
        case("confusion_matrix", "truth", "guess", normalize=normalize, **weights)
    for beta in (0.5, 2, float("inf")):
        case("fbeta_score", "bits", "wrongBits", beta=beta, **weights)
    for name in ("precision_score", "recall_score", "f1_score", "jaccard_score"):
        case(name, "bits", "wrongBits", **weights)
        case(name, "yesNo", "yesNoGuess", pos_label="no", **weights)
    prfs = ["precision", "recall", "fscore", "support"]
    case("precision_recall_fscore_support", "words", "wordGuess", fields=prfs, **weights)
    case("precision_recall_fscore_support", "truth", "guess", fields=prfs, average="weighted", beta=2, **weights)

case("classification_report", "words", "wordGuess", digits=4, sample_weight="wholeW")
case("classification_report", "truth", "guess", labels=[2, 0], target_names=["two", "none"])
case("classification_report", "truth", "guess", labels=[3, 2, 1, 0], digits=0)
case("classification_report", "truth", "guess", output_dict=True)
case("classification_report", "truth", "guess", output_dict=True, labels=[0, 1], sample_weight="w")
case("confusion_matrix", "truth", "guess", labels=[2, 1])
case("confusion_matrix", "truth", "guess", labels=[2, 1, 7], normalize="true")
case("f1_score", "truth", "guess", labels=[2, 1], average="macro")
case("f1_score", "truth", "guess", labels=[2, 1], average="micro")
case("f1_score", "truth", "guess", labels=[8, 9], average="weighted", zero_division=1)
case("cohen_kappa_score", "truth", "guess", labels=[0, 1])

for weights in WEIGHTS:
    case("log_loss", "truth", "P", **weights)
    case("log_loss", "words", "P", **weights)
    case("log_loss", "bits", "p", **weights)
    case("log_loss", "bits", "p", normalize=False, eps=0.1, **weights)
    case("log_loss", "bits", "P", labels=[0, 1, 2], **weights)
    case("brier_score_loss", "bits", "p", **weights)
    case("brier_score_loss", "yesNo", "p", pos_label="yes", **weights)
    case("brier_score_loss", "signs", "p", pos_label=-1, **weights)
    case("hinge_loss", "signs", "decision", **weights)
    case("hinge_loss", "words", "decisions", **weights)
    for score in ("p", "decision", "coarse"):
        case("roc_curve", "bits", score, fields=["fpr", "tpr", "thresholds"], **weights)
        case("roc_curve", "bits", score, fields=["fpr", "tpr", "thresholds"], drop_intermediate=False, **weights)
        case("precision_recall_curve", "signs", score, fields=["precision", "recall", "thresholds"], **weights)
        case("det_curve", "yesNo", score, fields=["fpr", "fnr", "thresholds"], pos_label="yes", **weights)
        case("average_precision_score", "bits", score, **weights)
        case("average_precision_score", "yesNo", score, pos_label="no", **weights)
        for max_fpr in (None, 0.3, 0.05, 1):
            case("roc_auc_score", "yesNo", score, max_fpr=max_fpr, **weights)
        for k in (1, 2):
            case("top_k_accuracy_score", "bits", score, k=k, **weights)
    for average in (None, "micro", "macro", "weighted"):
        case("roc_auc_score", "words", "P", multi_class="ovr", average=average, **weights)
    for k in (1, 2, 3):
        case("top_k_accuracy_score", "truth", "decisions", k=k, **weights)
    case("top_k_accuracy_score", "bits", "decisions", k=1, labels=[0, 1, 2], normalize=False, **weights)
    for k in (None, 2):
        case("dcg_score", "relevance", "ranking", k=k, **weights)
        case("ndcg_score", "relevance", "ranking", k=k, **weights)
    case("dcg_score", "relevance", "ranking", log_base=3, **weights)
for average in ("macro", "weighted"):
    case("roc_auc_score", "truth", "P", multi_class="ovo", average=average)

for weights in WEIGHTS:
    for a, b in (("y", "yHat"), ("Y", "YHat"), ("constant", "yHat"), ("constant", "constant")):
        for name in ("r2_score", "explained_variance_score", "mean_squared_error", "mean_absolute_error"):
            case(name, a, b, **weights)
        for name in ("mean_absolute_percentage_error", "median_absolute_error", "mean_pinball_loss", "d2_absolute_error_score"):
            case(name, a, b, **weights)
        for alpha in (0.0, 0.1, 0.9):
            case("mean_pinball_loss", a, b, alpha=alpha, **weights)
            case("d2_pinball_score", a, b, alpha=alpha, **weights)
        case("mean_squared_error", a, b, squared=False, **weights)
    for name in ("r2_score", "explained_variance_score", "mean_squared_error", "mean_absolute_error", "median_absolute_error"):
        case(name, "Y", "YHat", multioutput="raw_values", **weights)
        case(name, "Y", "YHat", multioutput=[0.5, 1.5, 1], **weights)
    for name in ("r2_score", "explained_variance_score"):
        case(name, "Y", "YHat", multioutput="variance_weighted", **weights)
        case(name, "constant", "yHat", force_finite=False, **weights)
    for squared in (True, False):
        case("mean_squared_log_error", "y", "yHat", squared=squared, **weights)
    for power in (-1, 0, 1, 1.5, 2, 3):
        case("mean_tweedie_deviance", "y", "yHat", power=power, **weights)
        case("d2_tweedie_score", "y", "yHat", power=power, **weights)
    case("mean_poisson_deviance", "y", "yHat", **weights)
    case("mean_gamma_deviance", "y", "yHat", **weights)
case("max_error", "y", "yHat")

for a, b in (("truth", "groups"), ("words", "groups"), ("truth", "zeros"), ("zeros", "zeros"), ("alone", "truth"), ("truth", "truth")):
    for name in ("rand_score", "adjusted_rand_score", "fowlkes_mallows_score", "mutual_info_score", "homogeneity_score"):
        case(name, a, b)
    for method in ("min", "geometric", "arithmetic", "max"):
        case("normalized_mutual_info_score", a, b, average_method=method)
        if not (a == "alone" and method == "min"):  # 0/0 but for rounding
            case("adjusted_mutual_info_score", a, b, average_method=method)
    case("completeness_score", a, b)
    case("v_measure_score", a, b, beta=0.5)
    case("contingency_matrix", a, b, module=cluster)
    case("pair_confusion_matrix", a, b, module=cluster)
case("homogeneity_completeness_v_measure", "truth", "groups", fields=["homogeneity", "completeness", "vMeasure"])
for labels in ("blobLabels", "blobWords"):
    for metric in ("euclidean", "manhattan", "cosine"):
        case("silhouette_samples", "blobs", labels, metric=metric)
        case("silhouette_score", "blobs", labels, metric=metric)
    case("calinski_harabasz_score", "blobs", labels)
    case("davies_bouldin_score", "blobs", labels)

if __name__ == "__main__":
    versions = dict(sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__)
    dump("metrics", dict(versions=versions, arrays=A, cases=cases))
