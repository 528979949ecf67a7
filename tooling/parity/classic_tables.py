"""What pandas makes of a CSV text, for packages/classic/fixtures/tables.json."""
import io

import numpy as np
import pandas as pd
from classic_data import dump

rng = np.random.default_rng(9)
kinds = ["ash", "birch", "cedar, red", 'd"oak']
lines = ["id,kind,height,planted,alive,note"]
for i in range(40):
    kind = kinds[rng.integers(0, 4)]
    quoted = '"' + kind.replace('"', '""') + '"' if any(c in kind for c in ',"') else kind
    height = "" if i % 7 == 3 else f"{rng.normal(12, 4):.3f}"
    planted = "NA" if i % 11 == 5 else f"{1990 + i % 30}-{1 + i % 12:02d}-{1 + i % 28:02d}"
    lines.append(f"{i},{quoted},{height},{planted},{'True' if rng.random() < 0.6 else 'False'},{'' if i % 2 else 'n' + str(i % 5)}")
text = "\n".join(lines) + "\n"
frame = pd.read_csv(io.StringIO(text), parse_dates=["planted"])
other = pd.DataFrame(dict(kind=["birch", "ash", "elm"], shade=[2, 1, 9]))


def cells(series):
    if str(series.dtype).startswith("datetime"):
        return [None if pd.isna(v) else int(v.value // 10**6) for v in series]
    return [None if pd.isna(v) else v for v in series.tolist()]


def table(df):
    return {name: cells(df[name]) for name in df.columns}


grouped = frame.groupby("kind", sort=False)
dump(
    "tables",
    dict(
        versions=dict(pandas=pd.__version__),
        text=text,
        frame=table(frame),
        describe=frame[["id", "height"]].describe().T.to_dict("index"),
        grouped=table(
            grouped.agg(
                count=("id", "size"), mean=("height", "mean"), median=("height", "median"), std=("height", "std"),
                least=("height", "min"), most=("height", "max"), total=("height", "sum"), different=("height", "nunique"),
            ).reset_index()
        ),
        sorted=cells(frame.sort_values(["kind", "height"], kind="stable")["id"]),
        inner=table(frame.merge(other, on="kind", how="inner", sort=False)[["id", "kind", "shade"]].sort_values("id")),
        left=table(frame.merge(other, on="kind", how="left")[["id", "kind", "shade"]]),
        outer=sorted(frame.merge(other, on="kind", how="outer")["kind"].tolist()),
        missing=frame.isna().sum().to_dict(),
    ),
)
