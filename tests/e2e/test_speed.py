"""The figures that users feel, measured as `eval/speed.py` measures them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "eval" / "speed.py"


@pytest.mark.slow
def test_answers_come_at_once(digest_home: Path) -> None:
    """A cold ask takes a fifth of importing sentence-transformers and 400 MB; a warm one three times its encoding."""
    environment = {**os.environ, "RRAML_QA_HOME": str(digest_home)}
    command = [sys.executable, str(SCRIPT), "--runs", "3", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    assert figures["cold ask / import"] <= 0.2, figures
    assert figures["cold ask peak memory (MB)"] < 400, figures
    assert figures["warm ask / encoder"] < 3, figures
    assert figures["index from nothing (s)"] < 60, figures  # 30 s on a machine that does nothing else
