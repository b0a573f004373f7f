"""Headers and words in the one form they are compared in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from okrsync.table import Scalar
from okrsync.values import clean, fold

_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=[a-zà-ÿ]{2})(?=[A-ZÀ-Þ])")
_BRACKETS = re.compile(r"[\(\[（【]([^\)\]）】]*)[\)\]）】]")
_SEPARATORS = re.compile(r"[\s_:;,.!?¿¡*\"'’‘“”„«»|•·\-–—→⇒➔/&+]+")
_NUMBERING = re.compile(r"^(?:\(?\d{1,2}[.)]\s+|[#*•]\s*(?=\S))")
_LETTER = re.compile(r"[^\W\d_]")


def is_filled(value: Scalar) -> bool:
    """Whether a cell holds anything but white space."""
    return value is not None and not (isinstance(value, str) and not value.strip())


@dataclass(frozen=True, slots=True)
class Header:
    """A header as compared: its tokens, and what stands in its brackets (often a unit)."""

    text: str
    tokens: tuple[str, ...]
    bracket: str | None


@lru_cache(maxsize=8192)
def header(text: str) -> Header:
    """Take a header's text apart: no numbering, brackets aside, camelCase and `_` split."""
    bare = _NUMBERING.sub("", clean(text))
    brackets = _BRACKETS.findall(bare)
    outside = _BRACKETS.sub(" ", bare)
    if not _LETTER.search(outside) and _LETTER.search(bare):
        outside, brackets = bare, []
    inside = next((found.strip() for found in brackets if found.strip()), None)
    return Header(clean(text), tokens(outside), inside)


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, folded; `%` and `#` are words of their own."""
    spaced = _CAMEL.sub(" ", text).replace("%", " % ").replace("#", " # ").replace("n°", "n° ")
    return tuple(part for part in _SEPARATORS.split(fold(spaced)) if part)


@lru_cache(maxsize=65536)
def phrase(text: str) -> str:
    """A text as its words with single spaces: for comparing whole texts."""
    return " ".join(tokens(text)) or fold(text)


@lru_cache(maxsize=65536)
def same(text: str) -> str:
    """A title in the form in which two of them are the same: case and spaces don't matter."""
    return " ".join(clean(text).casefold().split())


_PLURALS = ("s", "n", "en", "es", "e")


@lru_cache(maxsize=16384)
def stem(token: str) -> str:
    """A token without a plural ending, short ones as they are."""
    if len(token) > 4:
        for ending in ("en", "es", "s", "n", "e"):
            if token.endswith(ending) and len(token) - len(ending) >= 4:
                return token[: -len(ending)]
    return token[:-1] if len(token) in (3, 4) and token.endswith("s") else token
