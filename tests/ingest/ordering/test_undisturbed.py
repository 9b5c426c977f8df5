"""Texts that are in order stay so: licences, readmes and change logs of the packages at hand, and the digest."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from ingest.columns import prose, set_columns, write_pages
from rraml_qa.ingest.formats.plain import read_text
from rraml_qa.ingest.ordering.order import order_lines
from rraml_qa.ingest.repair import repair_text

DIGEST = Path(__file__).parents[3] / "corpus" / "digest" / "digest.md"
NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "README", "METADATA", "AUTHORS", "CHANGES")
MOST = 80


def package_texts() -> list[Path]:
    """Text files that come with installed packages, one of each size, in a fixed order."""
    sizes: dict[int, Path] = {}
    for distribution in sorted(metadata.distributions(), key=lambda found: str(found.name)):
        for file in distribution.files or []:
            if file.suffix in {".txt", ".rst"} or (file.suffix in {"", ".md"} and file.name.startswith(NAMES)):
                path = Path(str(file.locate()))
                if path.is_file() and 3000 < path.stat().st_size < 100_000:
                    sizes.setdefault(path.stat().st_size, path)
    return list(sizes.values())[:MOST]


def test_texts_of_packages_stay_as_they_are():
    """Of at least thirty texts, not a line moves, no line is lost, and repair keeps every letter."""
    paths = package_texts()
    if len(paths) < 30:
        pytest.skip(f"only {len(paths)} packages with a licence or readme are installed")
    moved = []
    for path in paths:
        ordered = order_lines(read_text(path.read_bytes(), path.name))
        numbers = [placed.number for placed in ordered.lines]
        moved += [path] if numbers != sorted(numbers) or ordered.moves else []
        letters = [char for placed in ordered.lines for char in placed.line.text if char.isalnum()]
        assert letters == [char for char in repair_text(ordered).text if char.isalnum()]
    assert moved == []


@pytest.mark.parametrize("mark", ["space", "blank", "page", "none"])
@pytest.mark.parametrize(("height", "width"), [(30, 48), (41, 60), (52, 68), (63, 80)])
def test_columns_in_order_stay_so(mark, height, width):
    """Two-column pages that came out in order are left alone, whatever shows at a column's start."""
    columns = set_columns(prose(DIGEST.read_text(encoding="utf-8")), height, width)
    ordered = order_lines(read_text(write_pages(columns, [], mark).encode(), "a.txt"))
    assert ordered.moves == ()
    assert [placed.number for placed in ordered.lines] == sorted(placed.number for placed in ordered.lines)
