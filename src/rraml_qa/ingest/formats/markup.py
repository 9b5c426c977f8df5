"""XML and HTML to trees, safely: nothing is fetched or expanded, and what is built to exhaust a reader is refused."""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import TYPE_CHECKING

from rraml_qa.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["decode_markup", "local_name", "node_text", "parse_html", "parse_xml", "texts_within"]

_MOST_BYTES = 32 * 2**20
_MOST_TAGS = 1_000_000
_DEEPEST = 200  # elements within each other
_DATA_URI = re.compile(rb"data:[\w/+.;=-]{1,80},[A-Za-z0-9+/=%\s]{200,}")
_DECLARED = re.compile(
    rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|\A\s*<\?xml[^>]{1,200}?encoding=["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_ENCODING = re.compile(r"""(\A\s*<\?xml[^>]{0,100}?)\sencoding\s{0,9}=\s{0,9}["'][^"']{0,40}["']""")
_PLACE = re.compile(r"\(<string>, line \d+\)\Z")
_ROOT = re.compile(r"<[^\W\d]")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_MARKS = (  # byte order marks; UTF-32's begins as UTF-16's does, so it comes first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


def decode_markup(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decode HTML or XML by its byte order mark, as UTF-8, by what it declares, or else as Windows-1252.

    What can be read as UTF-8 is UTF-8 whatever it declares. The second value are remarks on what was guessed.
    Characters that no XML may hold are left out.

    Raises:
        DocumentError: the file is too large.
    """
    data = _DATA_URI.sub(b"data:,", data) if len(data) > 2**20 else data
    if len(data) > _MOST_BYTES or data.count(b"<") > _MOST_TAGS:
        raise DocumentError(
            f"{name} should have at most {_MOST_BYTES >> 20} MB and a million tags, but it has more; split it."
        )
    text, remarks = _decoded(data)
    return _NOT_XML.sub("", text), remarks


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data if mark[:1] in b"<\0" and b"<" in mark else data[len(mark) :]
            text = body.decode(encoding, errors="replace")
            broken = "\ufffd" in text
            return text, ("Some bytes could not be decoded and stand as \ufffd.",) if broken else ()
    found = _DECLARED.search(data[:4096])
    declared = (found[1] or found[2]).decode("ascii").lower() if found else ""
    for encoding in ("utf-8", _known(declared)):
        try:
            return data.decode(encoding), ()
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace"), (
        f"The file is not {(declared or 'UTF-8').upper()}, as it should be; it was read as Windows-1252.",
    )


def _known(encoding: str) -> str:
    """The encoding that a label means; browsers read Latin-1 as Windows-1252, and so do we."""
    try:
        name = codecs.lookup(encoding).name if encoding else "utf-8"
        "".encode(name)
    except (LookupError, UnicodeError):
        return "utf-8"
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def parse_xml(data: bytes, name: str, what: str) -> tuple[Element, tuple[str, ...]]:
    """Parse XML; entities stay unresolved and a DTD is never loaded. `what` is what the file should be.

    The second value are remarks on the encoding.

    Raises:
        DocumentError: the file is not well-formed, too large, nested too deeply, or declares entities of its own.
    """
    from lxml import etree

    text, remarks = decode_markup(data, name)
    start = _ROOT.search(text)
    if "<!ENTITY" in text[: start.start() if start else None]:
        raise DocumentError(f"{name} should be {what}, but it declares entities of its own, which are never resolved.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(_ENCODING.sub(r"\1", text, count=1).strip().encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "Excessive depth" in str(error):
            raise _too_deep(name) from error
        raise DocumentError(f"{name} should be {what}, but it is not well-formed ({_reason(error)}).") from error
    _check_depth(root, name)
    return root, remarks


def parse_html(text: str, name: str) -> Element:
    """Parse HTML as browsers do, mending what is broken; XHTML too.

    Raises:
        DocumentError: there is no element in it, or they are nested too deeply.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_ENCODING.sub(r"\1", text, count=1).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name} should be HTML, but it can't be read ({_reason(error)}).") from error
    if root is None:
        raise DocumentError(f"{name} should be HTML, but it holds no element; put the right file there.")
    limits = [str(entry.message) for entry in parser.error_log if "RESOURCE_LIMIT" in entry.type_name]
    if any("depth" in message for message in limits):
        raise _too_deep(name)
    if limits:
        raise DocumentError(
            f"{name} should be HTML, but it has a tag or a text of more than 10 MB; get the page again."
        )
    _check_depth(root, name)
    return root


def _reason(error: Exception) -> str:
    return " ".join(_PLACE.sub("", str(error)).split())[:160].rstrip(" .,")


def _check_depth(root: Element, name: str) -> None:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise _too_deep(name)


def _too_deep(name: str) -> DocumentError:
    return DocumentError(f"{name} should be a document, but its elements are nested more than {_DEEPEST} deep.")


def local_name(node: Element) -> str:
    """An element's name without its namespace, in lower case; empty for an entity or a comment."""
    tag = node.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def node_text(node: Element) -> str:
    """What stands first in an element; for an unresolved entity the character that it is known to name."""
    if isinstance(node.tag, str):
        return str(node.text or "")
    text = str(node.text or "")
    return unescape(text) if text.startswith("&") and text.endswith(";") else ""


def texts_within(node: Element) -> str:
    """All the text within an element, white space folded."""
    return " ".join(unescape("".join(node.itertext())).split())
