"""The command line as a process of its own, in a home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(home: Path, *arguments: str | Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `rraml-qa` with these arguments; it ends with `status`, and never in a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "rraml_qa", *map(str, arguments)],
        env={**os.environ, "RRAML_QA_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert status == done.returncode, done.stderr
    return done
