"""What tests share: the review they may read, and homes of the program that are indexed once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
REVIEW = PROJECT.parent / "shared" / "review.txt"


@pytest.fixture(scope="session")
def review_path() -> Path:
    """The review's own text, which is not part of the project."""
    if not REVIEW.is_file():
        pytest.skip(f"the review's text is not at {REVIEW}")
    return REVIEW


@pytest.fixture(scope="session")
def digest_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of the program with the digest, indexed once for the whole run."""
    home = tmp_path_factory.mktemp("digest-home")
    shutil.copytree(PROJECT / "corpus" / "digest", home / "corpus" / "digest")
    _index(home)
    return home


@pytest.fixture(scope="session")
def review_home(tmp_path_factory: pytest.TempPathFactory, review_path: Path) -> Path:
    """A home of the program with an original added, indexed once for the whole run."""
    home = tmp_path_factory.mktemp("review-home")
    shutil.copytree(PROJECT / "corpus" / "digest", home / "corpus" / "digest")
    (home / "corpus" / "original").mkdir()
    shutil.copy(review_path, home / "corpus" / "original" / "review.txt")
    _index(home)
    return home


def _index(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rraml_qa", "index"],
        env={**os.environ, "RRAML_QA_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
