"""The corpora that a visitor may choose: those of the server, and the visitor's own uploads, which nobody else sees."""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rraml_qa import config
from rraml_qa.assistant import Assistant
from rraml_qa.building import Progress, index_folder, silent
from rraml_qa.corpora import folders
from rraml_qa.corpora.checking import check_readable, look_at, read_bytes
from rraml_qa.corpora.keeping import Kept, Stamp, Turns, stamp_of
from rraml_qa.corpora.naming import OWN, clean_name, folder_of_visitor, is_own_key, key_of, unused_name
from rraml_qa.corpora.values import Limits, Outcome, Shelf, ShelfDocument, Upload
from rraml_qa.errors import CorpusError, DocumentError, IndexUnusable, LibraryError, OutputError
from rraml_qa.index.manifest import Manifest, read_manifest
from rraml_qa.ingest.corpus import Corpus, CorpusFile, find_corpus, holds_documents

__all__ = ["Library", "Limits", "Outcome", "Shelf", "ShelfDocument", "Upload"]

_LOG = logging.getLogger(__name__)
_UNNAMED = "My documents"
_LONGEST_NAME = 80  # characters of a corpus's name
_SHOWN = 120  # characters of a file's name in a message
_LOOKS = 256  # corpora whose files are remembered
_DIGEST, _ORIGINAL = "digest", "original"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the corpus of a key is, and its index's root."""

    key: str
    folder: Path
    index: Path
    own: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """A corpus as it was found at a time, with its index's manifest if there is one that fits."""

    stamp: Stamp
    corpus: Corpus
    manifest: Manifest | None


