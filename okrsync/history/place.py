"""Where the state is: a file, in the platform's folder unless `OKRSYNC_STATE` names one."""

from __future__ import annotations

import os
from pathlib import Path

from okrsync.config import ConfigError
from okrsync.history.errors import StateError

FILE_NAME = "state.sqlite3"


def place(where: str | None) -> Path:
    """The state's file. Raises ConfigError where a kind of place is named that we don't know."""
    if not where:
        from platformdirs import user_state_path  # noqa: PLC0415 -- only where nobody named one

        return user_state_path("okrsync", appauthor=False) / FILE_NAME
    if where.startswith(("postgresql://", "postgres://")):
        raise ConfigError(
            "OKRSYNC_STATE: a state in PostgreSQL is not supported by this version",
            hint="name a file instead, such as OKRSYNC_STATE=/var/lib/okrsync/state.sqlite3",
        )
    if "://" in where:
        scheme = where.partition("://")[0]
        raise ConfigError(
            f"OKRSYNC_STATE: {scheme}:// is no place for the state", hint="name a file"
        )
    path = Path(where).expanduser()
    return path / FILE_NAME if path.is_dir() else path


def quotas(where: str | None) -> Path:
    """The file beside the state in which this machine's requests are counted."""
    path = place(where)
    return path.with_name(f"{path.name}.quotas")


def create(path: Path) -> None:
    """An empty file that only its owner can read, and its folder. Raises StateError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StateError(
            f"the state {path} can't be made or opened for writing: {reason}",
            hint="make it writable, or name another file with OKRSYNC_STATE",
        ) from error
