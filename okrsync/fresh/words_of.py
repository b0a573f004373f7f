"""The words of a fresh workbook in one language: a file each in `words/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

WRITTEN = ("en", "nl", "de", "fr", "es", "pt")
"""Languages in which a workbook can be written."""


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Headers, words in cells, and the explanation. `example` is by group and key."""

    tab: str
    help_tab: str
    explanation: tuple[str, ...]
    labels: Mapping[str, str]
    headers: Mapping[str, str]
    levels: Mapping[str, str]
    cadences: Mapping[str, str]
    flags: Mapping[str, str]
    example: Mapping[str, Mapping[str, str]]


@cache
def sheet_words(language: str) -> SheetWords:
    """The words of a language of `WRITTEN`. Raises KeyError for any other."""
    if language not in WRITTEN:
        raise KeyError(language)
    text = files("okrsync.fresh").joinpath("words", f"{language}.toml").read_text("utf-8")
    found = tomllib.loads(text)
    return SheetWords(**{**found, "explanation": tuple(found["explanation"])})
