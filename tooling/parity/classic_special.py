"""Special functions to 40 digits for packages/classic/fixtures/special.json.

By mpmath: SciPy 1.10 itself is good to 1e-10 only for log Γ near 1 and 2, and to 1e-12 for the incomplete functions.
"""
import mpmath
import numpy as np
from classic_data import dump
from mpmath import mp
from scipy import special

mp.dps = 40

rng = np.random.default_rng(7)
positive = np.round(np.concatenate([np.geomspace(1e-6, 1e6, 60), 1 + np.geomspace(1e-6, 0.5, 15), 2 - np.geomspace(1e-6, 0.5, 15)]), 9)
a = np.round(np.exp(rng.uniform(-3, 9, 120)), 6)
x = np.round(a + np.sqrt(a) * rng.normal(size=120) * 3 + 0.3, 6).clip(1e-3)
p = np.round(np.exp(rng.uniform(-2, 7, 120)), 6)
q = np.round(np.exp(rng.uniform(-2, 7, 120)), 6)
t = np.round(np.clip(p / (p + q) + 3 * np.sqrt(p * q / (p + q + 1)) / (p + q) * rng.normal(size=120), 1e-3, 0.999), 9)
d1 = np.round(np.exp(rng.uniform(0, 4, 80)))
d2 = np.round(np.exp(rng.uniform(0, 10, 80)))
f = np.round(np.exp(rng.normal(size=80)), 6)
z = np.round(np.concatenate([np.linspace(-37, 8, 91), np.geomspace(1e-8, 0.4, 9)]), 9)
u = np.concatenate([np.geomspace(1e-300, 0.4, 60), np.linspace(0.41, 0.999999, 40)])


def each(f, *columns):
    return [float(f(*(mp.mpf(float(v)) for v in row))) for row in zip(*columns)]


def quantile(p):
    """Newton's method, from SciPy's answer."""
    z = mp.mpf(float(special.ndtri(float(p))))
    for _ in range(4):
        z -= (mp.ncdf(z) - p) / mp.npdf(z)
    return z


def beta(a, b, x):
    return mp.betainc(a, b, 0, x, regularized=True)


dump(
    "special",
    dict(
        versions=dict(mpmath=mpmath.__version__, numpy=np.__version__),
        logGamma=dict(x=positive, value=each(mp.loggamma, positive)),
        digamma=dict(x=positive, value=each(mp.digamma, positive)),
        regularizedGamma=dict(
            a=a,
            x=x,
            lower=each(lambda a, x: mp.gammainc(a, 0, x, regularized=True), a, x),
            upper=each(lambda a, x: mp.gammainc(a, x, regularized=True), a, x),
        ),
        regularizedBeta=dict(a=p, b=q, x=t, value=each(beta, p, q, t)),
        fSurvival=dict(x=f, d1=d1, d2=d2, value=each(lambda f, m, n: beta(n / 2, m / 2, n / (n + m * f)), f, d1, d2)),
        chiSquaredSurvival=dict(x=x, degrees=a, value=each(lambda x, k: mp.gammainc(k / 2, x / 2, regularized=True), x, a)),
        normalCdf=dict(x=z, value=each(mp.ncdf, z)),
        normalQuantile=dict(x=u, value=each(quantile, u)),
    ),
)
