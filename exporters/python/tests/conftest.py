"""The tests run the command that the variable WINDOWBOX names, or the one in PATH."""

import os
import sys
from pathlib import Path

import pytest

# Small models, several tests at once: threads would only wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from windowbox import Refused, command  # noqa: E402


def pytest_addoption(parser):
    """How many random pipelines."""
    parser.addoption("--pipelines", type=int, default=200)


def pytest_sessionstart():
    """Without the command every test would fail for the same reason."""
    try:
        command.found()
    except Refused as missing:
        pytest.exit(str(missing), returncode=2)
