"""The package as a whole: what it exports, what it ships, and that its files agree."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import rraml_qa

PROJECT = Path(__file__).resolve().parents[1]


def test_the_public_names_are_these() -> None:
    """`rraml_qa` exports these names and no others, and each can be had."""
    expected = ["Answer", "Assistant", "Conversation", "Quote", "RramlError", "__version__"]
    assert expected == sorted(rraml_qa.__all__)
    assert all(getattr(rraml_qa, name) is not None for name in expected)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that the package hasn't is an AttributeError that names it."""
    with pytest.raises(AttributeError, match="nonsense"):
        _ = rraml_qa.nonsense


def _pins(name: str) -> dict[str, str]:
    lines = (PROJECT / name).read_text().splitlines()
    return {
        line.split("==")[0].lower(): line.split("==")[1] for line in lines if "==" in line and not line.startswith("#")
    }


def test_requirements_are_the_dependencies_at_the_constrained_versions() -> None:
    """requirements.txt has exactly the project's dependencies, at the versions of constraints.txt."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=]", each)[0].lower() for each in project["dependencies"]}
    pins = _pins("requirements.txt")
    assert names == set(pins)
    assert pins == {name: version for name, version in _pins("constraints.txt").items() if name in names}


def test_versions_agree() -> None:
    """The version and Gradio's version are the same wherever they are written."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert project["version"] == rraml_qa.__version__
    readme = (PROJECT / "README.md").read_text()
    assert f"sdk_version: {_pins('constraints.txt')['gradio']}\n" in readme


@pytest.mark.slow
def test_the_wheel_answers_without_the_source_tree(tmp_path: Path, digest_home: Path) -> None:
    """A built wheel holds the digest, the lexicon and the typing marker, and answers with the checkout out of sight."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path)]
    subprocess.run([*command, str(PROJECT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    for name in ("py.typed", "corpus/digest/digest.md", "lexicon/data/drugs.toml"):
        assert (unpacked / "rraml_qa" / name).is_file(), name
    code = (
        "import rraml_qa, pathlib; from rraml_qa.config import find_places; "
        "print(rraml_qa.__file__, find_places().corpus, sep='\\n')"
    )
    environment = {"PYTHONPATH": str(unpacked), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert all(line.startswith(str(unpacked)) for line in done.stdout.splitlines()), done.stdout
