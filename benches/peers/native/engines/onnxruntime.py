"""ONNX Runtime, native, on what the libraries' converters write."""

import onnxruntime

from model import Absent


def load(model):
    """Only the probabilities are asked for."""
    path = model.made / "model.onnx"
    if not path.exists():
        raise Absent((model.made / "model.onnx.absent").read_text())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0].name
    names = [output.name for output in session.get_outputs()]
    asked = [name for name in names if "prob" in name][:1] or names[-1:]
    return lambda rows: rows, lambda rows: session.run(asked, {given: rows})[0]


def version():
    """The package's."""
    return onnxruntime.__version__