class Library:
    """The corpora of a server and of its visitors; may be used from several threads."""

    def __init__(self, assistant: Assistant, root: Path | None = None, *, limits: Limits = Limits()) -> None:  # noqa: B008
        """Offer the corpus of `assistant`, the digest and the original; `root` is where visitors' folders are.

        By default that is `uploads` in the program's home.
        """
        self._started = assistant
        self._root = root or config.home() / "uploads"
        self._limits = limits
        self._kept = Kept(limits.opened)
        self._turns = Turns()
        self._builds = threading.BoundedSemaphore(limits.builds)
        self._looks: dict[Path, _Look] = {}
        self._key = _key_of_started(assistant)

    # ----------------------------------------------------------------------------------------- looking

    def new_visitor(self) -> str:
        """A token for somebody new, which can't be guessed; it is all that their uploads are protected by."""
        return secrets.token_urlsafe(32)

    def shelves(self, visitor: str | None) -> tuple[Shelf, ...]:
        """What this visitor may choose from: the server's own corpus first, the visitor's last.

        Raises:
            LibraryError: the token has not the shape of one.
        """
        shelves = [self._started_shelf()]
        for place in (*self._fixed(), *self._own(visitor)):
            try:
                shelves.append(_shelf(place, self._look(place)))
            except CorpusError:  # gone or emptied meanwhile
                _LOG.info("The corpus %s can't be shown.", place.key, exc_info=True)
        return tuple(shelves)

    def assistant(self, key: str, visitor: str | None, progress: Progress = silent) -> Assistant:
        """The assistant over a corpus, opened once; an index that is missing or stale is made first.

        While documents are being added to a corpus, it is the one over what was there before.

        Raises:
            LibraryError: this visitor has no corpus of this key.
            CorpusError, ModelError, OutputError: it can't be opened.
        """
        if key == self._key:
            return self._started
        place = self._place(key, visitor)
        kept = self._kept.get(place.folder)
        if kept is not None and kept[0] == stamp_of(place.folder):
            return kept[1]
        turn = self._turns.of(place.folder)
        if kept is not None and turn.taken:
            return kept[1]
        with turn:
            kept = self._kept.get(place.folder)  # another thread may have opened it meanwhile
            if kept is not None and kept[0] == stamp_of(place.folder):
                return kept[1]
            return self._open(place, progress)

    def source(self, key: str, visitor: str | None, document_id: str) -> Path:
        """The file of a document.

        Raises:
            LibraryError: this visitor has no such corpus, it has no such document, or its file is gone.
        """
        place = self._place_of_started() if key == self._key else self._place(key, visitor)
        found = None if place is None else self._file(place, document_id)
        if place is None or found is None or (place.own and found.path.is_symlink()) or not found.path.is_file():
            raise LibraryError("That document's file isn't there (any more); choose one of the list.")
        return found.path

    # ---------------------------------------------------------------------------------------- changing

    def add(self, visitor: str, name: str, files: Sequence[Upload], progress: Progress = silent) -> tuple[Outcome, ...]:
        """Put uploads into the visitor's corpus called `name`, which is made if it is missing, and index it.

        A file that is refused stops none of the others. Where the index can't be made, all is as it was before.

        Raises:
            LibraryError: there are too many corpora, or the uploads can't be kept.
            ModelError: the encoder can't be loaded.
        """
        home = self._home(visitor)
        name = clean_name(name, _UNNAMED)[:_LONGEST_NAME].strip() or _UNNAMED
        folder = home / key_of(name)
        with self._turns.of(home), self._turns.of(folder / folders.DOCUMENTS):
            there = folders.corpora_of(home)
            if folder not in there and len(there) >= self._limits.corpora:
                raise LibraryError(f"There may be {self._limits.corpora} corpora of your own; remove one first.")
            try:
                return self._add(_own_place(folder), name, files, progress)
            except OSError as error:
                raise LibraryError(
                    f"The uploads can't be kept ({error.strerror or 'an error of the disk'}); try again later."
                ) from error
            finally:
                if not holds_documents(folder / folders.DOCUMENTS):
                    folders.remove(folder)

    def remove_document(self, visitor: str, key: str, document: str, progress: Progress = silent) -> None:
        """Remove a document, by its id or name, from a corpus of the visitor's; with the last one the corpus goes.

        Raises:
            LibraryError: the visitor has no such corpus, or it has no such document.
            ModelError: the encoder can't be loaded; the document is removed nevertheless.
        """
        place = self._place_to_change(visitor, key)
        with self._turns.of(place.folder.parent.parent):
            file = self._file(place, document)
            if file is None:
                raise LibraryError("That document isn't in the corpus (any more); choose one of the list.")
            self._kept.drop(place.folder)
            with self._turns.of(place.folder):
                file.path.unlink(missing_ok=True)
                if not holds_documents(place.folder):
                    self._forget(place.folder.parent)
                    return
                try:
                    self._open(place, progress)
                except Exception:  # an index that still quotes the document must not stay
                    shutil.rmtree(place.index, ignore_errors=True)
                    place.index.mkdir(mode=0o700, exist_ok=True)
                    raise

    def remove_shelf(self, visitor: str, key: str) -> None:
        """Remove a corpus of the visitor's with all that is in it.

        Raises:
            LibraryError: the visitor has no such corpus.
        """
        place = self._place_to_change(visitor, key)
        with self._turns.of(place.folder.parent.parent), self._turns.of(place.folder):
            self._forget(place.folder.parent)

    def forget_older(self, days: float) -> int:
        """Remove the uploads of visitors who weren't here for so many days; returns how many visitors that were."""
        count = 0
        for visitor in folders.visitors(self._root):
            with self._turns.of(visitor):
                if folders.days_since(visitor) > days:
                    self._forget(visitor)
                    count += 1
        return count

    # ------------------------------------------------------------------------------------------- adding

    def _add(self, place: _Place, name: str, files: Sequence[Upload], progress: Progress) -> tuple[Outcome, ...]:
        folders.make(place.folder.parent, name)
        known = {file.sha256: file.path.name for file in self._files(place)}
        outcomes: list[Outcome] = []
        with folders.stage(place.folder.parent.parent) as staged:
            for number, upload in enumerate(files):
                progress("Reading", number, len(files))
                outcomes.append(self._taken(upload, place.folder, Path(staged), known))
            progress("Reading", len(files), len(files))
        added = [place.folder / outcome.stored for outcome in outcomes if outcome.state == "added" and outcome.stored]
        if added:
            try:
                self._open(place, progress)
            except BaseException:
                for path in added:
                    path.unlink(missing_ok=True)
                raise
        return tuple(outcomes)

    def _taken(self, upload: Upload, folder: Path, staged: Path, known: dict[str, str]) -> Outcome:
        """What becomes of one upload; `known` are the documents of the corpus by their hashes."""
        name = clean_name(upload.name, "document")
        shown = name if len(name) <= _SHOWN else f"{name[: _SHOWN // 2]}…{name[-_SHOWN // 3 :]}"
        try:
            return self._checked(upload, name, shown, (folder, staged), known)
        except DocumentError as error:
            return Outcome(shown, "refused", str(error).replace(name, shown))
        except (OSError, MemoryError):
            raise
        except Exception:  # whatever a hostile file does to a reader, the other files are not its business
            _LOG.exception("An upload could not be read.")
            return Outcome(shown, "refused", f"{shown} can't be read here; save it in another format.")

    def _checked(
        self, upload: Upload, name: str, shown: str, places: tuple[Path, Path], known: dict[str, str]
    ) -> Outcome:
        folder, staged = places
        given = look_at(read_bytes(upload.path, name, self._limits.file_bytes), name, self._limits)
        if given.sha256 in known:
            there = known[given.sha256]
            return Outcome(shown, "unchanged", f"{shown} is in the corpus already, as {there}.", there)
        self._check_room(len(given.data), name, folder, len(known))
        taken = {path.name.casefold() for path in folder.iterdir()}
        stored = unused_name(given.stem, given.suffix, lambda each: each.casefold() in taken)
        place = folders.keep(given.data, staged / stored)
        check_readable(given, place, self._started.settings, self._limits)
        place.rename(folder / stored)
        known[given.sha256] = stored
        remark = given.remark
        if not remark and stored != name and f"{given.stem}{given.suffix}".casefold() in taken:
            remark = f"Another document is called {shown}; this one is kept as {stored}."
        return Outcome(shown, "added", remark, stored)

    def _check_room(self, size: int, name: str, folder: Path, count: int) -> None:
        if count >= self._limits.files:
            raise DocumentError(f"{name} is one too many: a corpus may have {self._limits.files} documents.")
        if folders.size_of(folder.parent.parent) + size > self._limits.visitor_bytes:
            most = f"{self._limits.visitor_bytes / 2**20:.0f} MB"
            raise DocumentError(f"{name} is too large: your documents may have {most} together; remove some first.")
        if shutil.disk_usage(folder).free - size < self._limits.free_bytes:
            raise DocumentError(f"{name} can't be kept: the server's disk is nearly full; try again later.")

    # ------------------------------------------------------------------------------------------ finding

    def _home(self, visitor: str) -> Path:
        return self._root / folder_of_visitor(visitor)

    def _fixed(self) -> list[_Place]:
        """The server's corpora, that of the assistant it was started with apart."""
        places = config.find_places()
        root = self._started.places.index if self._started.places else places.index
        fixed = [_Place(_DIGEST, config.digest_folder(), root)]
        if holds_documents(places.original):
            fixed.append(_Place(_ORIGINAL, places.original, root))
        return [place for place in fixed if place.key != self._key]

    def _own(self, visitor: str | None) -> list[_Place]:
        if visitor is None:
            return []
        home = self._home(visitor)
        folders.visited(home)
        return [_own_place(folder) for folder in folders.corpora_of(home)]

    def _place(self, key: str, visitor: str | None) -> _Place:
        """The place of a corpus of the server or of this visitor."""
        mine = self._own(visitor) if is_own_key(key) else self._fixed()
        found = next((place for place in mine if place.key == key), None)
        if found is None:
            raise LibraryError("That corpus isn't there (any more); choose one of the list.")
        return found

    def _place_to_change(self, visitor: str, key: str) -> _Place:
        if not is_own_key(key):
            raise LibraryError("That corpus can't be changed here; only your own uploads can.")
        return self._place(key, visitor)

    def _place_of_started(self) -> _Place | None:
        places = self._started.places
        return None if places is None else _Place(self._key, places.corpus, places.index)

    def _files(self, place: _Place) -> tuple[CorpusFile, ...]:
        try:
            return self._look(place).corpus.files
        except CorpusError:
            return ()

    def _file(self, place: _Place, document: str) -> CorpusFile | None:
        """The file of a document, by its id or else its name; nothing is looked for outside of the corpus."""
        files = self._files(place)
        by_id = (file for file in files if file.id == document)
        return next(by_id, None) or next((file for file in files if file.name == document), None)

    def _look(self, place: _Place) -> _Look:
        """A corpus as it is now; its files are read only if they have changed since the last look."""
        stamp = stamp_of(place.folder)
        look = self._looks.get(place.folder)
        if look is None or look.stamp != stamp or look.manifest is None:
            corpus = find_corpus(place.folder) if look is None or look.stamp != stamp else look.corpus
            look = _Look(stamp, corpus, _manifest(corpus, place.index))
            self._looks[place.folder] = look
            while len(self._looks) > _LOOKS:
                self._looks.pop(next(iter(self._looks)), None)
        return look

    def _open(self, place: _Place, progress: Progress) -> Assistant:
        """Open a corpus, whose turn is held, and keep its assistant."""
        stamp = stamp_of(place.folder)
        try:
            made = self._started.beside(place.folder, place.index, progress, self._builds)
        except (CorpusError, OutputError) as error:
            if not place.own:
                raise
            what = "be read" if isinstance(error, CorpusError) else "be indexed for want of room"
            raise LibraryError(f"The documents of that corpus can't {what}; try again later.") from error
        self._kept.put(place.folder, stamp, made)
        return made

    def _forget(self, folder: Path) -> None:
        """Remove a visitor's corpus, or all of a visitor's, from memory and disk."""
        self._kept.drop(folder)
        for seen in [each for each in list(self._looks) if folder in each.parents]:
            self._looks.pop(seen, None)
        folders.remove(folder)

    def _started_shelf(self) -> Shelf:
        manifest, place = self._started.manifest, self._place_of_started()
        corpus = manifest.identity.corpus
        try:
            found = None if place is None else self._look(place).corpus
        except CorpusError:  # its folder is gone; what was read of it can still be quoted
            found = None
        documents = _indexed(manifest, {} if found is None else _sizes(found))
        name = corpus.name if found is None else found.title
        return Shelf(self._key, name, corpus.edition or corpus.name, own=False, documents=documents)


