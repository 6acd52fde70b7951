"""The `windowbox` command, which checks, packs and writes."""

import os
import shutil
import subprocess
import sysconfig

from .refused import Refused

HINT = 'give command="/path/to/windowbox", set WINDOWBOX to it, or put it in PATH'


def found(command=None):
    """Where the command is: what is given, the variable WINDOWBOX, beside this Python, or PATH."""
    wanted = command or os.environ.get("WINDOWBOX") or "windowbox"
    beside = sysconfig.get_path("scripts") if wanted == "windowbox" else None
    path = shutil.which(wanted, path=beside) or shutil.which(wanted)
    if path is None:
        raise Refused(f"the command {wanted} is not there", HINT)
    return path


def run(command, *arguments):
    """Runs the command, and answers what it says, warnings first; what it refuses is refused."""
    done = subprocess.run([found(command), *map(str, arguments)], capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise Refused(done.stderr.strip() or f"windowbox ended with {done.returncode}")
    return done.stderr + done.stdout
