"""The state's file: in the platform's folder unless `OKRSYNC_STATE` names one; its owner's only."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from okrsync.errors import ConfigError
from okrsync.i18n import Message
from okrsync.state.errors import StateError

FILE_NAME = "state.sqlite3"
SQLITE = b"SQLite format 3\0"
"""How the file of a state begins."""


def state_place(environment: Mapping[str, str] | None = None) -> str | None:
    """Where an environment (this process's own where none is given) says that the state is;
    None for the platform's folder."""
    known = os.environ if environment is None else environment
    return known.get("OKRSYNC_STATE") or None


def state_file(where: str | None) -> Path:
    """The state's file. Raises ConfigError if a kind of place is named that we don't know."""
    if not where:
        from platformdirs import user_state_path  # noqa: PLC0415 -- only where nobody named one

        return user_state_path("okrsync", appauthor=False) / FILE_NAME
    if where.startswith(("postgresql://", "postgres://")):
        raise ConfigError(
            Message("OKRSYNC_STATE: a state in PostgreSQL is not supported by this version"),
            hint=Message(
                "name a file instead, such as OKRSYNC_STATE=/var/lib/okrsync/state.sqlite3"
            ),
        )
    if "://" in where:
        scheme = where.partition("://")[0]
        raise ConfigError(
            Message("OKRSYNC_STATE: the state can't be kept at {scheme}://", {"scheme": scheme}),
            hint=Message("name a file"),
        )
    path = Path(where).expanduser()
    return path / FILE_NAME if path.is_dir() else path


def is_state(path: str) -> bool:
    """Whether this is the file of a state, and no sheet; False for what can't be read."""
    try:
        with open(path, "rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except (OSError, ValueError):
        return False


def quota_file(where: str | None) -> Path:
    """The file beside the state in which this machine's requests are counted."""
    path = state_file(where)
    return path.with_name(f"{path.name}.quotas")


def create_private(path: Path) -> None:
    """An empty file that only its owner can read, and its folder. Raises StateError.

    What cells of private sheets hold stands in it: one of ours that others may read is narrowed,
    with the files that SQLite keeps beside it. Another person's is left as they want it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StateError(
            Message(
                "the state {path} can't be made or opened for writing: {reason}",
                {"path": path, "reason": reason},
            ),
            hint=Message("make it writable, or name another file with OKRSYNC_STATE"),
        ) from error
    for name in ("", "-wal", "-shm"):
        _narrow(path.with_name(f"{path.name}{name}"))


def _narrow(path: Path) -> None:
    # On Windows the folder's rights hold, and a mode says nothing of them.
    if not hasattr(os, "geteuid"):
        return
    with contextlib.suppress(OSError):
        about = path.stat()
        wide = stat.S_ISREG(about.st_mode) and about.st_mode & 0o077
        if wide and about.st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(about.st_mode) & 0o700)
