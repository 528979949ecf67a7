"""
The bytes that TensorBoard's own writer makes of a few events, for packages/nn/fixtures/tensorboard.json.

Needs the package `tensorboard` (from PyPI; Debian has none).
"""
import base64
import io
import json
from pathlib import Path

import tensorboard
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TIME = 1700000000.25
Value = summary_pb2.Summary.Value


def summary(step, value):
    return event_pb2.Event(wall_time=TIME, step=step, summary=summary_pb2.Summary(value=[value]))


text = Value(
    tag="note/text_summary",
    metadata=summary_pb2.SummaryMetadata(plugin_data=summary_pb2.SummaryMetadata.PluginData(plugin_name="text")),
    tensor=tensor_pb2.TensorProto(
        dtype="DT_STRING",
        string_val=["größer als **1**".encode()],
        tensor_shape=tensor_shape_pb2.TensorShapeProto(dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=1)]),
    ),
)
histo = summary_pb2.HistogramProto(
    min=-1.5, max=2, num=4, sum=1, sum_squares=7.25, bucket_limit=[-2, -1, 0, 2.5], bucket=[0, 1, 0, 3]
)
image = summary_pb2.Summary.Image(height=1, width=1, colorspace=4, encoded_image_string=PNG)
events = [
    event_pb2.Event(wall_time=TIME, file_version="brain.Event:2"),
    event_pb2.Event(wall_time=TIME, step=300, session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START)),
    summary(0, Value(tag="loss", simple_value=0.1)),
    summary(123456789012, Value(tag="loss", simple_value=float("nan"))),
    summary(7, text),
    summary(7, Value(tag="weights", histo=histo)),
    summary(7, Value(tag="digit", image=image)),
]


def record(event):
    file = io.BytesIO()
    RecordWriter(file).write(event.SerializeToString())
    return base64.b64encode(file.getvalue()).decode()


fixture = dict(
    versions=dict(tensorboard=tensorboard.__version__),
    time=TIME,
    png=base64.b64encode(PNG).decode(),
    records=[record(event) for event in events],
)
path = Path(__file__).parents[2] / "packages/nn/fixtures/tensorboard.json"
path.write_text(json.dumps(fixture) + "\n")
