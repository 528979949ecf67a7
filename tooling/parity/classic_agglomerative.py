"""AgglomerativeClustering of scikit-learn for packages/classic/fixtures/agglomerative.json."""
from classic_data import case, dump_cases
from sklearn.cluster import AgglomerativeClustering

outputs = ["labels_", "children_", "distances_", "n_clusters_", "n_leaves_"]


def fit(name, data, **params):
    # 1.2 calls the metric of ward linkage `affinity` unless it is given.
    ours = {{"n_clusters": "nClusters", "distance_threshold": "distanceThreshold"}.get(k, k): v for k, v in params.items()}
    model = AgglomerativeClustering(compute_distances=True, **params)
    return case(name, model, data, outputs, 1e-10, use_y=False, params=ours)


dump_cases(
    "agglomerative",
    [
        fit("ward", "blobs", n_clusters=4),
        fit("ward, many clusters", "regression", n_clusters=11),
        fit("complete", "blobs", n_clusters=5, linkage="complete"),
        fit("average", "classes3", n_clusters=3, linkage="average"),
        fit("single", "moons", n_clusters=3, linkage="single"),
        fit("manhattan", "classes3", n_clusters=4, linkage="complete", metric="manhattan"),
        fit("cosine", "positive", n_clusters=3, linkage="average", metric="cosine"),
        fit("threshold", "blobs", n_clusters=None, distance_threshold=4.0),
        fit("threshold, single", "blobs", n_clusters=None, distance_threshold=0.9, linkage="single"),
        fit("wine", "wine", n_clusters=3),
    ],
)
