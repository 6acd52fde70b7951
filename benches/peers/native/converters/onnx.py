"""ONNX, by the converter that the library's users take."""

import tempfile

import original

OPSET = 15


def build(model, path):
    """Numbers of 32 bits in, probabilities out."""
    estimator = original.loaded(model)
    path.write_bytes(CONVERTERS[model.library](model, estimator).SerializeToString())


def _scikit_learn(model, estimator):
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType

    options = {id(estimator): {"zipmap": False}} if model.classes else None
    types = [("x", FloatTensorType([None, len(model.columns)]))]
    return convert_sklearn(estimator, initial_types=types, options=options, target_opset=OPSET)


def _xgboost(model, estimator):
    from onnxmltools import convert_xgboost
    from onnxmltools.convert.common.data_types import FloatTensorType

    # The converter takes columns by number alone.
    estimator.get_booster().feature_names = None
    types = [("x", FloatTensorType([None, len(model.columns)]))]
    return convert_xgboost(estimator, initial_types=types, target_opset=OPSET)


def _lightgbm(model, estimator):
    from onnxmltools import convert_lightgbm
    from onnxmltools.convert.common.data_types import FloatTensorType

    types = [("x", FloatTensorType([None, len(model.columns)]))]
    return convert_lightgbm(estimator, initial_types=types, target_opset=OPSET, zipmap=False)


def _catboost(model, estimator):
    """CatBoost's own, which ends in a dictionary a row that pages cannot read: it ends before that."""
    import onnx

    with tempfile.TemporaryDirectory() as folder:
        estimator.save_model(f"{folder}/model.onnx", format="onnx")
        document = onnx.load(f"{folder}/model.onnx")
    for node in [node for node in document.graph.node if node.op_type == "ZipMap"]:
        document.graph.node.remove(node)
        [given] = [output for output in document.graph.output if output.name == node.output[0]]
        document.graph.output.remove(given)
        table = onnx.helper.make_tensor_value_info(node.input[0], onnx.TensorProto.FLOAT, ["N", None])
        document.graph.output.append(table)
    return document


CONVERTERS = {"scikit-learn": _scikit_learn, "xgboost": _xgboost, "lightgbm": _lightgbm, "catboost": _catboost}
