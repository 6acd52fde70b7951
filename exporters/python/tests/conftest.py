"""The command that the tests run: `WINDOWBOX`, or the one in PATH."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
