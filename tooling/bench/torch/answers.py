"""How the programs of this folder talk: a line of JSON for each line of JSON, the first one about themselves."""
import json
import re


def answer(value):
    print(json.dumps(value), flush=True)


def requests(lines):
    return map(json.loads, lines)


def blas():
    """File names of the linear algebra libraries that this process has loaded."""
    try:
        maps = open("/proc/self/maps").read()
    except OSError:
        return "unknown BLAS"
    return ", ".join(sorted(set(re.findall(r"[^/\s]*(?:blas|mkl)[^/\s]*\.so[.\d]*", maps)))) or "its own BLAS"


def about():
    import torch

    return dict(about=f"PyTorch {torch.__version__} with {blas()}")
