"""Where an export goes: a file that is there whole or not at all, a pipe or device, or standard output."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from rraml_qa.commands.batch_output import is_standard_output, regular_file
from rraml_qa.errors import OutputError

__all__ = ["open_output", "write_bytes"]


@contextmanager
def open_output(output: Path | None, stdout: IO[str]) -> Iterator[IO[str]]:
    """A stream of UTF-8 text, whose line ends stay as they are written, to `output`; None and "-" mean `stdout`.

    A file takes the place of an earlier one when all is written; if that fails, the earlier one stays.

    Raises:
        OutputError: it can't be opened or written.
    """
    if output is None or is_standard_output(output, stdout):
        yield stdout
        return
    try:
        file = regular_file(output)
        if file is None:  # a pipe or a device
            with output.open("w", encoding="utf-8", newline="") as stream:
                yield stream
            return
        with _replacing(file) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{output} can't be written ({error.strerror}); name another file with -o.") from error


def write_bytes(output: Path, content: bytes) -> None:
    """Write `content` to a file, which is there whole or not at all, or to a pipe or device.

    Raises:
        OutputError: it can't be written.
    """
    try:
        file = regular_file(output)
        if file is None:
            output.write_bytes(content)
            return
        with _replacing(file, "wb") as stream:
            stream.write(content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{output} can't be written ({error.strerror}); name another file with -o.") from error


@contextmanager
def _replacing(file: Path, mode: str = "w") -> Iterator[IO[Any]]:
    """A stream to a file beside `file`, which takes its place when the block ends well."""
    rights = file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask()
    text: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    with NamedTemporaryFile(mode, dir=file.parent, prefix=f".{file.name}.", delete=False, **text) as stream:
        half = Path(stream.name)
        try:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            half.chmod(rights)
            half.replace(file)
        except BaseException:
            with suppress(OSError):
                half.unlink()
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
