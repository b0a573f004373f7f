"""`.env` in the working folder: below the environment, above okrsync.toml."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOTS = re.compile(r"OKRSYNC_[A-Z]+_API_URL")
"""A service's root decides where credentials go: it is taken from the real environment only."""


@contextmanager
def with_dotenv(folder: Path) -> Iterator[None]:
    """The process's environment with what `.env` adds, for as long as one command runs."""
    added = {
        name: value for name, value in _read(folder / ".env").items() if name not in os.environ
    }
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415 -- only where there is a .env

    values = dotenv_values(path, interpolate=False, encoding="utf-8")
    return {k: v for k, v in values.items() if v is not None and not ROOTS.fullmatch(k)}
