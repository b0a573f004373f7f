"""A file that was not there before: whole or not at all, and never over another."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from okrsync.cli.setup.init_files import CANT
from okrsync.errors import Usage
from okrsync.i18n import Message

THERE_NOW = Message("{file} was made by somebody else meanwhile, and stays as it is")
_MODE = 0o644


def write(path: Path, data: bytes) -> None:
    """Raises Usage where it can't be written, or where something has that name by now."""
    try:
        temporary = _beside(path, data)
        try:
            _give_name(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
    except FileExistsError as error:
        hint = Message("give the new one another name")
        raise Usage(THERE_NOW.filled(file=path), hint=hint) from error
    except OSError as error:
        raise Usage(CANT.filled(path=path, reason=error.strerror)) from error


def _beside(path: Path, data: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=".okrsync-", dir=path.parent)
    with open(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(name, _MODE)
    return Path(name)


def _give_name(temporary: Path, path: Path) -> None:
    """A link fails where the name is taken; a rename would replace what is there."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: the name is taken first, and then replaced by the whole.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MODE))
        os.replace(temporary, path)
