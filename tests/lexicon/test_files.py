"""A user's own lexicon: it comes before the packaged one, and what is off in it is said in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fakes import HashEncoder
from rraml_qa.assistant import Assistant
from rraml_qa.building import identity_of, make_index, stale_reason
from rraml_qa.config import Settings, load_settings
from rraml_qa.errors import SettingsError
from rraml_qa.index.store import open_index
from rraml_qa.ingest.corpus import find_corpus
from rraml_qa.lexicon.entries import load_lexicon
from rraml_qa.lexicon.linker import Linker, NameSettings

OWN = """
[[drug]]
name = "zelutamab"
brands = ["Zelvexa"]
codes = ["ZLT-101"]
capitals = ["ZEL"]

[[drug]]
name = "cytarabine"
brands = ["Zytara"]

[[regimen]]
name = "ZOR"
components = ["zelutamab", "cytarabine"]

[[trial]]
name = "HARVEST"
capitals = true

[[endpoint]]
name = "clinical response"
abbreviation = "CR"

[[abbreviation]]
short = "ABL"
long = "cytarabine"

[[drug]]
name = "gemcitabine"

[[ambiguous]]
surface = "MEC"
capitals_only = true
"""


class NoEncoder(HashEncoder):
    """An encoder that is not needed: the vectors of documents that haven't changed are taken over."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise AssertionError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lexicon.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def read(file: Path, text: str) -> list[tuple[str, str, str]]:
    return [(name.canonical, name.kind, name.how) for name in Linker(load_lexicon(str(file))).link(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("zlt101", [("zelutamab", "drug", "code")]),
        ("Zelvexa", [("zelutamab", "drug", "brand")]),
        ("zelvexxa", [("zelutamab", "drug", "misspelling")]),
        ("Zytara", [("cytarabine", "drug", "brand")]),
        ("Cytosar-U", [("cytarabine", "drug", "brand")]),
        ("ZOR", [("ZOR", "regimen", "name")]),
        ("the harvest trial", [("HARVEST", "trial", "synonym")]),
        ("a harvest", []),
        ("CR", [("clinical response", "endpoint", "abbreviation")]),
        ("ABL", [("cytarabine", "drug", "abbreviation")]),
        ("gemcitabine", [("gemcitabine", "drug", "name")]),
        ("MEC", [("MEC", "regimen", "name")]),
        ("mec", []),
    ],
)
def test_its_entries_come_first(file: Path, typed: str, expected: list[tuple[str, str, str]]) -> None:
    """It adds names and surfaces, and a surface in it means what it says."""
    assert expected == read(file, typed)


def test_it_may_list_packaged_readings(file: Path) -> None:
    """An ambiguous surface has the packaged readings that the file names, in its order."""
    file.write_text(OWN + 'readings = ["MEC"]\n[[ambiguous]]\nsurface = "CR"\nreadings = ["complete remission"]\n')
    assert ["complete remission", "clinical response"] == [
        entry.canonical for entry in Linker(load_lexicon(str(file))).entries("CR")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[drug]\n", "should be TOML, but it isn't"),
        ('[[drugs]]\nname = "a"\n', "[[drugs]] is no table of names (expected [[drug]], [[regimen]], "),
        ('[drug]\nname = "a"\n', "drug should be a table in double brackets, [[drug]]"),
        ('[[drug]]\nname = "a"\n[[drug]]\nbrands = ["b"]\n', "[[drug]] number 2 lacks its name"),
        (
            '[[drug]]\nname = "a"\nbrand = "b"\n',
            "[[drug]] number 1 has the unknown field 'brand' (expected name, brands, ",
        ),
        ('[[drug]]\nname = "a"\nbrands = "b"\n', "[[drug]] number 1 should have a list of names as brands, not 'b'"),
        ('[[drug]]\nname = ""\n', "[[drug]] number 1 should have a name as name, not ''"),
        ("[[drug]]\nname = 3\n", "[[drug]] number 1 should have a name as name, not 3"),
        ('[[trial]]\nname = "a"\ncapitals = ["A"]\n', "should have true or false as capitals"),
        ('[[abbreviation]]\nshort = "a"\n', "[[abbreviation]] number 1 lacks its long"),
        ('[[ambiguous]]\nreadings = ["a"]\n', "[[ambiguous]] number 1 lacks its surface"),
        ('drug = "a"\n', "drug should be a table in double brackets"),
        ("\xff", "should be TOML"),
    ],
)
def test_what_is_off_is_said(file: Path, text: str, said: str) -> None:
    """A fault is told with the file, the table and what was expected."""
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError) as caught:
        load_lexicon(str(file))
    assert str(file) in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_where_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """The one at home is used, unless the settings name another, as seen from their file."""
    monkeypatch.setenv("RRAML_QA_HOME", str(tmp_path))
    assert str(file) == load_settings().names.lexicon
    other = tmp_path / "elsewhere" / "names.toml"
    other.parent.mkdir()
    other.write_text("")
    (tmp_path / "rraml-qa.toml").write_text('[names]\nlexicon = "elsewhere/names.toml"\n')
    assert str(other) == load_settings().names.lexicon
    other.unlink()
    with pytest.raises(SettingsError, match=r"names\.toml can't be read"):
        _ = load_settings().names_sha256


def test_an_index_belongs_to_it(tmp_path: Path, file: Path) -> None:
    """Documents are read with it, and a change of what it holds makes the index stale; a move of the file doesn't."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nZLT-101 led to a median survival of 5 months.\n")
    corpus = find_corpus(folder)
    settings = Settings(names=NameSettings(lexicon=str(file)))
    manifest = make_index(corpus, tmp_path / "index", settings, HashEncoder(), "2" * 64)
    index = open_index(tmp_path / "index" / corpus.name)
    answer = Assistant(index, HashEncoder(), settings).ask("survival with Zelvexa?")
    assert "ZLT-101 led to a median survival of 5 months." == answer.quotes[0].text
    moved = file.rename(tmp_path / "moved.toml")
    assert stale_reason(manifest, corpus, Settings(names=NameSettings(lexicon=str(moved)))) is None
    moved.write_text(OWN + "\n", encoding="utf-8")
    changed = Settings(names=NameSettings(lexicon=str(moved)))
    assert "own lexicon" in (stale_reason(manifest, corpus, changed) or "")
    assert identity_of(corpus, "2" * 64, changed) != manifest.identity
    again = make_index(corpus, tmp_path / "index", changed, NoEncoder(), "2" * 64)
    assert again.identity == identity_of(corpus, "2" * 64, changed)
