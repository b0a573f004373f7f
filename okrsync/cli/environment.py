"""`.env` in the working folder: below the environment, above okrsync.toml.

A folder's `.env` may come from anywhere (a clone, a download), so it sets okrsync's own names and
nothing else: a proxy, a list of certificates or a service's root decides who gets to see the keys.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from okrsync.errors import ConfigError
from okrsync.i18n import Message, verbatim

TOKENS = frozenset(
    {"GOOGLE_APPLICATION_CREDENTIALS", "NOTION_TOKEN", "PERDOO_TOKEN", "FLOWYTEAM_TOKEN"}
)
_OWN = re.compile(r"OKRSYNC_[A-Z0-9_]+")
_ROOT = re.compile(r"OKRSYNC_\w*API_URL", re.IGNORECASE)

CANT_READ = Message("{path} can't be read: {reason}")
AS_TEXT = Message("save it as plain text (UTF-8), one NAME=value a line, or remove it")
NO_TEXT = Message("it is not plain text")
ROOTS_STAY_OUT = Message(
    "{path}: {names} was ignored. It decides where your keys are sent, so it counts only in the "
    "environment itself, where no file that came with a folder can set it."
)
NOT_OURS = Message(
    "{path}: only okrsync's own names are taken from this file, so these were ignored: {names}"
)


def is_ours(name: str) -> bool:
    """Whether `.env` may set this variable."""
    return name in TOKENS or (_OWN.fullmatch(name) is not None and not is_root(name))


def is_root(name: str) -> bool:
    """Whether this variable says where a service is."""
    return _ROOT.fullmatch(name) is not None


@contextmanager
def with_dotenv(folder: Path) -> Iterator[list[str]]:
    """The process's environment with what `.env` adds, for as long as one command runs.

    Gives the names that were left out. Raises ConfigError if the file is not text.
    """
    values = _read(folder / ".env")
    added = {k: v for k, v in values.items() if is_ours(k) and k not in os.environ}
    os.environ.update(added)
    try:
        yield [name for name in values if not is_ours(name)]
    finally:
        for name in added:
            os.environ.pop(name, None)


def remarks(ignored: Iterable[str], language: str, *, verbose: bool) -> Iterator[str]:
    """What to say of names that were left out: of a service's root always, of others where
    somebody wants to know."""
    names = list(ignored)
    roots = [name for name in names if is_root(name)]
    others = [name for name in names if not is_root(name)]
    if roots:
        yield ROOTS_STAY_OUT.say(language, path=".env", names=", ".join(roots))
    if others and verbose:
        yield NOT_OURS.say(language, path=".env", names=", ".join(others))


def _read(path: Path) -> Mapping[str, str]:
    if not path.is_file():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415 -- only where there is a .env

    try:
        # Notepad and PowerShell put a mark before the first name.
        values = dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except OSError as error:
        raise _unreadable(path, verbatim(error.strerror or str(error))) from error
    except ValueError:
        raise _unreadable(path, NO_TEXT) from None
    filled = {k: v for k, v in values.items() if v is not None}
    if any("\0" in text for pair in filled.items() for text in pair):
        raise _unreadable(path, NO_TEXT)
    return filled


def _unreadable(path: Path, reason: Message) -> ConfigError:
    return ConfigError(CANT_READ.filled(path=path.name, reason=reason), hint=AS_TEXT)
