"""An engine that answers on standard input and output, a line of JSON each: see ../lib/worker.js.

python worker.py ENGINE"""

import importlib
import json
import os
import sys
import time
import warnings

from model import Absent, Model

ONE_THREAD = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]


class Worker:
    """What is loaded, and what is done with it."""

    def __init__(self, engine):
        self.engine = engine

    def load(self, ask):
        """The model, as far as this engine reads it."""
        self.model = Model(ask["folder"], ask["made"])
        self.ready, self.predict = self.engine.load(self.model)
        self.predict(self.ready(self.model.rows[:10]))
        return {"version": self.engine.version()}

    def time(self, ask):
        """CPU seconds a call, the mean of all calls in `slot` seconds."""
        rows = 1 if ask["what"] == "one" else ask["rows"]
        ready = self.ready(self.model.rows[:rows])
        self.predict(ready)
        begun, used, calls = time.perf_counter(), time.process_time(), 0
        while calls == 0 or time.perf_counter() - begun < ask["slot"]:
            self.predict(ready)
            calls += 1
        return {"seconds": (time.process_time() - used) / calls, "calls": calls}

    def answers(self, ask):
        """What is answered to every row, in a file of doubles."""
        self.model.answers(self.predict(self.ready(self.model.rows))).tofile(ask["file"])
        return {}


def main(name):
    """Answers until standard input ends. What libraries print goes to standard error."""
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        ask = json.loads(line)
        try:
            if ask["do"] == "load":
                worker = Worker(importlib.import_module(f"engines.{name}"))
            answer = getattr(worker, ask["do"])(ask)
        except Absent as reason:
            answer = {"absent": str(reason)}
        except Exception as error:
            answer = {"absent": " ".join(f"{type(error).__name__}: {error}".split())[:300]}
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    os.environ |= {name: "1" for name in ONE_THREAD}
    warnings.filterwarnings("ignore")
    main(sys.argv[1])
