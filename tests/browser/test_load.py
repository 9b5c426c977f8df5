"""A short run of `eval/load.py` against the page: many visitors at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "eval" / "load.py"


@pytest.mark.slow
def test_many_visitors_get_their_own_answers(address: str) -> None:
    """Ten visitors for five seconds: no error, no mix-up, 95% of the answers within a second."""
    command = [sys.executable, str(SCRIPT), "--at", address, "--users", "10", "--seconds", "5", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert [0, 0] == [figures["errors"], figures["mix-ups"]]
    assert figures["answers"] > 20
