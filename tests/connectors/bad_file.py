"""A file that can't be read, or only just: what builds it, and how a command must answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from okrsync.connector import ConnectorError


@dataclass(frozen=True, slots=True)
class BadFile:
    """`build` makes the file in an empty folder and returns its path.

    `error` is what reading it must raise, None for an ugly file that must be read.
    `exit_code` is what a command that reads only this file must end with. `names` must be in
    the message: the cell, line or part that is wrong. `tab` is named in the location.
    """

    name: str
    build: Callable[[Path], Path]
    error: type[ConnectorError] | None = None
    exit_code: int = 3
    names: str = ""
    tab: str | None = None
