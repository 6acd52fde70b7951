"""lleaves: LightGBM's trees, compiled by LLVM."""

import importlib.metadata

import lleaves


def load(model):
    """Compiled once: what comes of it is kept."""
    compiled = lleaves.Model(model_file=model.file)
    compiled.compile(cache=model.made / "lleaves.o")
    return lambda rows: rows, lambda rows: compiled.predict(rows, n_jobs=1)


def version():
    """The package's."""
    return importlib.metadata.version("lleaves")
