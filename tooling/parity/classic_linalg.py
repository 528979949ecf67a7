"""Singular values, eigenvalues and R of NumPy for packages/classic/fixtures/linalg.json; vectors are tested by their laws."""
import numpy as np
from classic_data import dump

rng = np.random.default_rng(5)


def normal(*shape):
    return np.round(rng.normal(size=shape), 6)


matrices = {
    "square": normal(6, 6),
    "tall": normal(40, 7),
    "wide": normal(5, 18),
    "row": normal(1, 4),
    "column": normal(4, 1),
    "one element": np.array([[-3.0]]),
    "zeros": np.zeros((4, 3)),
    "equal elements": np.full((6, 4), 2.0),
    "rank 2": np.round(normal(9, 2), 2) @ np.round(normal(2, 6), 2),
    "zero columns": normal(10, 6) * [1, 0, 1, 0, 0, 1],
    "graded columns": normal(12, 8) * 10.0 ** -np.arange(8),
    "graded rows": normal(12, 8) * 10.0 ** -np.arange(12)[:, None],
    "identity": np.eye(5),
    "clusters": np.diag([3.0, 3, 3, 1, 1, 1e-8, 1e-8, 0]),
    "Hilbert": 1 / (np.arange(8)[:, None] + np.arange(8) + 1.0),
}
symmetric = {
    "random": (lambda a: a + a.T)(normal(9, 9)),
    "larger than a block": (lambda a: np.round(a + a.T, 6))(normal(50, 50)),
    "Laplacian of a path": 2 * np.eye(40) - np.eye(40, k=1) - np.eye(40, k=-1),
    "repeated": np.kron(np.eye(4), [[2.0, 1], [1, 2]]),
    "Wilkinson": np.diag(np.abs(np.arange(-10, 11)).astype(float)) + np.eye(21, k=1) + np.eye(21, k=-1),
    "rank 1": np.outer([1.0, -2, 3], [1.0, -2, 3]),
    "zeros": np.zeros((3, 3)),
    "diagonal": np.diag([5.0, -1, 3, 3]),
    "graded": np.outer(10.0 ** -np.arange(6), 10.0 ** -np.arange(6)) * (1 + np.eye(6)),
    "graded the other way": np.outer(10.0 ** np.arange(-5, 1), 10.0 ** np.arange(-5, 1)) * (1 + np.eye(6)),
    "one element": np.array([[-2.0]]),
    "two": np.array([[0.0, 1], [1, 0]]),
}
dump(
    "linalg",
    dict(
        versions=dict(numpy=np.__version__),
        matrices=[
            dict(name=name, a=a, s=np.linalg.svd(a, compute_uv=False), diagonal=np.abs(np.diag(np.linalg.qr(a)[1])))
            for name, a in matrices.items()
        ],
        symmetric=[dict(name=name, a=a, values=np.linalg.eigvalsh(a)) for name, a in symmetric.items()],
    ),
)
