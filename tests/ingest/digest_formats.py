"""One document in every format: the shipped digest with an invented reference list, as each format would have it."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

import docx

from rraml_qa.ingest.corpus import CorpusFile
from rraml_qa.ingest.document import read_document
from rraml_qa.ingest.formats.markdown import read_markdown
from rraml_qa.ingest.passages import PassageSettings
from rraml_qa.types import Document, Line

DIGEST = Path(__file__).resolve().parents[2] / "corpus" / "digest" / "digest.md"
ENTRIES = [f"Writer A{n}, Other B. An invented study of item {n}. J Exempl {1960 + n};{n}:1–9." for n in range(1, 63)]
_CITED = re.compile(r"\[(\d+(?:\s*[,–-]\s*\d+)*)\]")


def as_document(data: bytes, folder: Path, name: str) -> Document:
    """A file of these bytes, read."""
    path = folder / name
    path.write_bytes(data)
    return read_document(CorpusFile("document", name, path, hashlib.sha256(data).hexdigest()), PassageSettings())


def digest_markdown() -> bytes:
    """The digest with a reference list."""
    entries = "\n".join(f"{number}. {entry}" for number, entry in enumerate(ENTRIES, 1))
    return f"{DIGEST.read_text()}\n\n## References\n\n{entries}\n".encode()


def digest_lines() -> list[Line]:
    """The digest's blocks, without the reference list."""
    return list(read_markdown(DIGEST.read_bytes(), "digest.md").lines)


def cells_of(line: Line) -> list[str]:
    """The texts of a row's cells."""
    return [cell.of(line.text) for cell in line.cells]


