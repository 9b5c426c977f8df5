"""What the tests of the library share: a library without weights, files to upload, and files that are hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from fakes import HashEncoder, fake_assistant
from rraml_qa.building import Progress, make_index, silent
from rraml_qa.config import Settings
from rraml_qa.corpora.shelves import Library, Limits, Upload
from rraml_qa.index.manifest import Manifest
from rraml_qa.ingest.corpus import Corpus

Built = Callable[..., Manifest]
TEXT = "Zelutamab gave complete remission in 41% of patients. Its dose was 30 mg daily.\n"
TYPES = '<Types><Override PartName="/word/document.xml" ContentType="{}"/></Types>'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    "{}</w:t></w:r></w:p></w:body></w:document>"
)


def build_without_weights(
    corpus: Corpus, root: Path, settings: Settings, progress: Progress = silent, *, anew: bool = False
) -> Manifest:
    """In place of `build_index`: the same with an encoder without weights."""
    return make_index(corpus, root, settings, HashEncoder(), "2" * 64, progress, anew=anew)


def library_at(folder: Path, monkeypatch: pytest.MonkeyPatch, limits: Limits | None = None) -> Library:
    """A library beside an assistant over one invented document, in a home of its own."""
    digest = folder / "home" / "corpus" / "digest"
    digest.mkdir(parents=True)
    (digest / "digest.md").write_text("# A digest\n\nQuizomab gave complete remission in 12% of patients.\n")
    (digest / "corpus.toml").write_text('name = "digest"\ntitle = "A digest"\nedition = "digest"\n')
    monkeypatch.setenv("RRAML_QA_HOME", str(folder / "home"))
    monkeypatch.setattr("rraml_qa.assistant.build_index", build_without_weights)
    started = fake_assistant(folder / "started", "Novimab gave complete remission in 7% of patients.")
    return Library(started, limits=limits or Limits(free_bytes=0))


def upload(folder: Path, name: str, data: bytes | str = TEXT) -> Upload:
    """A file as a browser gives it, under a name of the server's."""
    folder.mkdir(exist_ok=True)
    path = folder / f"upload-{len(list(folder.iterdir()))}"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Upload(name, path)


def pdf_of(*lines: str, password: str | None = None) -> bytes:
    """A page with these lines."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, encrypt=password)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 14 * number, line)
    canvas.save()
    return out.getvalue()


def package(**parts: bytes | str) -> bytes:
    """A ZIP archive; `__` in a part's name stands for a slash, and its kind is told by `types`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("types", "[Content_Types].xml"), data)
    return out.getvalue()


def docx_of(text: str = TEXT, kind: str = MAIN, **more: bytes | str) -> bytes:
    """A DOCX file with one paragraph."""
    return package(types=TYPES.format(kind), **{"word__document.xml": BODY.format(text)}, **more)
