"""Hostile HTML, DOCX and XML: a clear error or a clean result, in time and in memory."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.digest_formats import digest_docx, digest_html, digest_jats
from rraml_qa.errors import DocumentError
from rraml_qa.ingest.read import read_source

SECONDS = 60
MEGABYTES = 1024
_READ = """
import resource, sys
from pathlib import Path
from rraml_qa.errors import DocumentError
from rraml_qa.ingest.read import read_source
try:
    path = Path(sys.argv[1])
    print(len(read_source(path, path.name).lines), "lines")
except DocumentError as error:
    print("error:", error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def article(body: str, doctype: str = "") -> bytes:
    return f"<?xml version='1.0'?>{doctype}<article><body>{body}</body></article>".encode()


def declaring(entities: str) -> str:
    return f"<!DOCTYPE article [{entities}]>"


def package(document: bytes, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, data in parts.items():
            archive.writestr(f"word/{name}.xml", data)
    return out.getvalue()


def word(body: str) -> bytes:
    return f"<w:document xmlns:w='urn:w'><w:body>{body}</w:body></w:document>".encode()


INCLUDE = "http://www.w3.org/2001/XInclude"
WIDE = "<tr><td colspan='1000' rowspan='60000'>x</td></tr>"
HUGE = "x" * 100_000
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
PARAGRAPH = "<w:p><w:r><w:t>Text.</w:t></w:r></w:p>"
NOTE = '<w:footnote w:id="2"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>'
MAKERS: dict[str, Callable[[], bytes]] = {
    "laughs.xml": lambda: article("<p>&l11;</p>", declaring(f"<!ENTITY l0 'ha'>{LAUGHS}")),
    "laughs in an attribute.xml": lambda: article("<p id='&l11;'>x</p>", declaring(f"<!ENTITY l0 'ha'>{LAUGHS}")),
    "quadratic.xml": lambda: article("<p>" + "&a;" * 100_000 + "</p>", declaring(f"<!ENTITY a '{HUGE}'>")),
    "file.xml": lambda: article("<p>&x;</p>", declaring("<!ENTITY x SYSTEM 'file:///etc/hostname'>")),
    "dtd.xml": lambda: article("<p>x</p>", "<!DOCTYPE article SYSTEM 'http://127.0.0.1:9/a.dtd'>"),
    "parameter.xml": lambda: article("<p>x</p>", declaring("<!ENTITY % x SYSTEM 'file:///etc/hostname'> %x;")),
    "include.xml": lambda: article(f"<i:include xmlns:i='{INCLUDE}' href='/etc/hostname'/><p>x</p>"),
    "nested.xml": lambda: article("<sec>" * 10_000 + "<p>x</p>" + "</sec>" * 10_000),
    "nested 150.xml": lambda: article("<sec><title>t</title>" * 150 + "<p>x</p>" + "</sec>" * 150),
    "many tags.xml": lambda: article("<p>x</p>" * 2_000_000),
    "wide table.xml": lambda: article(f"<table>{WIDE * 20_000}</table>"),
    "marks.xml": lambda: article("<p>" + "a<sup>1</sup>" * 100_000 + "[" * 100_000 + "</p>"),
    "spaces.xml": lambda: b"<?xml" + b" " * 5_000_000 + b"?><article><body><p>x</p></body></article>",
    "nested.html": lambda: b"<html><body>" + b"<div>" * 10_000 + b"x" + b"</div>" * 10_000,
    "nested inline.html": lambda: b"<html><body><p>" + b"<b>" * 10_000 + b"x",
    "nested 190.html": lambda: b"<html><body>" + b"<div>" * 190 + b"x",
    "nested lists.html": lambda: b"<html><body>" + b"<ul><li>x" * 90,
    "nested tables.html": lambda: b"<html><body>" + b"<table><tr><td>x<td>" * 45,
    "many tags.html": lambda: b"<html><body>" + b"<p>" * 2_000_000,
    "many spans.html": lambda: b"<html><body><p>" + b"<i>x</i>" * 400_000,
    "wide table.html": lambda: b"<html><table>" + b"<tr><td colspan=1000 rowspan=65534>x" * 20_000,
    "images.html": lambda: b"<html><p>x</p><img src='data:image/png;base64," + b"A" * 40_000_000 + b"'>",
    "open tag.html": lambda: b"<html><p title='" + b"x" * 20_000_000,
    "no text.html": lambda: b"<html><body>" + b" " * 10_000_000,
    "links.html": lambda: b"<html><h2>References</h2><ul><li>" + b"PubMed| " * 200_000 + b"x</ul>",
    "spaces.html": lambda: b"<html><p>x<a href='#B1'>[1" + b" " * 2_000_000 + b"2</a>",
    "notes.docx": lambda: package(
        word("<w:p><w:r><w:t>x</w:t>" + '<w:footnoteReference w:id="1"/>' * 100_000 + "</w:r></w:p>"),
        footnotes=f"<s xmlns:w='urn:w'>{NOTE * 50_000}</s>".encode(),
    ),
    "noise.html": lambda: b"<html><p>" + bytes(range(256)) * 1000,
    "bomb.docx": lambda: package(b"<w:document>" + b" " * 150_000_000),
    "tags.docx": lambda: package(word(PARAGRAPH * 1_000_000)),
    "styles bomb.docx": lambda: package(word(PARAGRAPH), styles=b"<a>" + b" " * 100_000_000),
    "laughs.docx": lambda: package(f"<!DOCTYPE a [<!ENTITY l0 'ha'>{LAUGHS}]>".encode() + word("<w:p>&l11;</w:p>")),
    "nested tables.docx": lambda: package(word("<w:tbl><w:tr><w:tc>" * 5_000)),
    "nested 60 tables.docx": lambda: package(
        word(f"<w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc><w:tc>" * 60 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 60)
    ),
    "merged.docx": lambda: package(
        word(
            "<w:tbl>" + f"<w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999'/><w:vMerge/></w:tcPr>{PARAGRAPH}</w:tc>"
            f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{PARAGRAPH}</w:tc></w:tr>" * 10_000 + "</w:tbl>"
        )
    ),
    "styles that loop.docx": lambda: package(
        word(PARAGRAPH.replace("<w:p>", "<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr>")),
        styles=b"<s xmlns:w='urn:w'><w:style w:styleId='a'><w:basedOn w:val='a'/></w:style></s>",
    ),
    "encrypted.docx": lambda: package(word(PARAGRAPH)).replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    ),
    "no document.docx": lambda: b"PK\x05\x06" + b"\0" * 18,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MAKERS))
