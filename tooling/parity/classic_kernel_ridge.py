"""KernelRidge of scikit-learn, and its kernels, for packages/classic/fixtures/kernel-ridge.json and kernels.json."""
import numpy as np
from classic_data import case, datasets, dump, dump_cases
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics import pairwise

rng = np.random.default_rng(8)
weights = np.round(rng.uniform(0, 3, size=80), 3)
out = ["dual_coef_", "predict"]
dump_cases(
    "kernel-ridge",
    [
        # K has rank 5: rounding of the 75 zero eigenvalues divided by alpha is what coefficients differ by.
        case("linear", KernelRidge(), "regression", out, 1e-9),
        case("rbf", KernelRidge(kernel="rbf", alpha=0.1), "collinear", out, 1e-11),
        case("rbf gamma", KernelRidge(kernel="rbf", alpha=0.5, gamma=0.3), "moons", out, 1e-12),
        case("laplacian", KernelRidge(kernel="laplacian", alpha=0.2), "positive", out, 1e-12),
        case("poly", KernelRidge(kernel="poly", alpha=2, degree=2), "wide", out, 1e-11),
        case("polynomial", KernelRidge(kernel="polynomial", alpha=3, gamma=0.1, coef0=2), "positive", out, 1e-9),
        # Not positive definite: least squares.
        case("sigmoid", KernelRidge(kernel="sigmoid", alpha=0.01, gamma=0.1), "collinear", out, 1e-8),
        case("weights", KernelRidge(kernel="rbf", alpha=0.3, gamma=0.02), "regression", out, 1e-11, sample_weight=weights),
        case("diabetes", KernelRidge(kernel="rbf", alpha=0.01, gamma=1e-4), "diabetes", ["predict"], 1e-10),
    ],
)

X, _ = datasets()["positive"]
A, B = X[:7], X[7:12]
Y = np.round(rng.normal(size=(60, 2)), 6)
many = KernelRidge(kernel="rbf", alpha=[0.1, 2.0], gamma=0.1).fit(X, Y)
dump(
    "kernels",
    dict(
        cases=[
            dict(kernel=name, params=params, self=function(A, **params), other=function(A, B, **params))
            for name, function, params in [
                ("linearKernel", pairwise.linear_kernel, {}),
                ("polynomialKernel", pairwise.polynomial_kernel, {}),
                ("polynomialKernel", pairwise.polynomial_kernel, dict(degree=2, gamma=0.5, coef0=0.25)),
                ("rbfKernel", pairwise.rbf_kernel, {}),
                ("rbfKernel", pairwise.rbf_kernel, dict(gamma=0.01)),
                ("sigmoidKernel", pairwise.sigmoid_kernel, {}),
                ("sigmoidKernel", pairwise.sigmoid_kernel, dict(gamma=0.02, coef0=-0.5)),
                ("laplacianKernel", pairwise.laplacian_kernel, {}),
                ("laplacianKernel", pairwise.laplacian_kernel, dict(gamma=0.7)),
            ]
        ],
        targets=dict(y=Y, dual=many.dual_coef_, predict=many.predict(A)),
    ),
)
