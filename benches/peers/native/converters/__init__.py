"""What peers need of a model, one file each: `build(model, path)` writes `path`, or raises.

What cannot be made is remembered, with the reason, in a file beside it."""

FILES = {
    "expected": "expected.f64",
    "onnx": "model.onnx",
    "m2cgen": "m2cgen.mjs",
    "scorer": "scorer.json",
    "tl2cgen": "tl2cgen.so",
    "ydf": "ydf",
}
"""By the name of the converter: what it writes."""