def test_hostile_file(name: str, tmp_path: Path):
    """A minute and a gigabyte are enough for any file, no traceback gets out, and nothing is fetched."""
    path = tmp_path / name
    path.write_bytes(MAKERS[name]())
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)
    said, memory = done.stdout.rstrip().rsplit("\n", 1)
    assert int(memory) < MEGABYTES
    assert re.fullmatch(rf"[1-9]\d* lines|error: {re.escape(name)} (?:should|is) .+\.", said), said


def test_nothing_is_taken_from_the_disk(tmp_path: Path):
    """An entity that names a file is refused, and the file's content is nowhere."""
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    path = tmp_path / "a.xml"
    path.write_bytes(article("<p>&x;</p>", f"<!DOCTYPE article [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"))
    with pytest.raises(DocumentError, match="declares entities of its own, which are never resolved"):
        read_source(path, "a.xml")


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "make"), [(".html", digest_html), (".xml", digest_jats), (".docx", digest_docx)])
def test_truncated_at_every_hundredth_byte(suffix: str, make: Callable[[], bytes], tmp_path: Path):
    """A file cut short anywhere is refused in one sentence or read."""
    data = make()
    path = tmp_path / f"cut{suffix}"
    start = time.perf_counter()
    outcomes = set()
    for end in range(1, len(data), 100):
        path.write_bytes(data[:end])
        try:
            outcomes.add(f"{len(read_source(path, path.name).lines)} lines")
        except DocumentError as error:
            outcomes.add(str(error))
    assert all(re.fullmatch(r"cut\.\w+ (?:should|is) .+[.]|[1-9]\d* lines", each) for each in outcomes)
    assert time.perf_counter() - start < 2 * SECONDS
