"""The parts of a DOCX file, unpacked with care."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rraml_qa.errors import DocumentError
from rraml_qa.ingest.formats.markup import local_name, parse_xml, texts_within

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["Package", "open_package"]

_WHAT = "a DOCX document"
_LARGEST = 32 * 2**20  # bytes of one part, unpacked
_MOST_FILES = 10_000
_GENERIC = re.compile(r"(?:microsoft )?word(?: document| - .*)?|document\d*|untitled|title|.*\.docx?", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, KeyError)


@dataclass(frozen=True, slots=True)
class Package:
    """A document's parts by what they are: "document", "styles", "footnotes", "endnotes", "numbering"."""

    parts: Mapping[str, Element]
    title: str
    remarks: tuple[str, ...]

    def part(self, name: str) -> Element | None:
        """A part; None where the document has none of its kind."""
        return self.parts.get(name)

    def children(self, name: str) -> list[Element]:
        """The elements of a part; none where the document has no such part."""
        part = self.parts.get(name)
        return [] if part is None else list(part)


def open_package(data: bytes, name: str) -> Package:
    """Unpack the parts of a DOCX file that hold text or say what it is.

    Raises:
        DocumentError: the file is no DOCX, damaged, encrypted, or a part of it is too large.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise DocumentError(f"{name} should be {_WHAT}, but its ZIP archive is damaged; get the file again.") from error
    with archive:
        if len(archive.namelist()) > _MOST_FILES:
            raise DocumentError(f"{name} should be {_WHAT}, but it has more than {_MOST_FILES:,} parts; save it anew.")
        reader = _Archive(archive, name)
        main = reader.target("", "officeDocument") or "word/document.xml"
        document = reader.xml(main)
        if document is None:
            raise DocumentError(f"{name} should be {_WHAT}, but it holds no {main}; save it as DOCX.")
        parts = {"document": document}
        for kind in ("styles", "footnotes", "endnotes"):
            part = reader.xml(reader.target(main, kind) or f"{posixpath.dirname(main)}/{kind}.xml")
            if part is not None:
                parts[kind] = part
        core = reader.xml("docProps/core.xml")
    return Package(parts, _title(core), tuple(reader.remarks))


def _title(core: Element | None) -> str:
    title = "" if core is None else next((texts_within(each) for each in core if local_name(each) == "title"), "")
    return "" if _GENERIC.fullmatch(title) else title


class _Archive:
    """Reads parts of an archive; `name` is the file's, for messages."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.remarks: list[str] = []
        self._archive = archive
        self._name = name

    def xml(self, part: str) -> Element | None:
        """A part's tree; None where there is no such part."""
        data = self._read(part)
        if data is None:
            return None
        root, remarks = parse_xml(data, self._name, _WHAT)
        self.remarks += remarks
        return root

    def target(self, part: str, kind: str) -> str:
        """The part that `part` (the package, if empty) relates to as `kind`; empty where it relates to none."""
        folder, base = posixpath.split(part)
        relations = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for each in () if relations is None else relations:
            if str(each.get("Type") or "").endswith(f"/{kind}") and each.get("TargetMode") != "External":
                target = str(each.get("Target") or "")
                return posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
        return ""

    def _read(self, part: str) -> bytes | None:
        try:
            info = self._archive.getinfo(part)
        except KeyError:
            return None
        try:
            with self._archive.open(info) as stream:
                data = stream.read(_LARGEST + 1)
        except _DAMAGED as error:
            how = "is encrypted" if info.flag_bits & 1 else "is damaged"
            raise DocumentError(
                f"{self._name} should be {_WHAT}, but its part {part} {how}; save it again without a password."
            ) from error
        if len(data) > _LARGEST:
            raise DocumentError(
                f"{self._name} should be {_WHAT}, but its {part} unpacks to more than {_LARGEST >> 20} MB; split it."
            )
        return data