def _runs(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Blocks in runs: items together, a table with its caption and key together, everything else alone."""
    kinds = {"item": "item", "header": "table", "row": "table"}
    for kind, run in groupby(lines, lambda line: kinds.get(str(line.role), "")):
        if kind:
            yield kind, list(run)
        else:
            yield from ((str(line.role), [line]) for line in run)


# ------------------------------------------------------------------------------------------------ HTML


def digest_html() -> bytes:
    """The digest as a publisher's page: with what surrounds an article, and superscript citations with links."""
    body = "\n".join(_html_run(kind, run) for kind, run in _runs(digest_lines()))
    items = "\n".join(f'<li id="ref-{n}">{escape(entry)}</li>' for n, entry in enumerate(ENTRIES, 1))
    page = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<style>p {{}}</style></head>
<body><header><a href="/">Our journal</a></header><nav><ul><li>Home</li></ul></nav>
<main><article>{body}<section><h2>References</h2><ol>{items}</ol></section></article></main>
<aside><p>Read this too.</p></aside><footer><p>All rights.</p></footer>
<script>let p = "<p>no</p>";</script></body></html>"""
    return page.encode()


def _html_run(kind: str, run: list[Line]) -> str:
    first = run[0]
    if kind == "heading":
        return f"<h{first.level}>{escape(first.text)}</h{first.level}>"
    if kind == "item":
        return "<ul>" + "".join(f"<li>{_html(line.text)}</li>" for line in run) + "</ul>"
    if kind == "table":
        head = "".join(f"<th>{escape(cell)}</th>" for cell in cells_of(first))
        rows = "".join(
            "<tr>" + "".join(f"<td>{_html(cell)}</td>" for cell in cells_of(row)) + "</tr>" for row in run[1:]
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    if kind == "caption":
        return f"<figure><img src='x.png' alt='no text'><figcaption>{_html(first.text)}</figcaption></figure>"
    return f"<blockquote><p>{_html(first.text)}</p></blockquote>" if kind == "note" else f"<p>{_html(first.text)}</p>"


def _html(text: str) -> str:
    def link(found: re.Match[str]) -> str:
        links = re.sub(r"\d+", lambda number: f'<a href="#ref-{number[0]}">{number[0]}</a>', found[1])
        return f"<sup>{links}</sup>" if found[1].isdecimal() else f"[{links}]"

    return _CITED.sub(link, escape(text, quote=False))


# ------------------------------------------------------------------------------------------------ JATS


def digest_jats() -> bytes:
    """The digest as a JATS article, the abstract in its front."""
    lines = digest_lines()
    title, rest = lines[0], lines[1:]
    after = next(at for at, line in enumerate(rest) if line.role == "heading" and at)
    abstract = "".join(_jats_run(kind, run) for kind, run in _runs(rest[1:after]))
    refs = "".join(
        f'<ref id="R{n}"><label>{n}</label><mixed-citation>{escape(entry)}</mixed-citation></ref>'
        for n, entry in enumerate(ENTRIES, 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" "a.dtd">
<article><front><journal-meta><journal-title>Exempl</journal-title></journal-meta><article-meta><title-group>
<article-title>{escape(title.text)}</article-title></title-group><abstract>{abstract}</abstract></article-meta></front>
<body>{_jats_sections(rest[after:])}</body><back><ref-list><title>References</title>{refs}</ref-list></back></article>""".encode()


def _jats_sections(lines: Sequence[Line]) -> str:
    parts: list[str] = []
    open_levels: list[int] = []
    for kind, run in _runs(_captions_first(lines)):
        if kind == "heading":
            level = run[0].level or 2
            while open_levels and open_levels[-1] >= level:
                parts.append("</sec>")
                open_levels.pop()
            parts.append(f"<sec><title>{escape(run[0].text)}</title>")
            open_levels.append(level)
        else:
            parts.append(_jats_run(kind, run))
    return "".join(parts) + "</sec>" * len(open_levels)


def _captions_first(lines: Sequence[Line]) -> list[Line]:
    """Blocks with a table's caption and key in the run of its rows."""
    merged: list[Line] = []
    for line in lines:
        if line.role in {"caption", "key"} and merged and merged[-1].role == "row":
            line = Line(text=line.text, role="row", level=1 if line.role == "caption" else 2)
        merged.append(line)
    return merged


def _jats_run(kind: str, run: list[Line]) -> str:
    first = run[0]
    if kind == "item":
        return "<list>" + "".join(f"<list-item><p>{_jats(line.text)}</p></list-item>" for line in run) + "</list>"
    if kind == "table":
        caption, foot = (next((line.text for line in run if line.level == level), "") for level in (1, 2))
        head = "".join(f"<th>{escape(cell)}</th>" for cell in cells_of(first))
        rows = [line for line in run[1:] if line.cells]
        body = "".join("<tr>" + "".join(f"<td>{_jats(cell)}</td>" for cell in cells_of(row)) + "</tr>" for row in rows)
        label, _, words = caption.partition(":")
        return (
            f"<table-wrap id='t1'><label>{label}</label><caption><p>{_jats(words.strip())}</p></caption>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<table-wrap-foot><p>{_jats(foot)}</p></table-wrap-foot></table-wrap>"
        )
    if kind == "caption":
        label, _, words = first.text.partition(":")
        return f"<fig><label>{label}</label><caption><p>{_jats(words.strip())}</p></caption><graphic/></fig>"
    inner = f"<p>{_jats(first.text)}</p>"
    return f"<disp-quote>{inner}</disp-quote>" if kind == "note" else inner


def _jats(text: str) -> str:
    def link(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: f'<xref ref-type="bibr" rid="R{n[0]}">{n[0]}</xref>', found[0])

    return _CITED.sub(link, escape(text, quote=False))


# ------------------------------------------------------------------------------------------------ DOCX


def digest_docx() -> bytes:
    """The digest as a manuscript: heading styles, a list style, superscript citations."""
    document = docx.Document()
    for kind, run in _runs(digest_lines()):
        if kind == "table":
            table = document.add_table(rows=0, cols=len(run[0].cells))
            for line in run:
                for cell, text in zip(table.add_row().cells, cells_of(line), strict=True):
                    cell.text = text
            continue
        for line in run:
            styles = {"item": "List Bullet", "caption": "Caption"}
            level = line.level or 0
            style = (
                "Title" if level == 1 else f"Heading {level - 1}" if kind == "heading" else styles.get(kind, "Normal")
            )
            _write_runs(document.add_paragraph(style=style), line.text)
    document.add_heading("References", 1)
    for entry in ENTRIES:
        document.add_paragraph(entry, style="List Number")
    return saved(document)


def _write_runs(paragraph: docx.text.paragraph.Paragraph, text: str) -> None:
    end = 0
    for found in re.finditer(r"\[(\d+)\]", text):
        paragraph.add_run(text[end : found.start()])
        paragraph.add_run(found[1]).font.superscript = True
        end = found.end()
    paragraph.add_run(text[end:])


def saved(document: docx.document.Document) -> bytes:
    """A document's file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