def _key_of_started(assistant: Assistant) -> str:
    """The key of the corpus that the server was started with."""
    name = assistant.manifest.identity.corpus.name
    places = assistant.places
    if places is None:
        return name
    here = places.corpus.resolve()
    if here == config.digest_folder().resolve():
        return _DIGEST
    if here == places.original.resolve():
        return _ORIGINAL
    return f"corpus-{name}" if name in {_DIGEST, _ORIGINAL} or name.startswith(OWN) else name


def _own_place(folder: Path) -> _Place:
    return _Place(folder.name, folder / folders.DOCUMENTS, folder / folders.INDEX, own=True)


def _manifest(corpus: Corpus, root: Path) -> Manifest | None:
    """The manifest of a corpus's index, if it is of the corpus as it is now."""
    try:
        manifest = read_manifest(index_folder(root, corpus))
    except IndexUnusable:
        return None
    return manifest if manifest.identity.corpus.sha256 == corpus.sha256 else None


def _shelf(place: _Place, look: _Look) -> Shelf:
    sizes = _sizes(look.corpus)
    if look.manifest is not None:
        documents = _indexed(look.manifest, sizes)
    else:
        documents = tuple(
            ShelfDocument(file.id, file.name, file.path.stem, "", sizes[file.name]) for file in look.corpus.files
        )
    return Shelf(place.key, look.corpus.title, look.corpus.edition, place.own, documents)


def _indexed(manifest: Manifest, sizes: dict[str, int]) -> tuple[ShelfDocument, ...]:
    read = [
        ShelfDocument(entry.id, entry.name, entry.title, entry.media_type, sizes.get(entry.name, 0), entry.pages)
        for entry in manifest.documents
    ]
    failed = [
        ShelfDocument("", entry.name, entry.name, "", sizes.get(entry.name, 0), reason=entry.reason)
        for entry in manifest.rejected
    ]
    return (*read, *failed)


def _sizes(corpus: Corpus) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for file in corpus.files:
        try:
            sizes[file.name] = file.path.stat().st_size
        except OSError:
            sizes[file.name] = 0
    return sizes
