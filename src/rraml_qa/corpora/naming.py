"""Names that strangers give, made harmless: of files, of corpora, of visitors."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable

from rraml_qa.errors import LibraryError

__all__ = ["OWN", "clean_name", "folder_of_visitor", "is_own_key", "key_of", "split_suffix", "unused_name"]

OWN = "upload-"
_KEY = re.compile(rf"{OWN}[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_KEY = 60
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # of `secrets.token_urlsafe(32)`
_FORBIDDEN = re.compile(r'[<>:"|?*]+')  # in names on one system or another
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # control, bidi, zero width, unpaired, unassigned
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_SUFFIX = re.compile(r"(?<=[^.])\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
_LONGEST = 100  # characters of a file's name without its suffix
_BYTES = 180  # of the same, in UTF-8


def folder_of_visitor(token: str) -> str:
    """The name of the folder of the visitor with this token, which doesn't tell the token.

    Raises:
        LibraryError: it has not the shape of a token.
    """
    if not isinstance(token, str) or _TOKEN.fullmatch(token) is None:
        raise LibraryError("Uploads belong to a visitor, but none was named as they are; load the page again.")
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def clean_name(name: str, default: str) -> str:
    """A name in one line without path, control, bidi and other invisible characters, or any that a system forbids."""
    last = re.split(r"[/\\]", name)[-1]
    spaced = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", last)
        if char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    plain = " ".join(_FORBIDDEN.sub("-", spaced).split()).lstrip(". ").rstrip(". ")
    return plain or default


def split_suffix(name: str) -> tuple[str, str]:
    """A clean name as its stem, cut to a length that any file system takes, and its suffix ("" or ".pdf")."""
    found = _SUFFIX.search(name)
    suffix = found[0] if found else ""
    stem = name[: len(name) - len(suffix)][:_LONGEST].encode()[:_BYTES].decode(errors="ignore").rstrip(". ")
    return (f"_{stem}" if _RESERVED.fullmatch(stem) else stem or "document"), suffix


def unused_name(stem: str, suffix: str, taken: Callable[[str], bool]) -> str:
    """The first of "stem.pdf", "stem (2).pdf" … that isn't taken."""
    name, number = f"{stem}{suffix}", 1
    while taken(name):
        number += 1
        name = f"{stem} ({number}){suffix}"
    return name


def key_of(name: str) -> str:
    """The key of the visitor's corpus of this (clean) name; names that differ in their letters have different ones."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    letters = "".join(char for char in folded if char.isalnum())
    if slug.replace("-", "") != letters or len(slug) > _LONGEST_KEY or not slug:
        digest = hashlib.sha256(letters.encode() or folded.encode()).hexdigest()[:8]
        slug = f"{slug[: _LONGEST_KEY - 9].strip('-')}-{digest}".strip("-")
    return OWN + slug


def is_own_key(key: str) -> bool:
    """Whether `key` has the shape of the key of a visitor's own corpus."""
    return len(key) <= len(OWN) + _LONGEST_KEY and _KEY.fullmatch(key) is not None
