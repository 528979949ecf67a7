"""Naive Bayes of scikit-learn for packages/classic/fixtures/bayes.json."""
import warnings

import numpy as np
from classic_data import case, datasets, dump_cases
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB

warnings.simplefilter("ignore")
rng = np.random.default_rng(11)
answers = ["predict", "predict_proba"]
gaussian = ["classes_", "class_count_", "class_prior_", "theta_", "var_", *answers]
learned = ["class_count_", "class_log_prior_", "feature_count_", "feature_log_prob_"]
discrete = [*learned, "predict_proba"]


def weights(data):
    return np.round(rng.uniform(0, 3, size=len(datasets()[data][0])), 3)


def cases():
    for data in ("classes3", "imbalanced", "blobs"):
        yield case(data, GaussianNB(), data, gaussian, 1e-12)
    for data in ("iris", "wine", "breastCancer"):
        yield case(data, GaussianNB(), data, gaussian[:5] + answers[:1], 1e-11)
    yield case("digits", GaussianNB(), "digits", ["epsilon_", "predict"], 1e-11)
    yield case("no smoothing", GaussianNB(var_smoothing=0), "binary", gaussian, 1e-12)
    yield case("much smoothing", GaussianNB(var_smoothing=0.3), "blobs", gaussian, 1e-12)
    yield case("priors", GaussianNB(priors=[0.2, 0.5, 0.3]), "classes3", gaussian, 1e-12)
    # Its epsilon, 1e-9 of the variance, is without the weights.
    yield case("weights", GaussianNB(), "classes3", gaussian, 1e-8, sample_weight=weights("classes3"))
    yield case("words", GaussianNB(), "classes3", answers, 1e-12, words=["z", "x", "y"])

    for kind in (MultinomialNB, ComplementNB):
        yield case("counts", kind(), "counts", [*discrete, "predict", "predict_log_proba", "predict_joint_log_proba"], 1e-12)
        yield case("alpha 0.1", kind(alpha=0.1), "counts", [*learned, "predict"], 1e-12)
        alphas = [0.1, 1, 2, 3, 0, 5]
        yield case("alpha per feature", kind(alpha=alphas), "counts", discrete, 1e-12)
        yield case("alpha 0", kind(alpha=0), "counts", discrete, 1e-12)
        yield case("no prior", kind(fit_prior=False), "counts", discrete, 1e-12)
        yield case("prior", kind(class_prior=[0.6, 0.3, 0.1]), "counts", discrete, 1e-12)
        yield case("weights", kind(), "counts", discrete, 1e-12, sample_weight=weights("counts"))
        yield case("digits", kind(), "digits", ["predict"], 0)
    yield case("norm", ComplementNB(norm=True), "counts", [*discrete, "feature_all_"], 1e-12)

    yield case("bits", BernoulliNB(), "bits", [*discrete, "predict_joint_log_proba"], 1e-12)
    yield case("counts above 3", BernoulliNB(binarize=3.0), "counts", discrete, 1e-12)
    yield case("as they are", BernoulliNB(binarize=None), "bits", discrete, 1e-12, params={"binarize": None})
    yield case("alpha 0.01", BernoulliNB(alpha=0.01), "classes3", discrete, 1e-12)
    yield case("weights", BernoulliNB(fit_prior=False), "bits", discrete, 1e-12, sample_weight=weights("bits"))
    yield case("digits", BernoulliNB(binarize=8), "digits", ["predict"], 0)

    categorical = ["class_count_", "class_log_prior_", "n_categories_", *answers]
    categorical += [("categoryCount_.1", lambda e, X: e.category_count_[1]), ("featureLogProb_.0", lambda e, X: e.feature_log_prob_[0])]
    yield case("counts", CategoricalNB(), "counts", categorical, 1e-12)
    yield case("bits", CategoricalNB(alpha=0.5), "bits", categorical, 1e-12, sample_weight=weights("bits"))
    yield case("more categories", CategoricalNB(min_categories=25), "counts", categorical, 1e-12)


found = [{**each, "name": f'{each["estimator"]}: {each["name"]}'} for each in cases()]
dump_cases("bayes", found)
