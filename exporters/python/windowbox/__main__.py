"""`python -m windowbox`: the command that the wheel brings; `--where` says where it is."""

import subprocess
import sys

from .command import found
from .refused import Refused


def main(arguments):
    """Runs the command, and answers its exit code."""
    try:
        path = found()
    except Refused as missing:
        print(missing, file=sys.stderr)
        return 2
    if arguments == ["--where"]:
        print(path)
        return 0
    return subprocess.run([path, *arguments]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
