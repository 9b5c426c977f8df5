"""The program's places and settings: where the corpora and indexes are, and what each room is set to."""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path

import msgspec

from rraml_qa import __version__
from rraml_qa.answer.corpus import AnswerSettings
from rraml_qa.errors import SettingsError
from rraml_qa.index.weights import ModelSettings
from rraml_qa.ingest.corpus import holds_documents
from rraml_qa.ingest.passages import PassageSettings
from rraml_qa.lexicon.files import own_sha256
from rraml_qa.lexicon.linker import NameSettings
from rraml_qa.retrieve.search import SearchSettings

__all__ = ["Places", "Settings", "digest_folder", "find_places", "home", "load_settings"]

SETTINGS_FILE = "rraml-qa.toml"
LEXICON_FILE = "lexicon.toml"
_SHAPING = ("text", "ingest", "lexicon", "evidence", "retrieve", "index")
_ANSWERING = ("question", "answer")
_CODE = frozenset({".py", ".toml", ".txt"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every room's settings; the tables of `rraml-qa.toml` have these names."""

    model: ModelSettings = field(default_factory=ModelSettings)
    passages: PassageSettings = field(default_factory=PassageSettings)
    names: NameSettings = field(default_factory=NameSettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    answer: AnswerSettings = field(default_factory=AnswerSettings)

    @property
    def index_sha256(self) -> str:
        """The hash of what shapes an index, the model and the names apart; search and answer settings don't."""
        return hashlib.sha256(msgspec.json.encode(self.passages, order="sorted")).hexdigest()

    @property
    def names_sha256(self) -> str:
        """The hash of the user's own lexicon; empty where there is none.

        Raises:
            SettingsError: it can't be read.
        """
        return own_sha256(self.names.lexicon)

    @property
    def sha256(self) -> str:
        """The hash of all settings; of the user's own lexicon what it holds counts, not where it is."""
        named = replace(self, names=replace(self.names, lexicon=self.names_sha256))
        return hashlib.sha256(msgspec.json.encode(named, order="sorted")).hexdigest()


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are: the corpus asked, the user's own originals, and the root of the indexes."""

    corpus: Path
    original: Path
    index: Path


def home() -> Path:
    """The program's home: `$RRAML_QA_HOME`; else the checkout this runs from; else the user's data folder."""
    chosen = os.environ.get("RRAML_QA_HOME")
    if chosen:
        return Path(chosen).expanduser()
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "corpus" / "digest").is_dir() and (checkout / "pyproject.toml").is_file():
        return checkout
    import platformdirs

    return Path(platformdirs.user_data_dir("rraml-qa"))


def digest_folder() -> Path:
    """The corpus that comes with the program."""
    at_home = home() / "corpus" / "digest"
    return at_home if at_home.is_dir() else Path(str(resources.files("rraml_qa") / "corpus" / "digest"))


def find_places(corpus: Path | None = None, index: Path | None = None) -> Places:
    """The places to use; what isn't given is the original if it holds documents, else the digest."""
    original = home() / "corpus" / "original"
    if corpus is None:
        corpus = original if holds_documents(original) else digest_folder()
    return Places(corpus=corpus, original=original, index=index or home() / "index")


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings: `path`, or `rraml-qa.toml` in the program's home, or the defaults.

    A `lexicon.toml` in the program's home is the user's own lexicon, unless they name another file.

    Raises:
        SettingsError: the file is missing (where it was named), no TOML, or has unknown or ill-typed fields.
    """
    file = path or home() / SETTINGS_FILE
    if path is None and not file.is_file():
        return _with_lexicon(Settings(), file)
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"The settings file {file} can't be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {file} should be TOML, but it isn't: {error}.") from error
    return _convert(data, file)


def _convert(data: dict[str, object], file: Path) -> Settings:
    known = msgspec.to_builtins(Settings())
    faults = [f"[{name}] is no table of settings" for name in data if name not in known]
    for name, table in data.items():
        if name not in known:
            continue
        if not isinstance(table, dict):
            faults.append(f"{name} should be a table")
            continue
        for key, value in table.items():
            default = known[name].get(key)
            if default is None:
                faults.append(f"[{name}] {key} is unknown (expected {', '.join(known[name])})")
            elif not _fits(value, default):
                faults.append(f"[{name}] {key} should be a {type(default).__name__}, not {value!r}")
    if faults:
        raise SettingsError(f"The settings file {file} is off: {'; '.join(faults)}.")
    try:
        return _with_lexicon(msgspec.convert(data, Settings), file)
    except (ValueError, msgspec.ValidationError) as error:
        raise SettingsError(f"The settings file {file} is off: {error}.") from error


def _with_lexicon(settings: Settings, file: Path) -> Settings:
    """The settings with the user's own lexicon: the one they name, as seen from their file, or the one at home."""
    named = settings.names.lexicon
    found = file.parent / Path(named).expanduser() if named else home() / LEXICON_FILE
    if not named and not found.is_file():
        return settings
    return replace(settings, names=replace(settings.names, lexicon=str(found)))


def _fits(value: object, default: object) -> bool:
    if isinstance(value, bool) or isinstance(default, bool):
        return type(value) is type(default)
    return isinstance(value, int | float) if isinstance(default, float) else isinstance(value, type(default))


def program() -> str:
    """The program's version and the hash of the code and data that shape an index: part of an index's identity."""
    return f"rraml-qa {__version__}+{_hash_of_rooms(_SHAPING)[:12]}"


def answering_sha256(settings: Settings) -> str:
    """The hash of all settings and of the code that answers from an index."""
    return hashlib.sha256(f"{settings.sha256} {_hash_of_rooms(_ANSWERING)}".encode()).hexdigest()


@lru_cache(maxsize=8)  # of the code that is running, whatever happens to its files
def _hash_of_rooms(rooms: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent
    for path in sorted(path for room in rooms for path in (package / room).rglob("*") if path.suffix in _CODE):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
