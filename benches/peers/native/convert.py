"""Makes of models what each peer reads; what is there already stays, and so does the reason why something is not.

python convert.py MADE MODEL_FOLDER ..."""

import importlib
import sys
import threading
import time
import warnings
from pathlib import Path

from converters import FILES
from model import Absent, Model

STACK = 512 << 20
"""Converters walk trees by recursion."""


def main(made, folders):
    """Everything, for each model."""
    for folder in folders:
        model = Model(folder, made / folder.name)
        model.made.mkdir(parents=True, exist_ok=True)
        for name, file in FILES.items():
            convert(name, model, model.made / file)


def convert(name, model, path):
    """One file, or the reason why it is not there."""
    absent = path.with_name(f"{path.name}.absent")
    if path.exists() or absent.exists():
        return
    begun = time.perf_counter()
    try:
        importlib.import_module(f"converters.{name}").build(model, path)
    except Absent as reason:
        absent.write_text(str(reason))
    except Exception as error:
        absent.write_text(" ".join(f"{type(error).__name__}: {error}".split())[:300])
    outcome = absent.read_text() if absent.exists() else "made"
    print(f"{model.name}: {name}: {outcome} in {time.perf_counter() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    sys.setrecursionlimit(1_000_000)
    threading.stack_size(STACK)
    work = threading.Thread(target=main, args=[Path(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]]])
    work.start()
    work.join()
