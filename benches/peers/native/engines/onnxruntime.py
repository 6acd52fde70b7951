"""ONNX Runtime, native, on what the libraries' converters write."""

import onnxruntime


def load(model):
    """Only the probabilities are asked for."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.made / "model.onnx", options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0].name
    names = [output.name for output in session.get_outputs()]
    asked = [name for name in names if "prob" in name][:1] or names[-1:]
    return lambda rows: rows, lambda rows: session.run(asked, {given: rows})[0]


def version():
    """The package's."""
    return onnxruntime.__version__
