"""Codes such as `O1`, `KR1.2`, `1.1` or `O1-KR2`: whose they are, and where in the tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from okrsync.mapping.vocabulary.words import everywhere
from okrsync.table import Scalar
from okrsync.values import clean, find_code, fold


@dataclass(frozen=True, slots=True)
class LevelCode:
    """A code: the kind of row that its letters name, None for bare numbers, and its numbers."""

    entity: str | None
    numbers: tuple[str, ...]

    @property
    def depth(self) -> int:
        """How far down the tree it stands: `1` is 1, `1.1` is 2."""
        return len(self.numbers)


@lru_cache(maxsize=32768)
def whole(text: str) -> LevelCode | None:
    """A text that is a code and nothing else."""
    found = _patterns()[0].fullmatch(fold(text))
    return _code(found) if found else None


@lru_cache(maxsize=32768)
def prefix(text: str) -> LevelCode | None:
    """The code that a title begins with: "KR1.2: …", "O1 - …", "1.1 …", "KR: …"."""
    found = find_code(text)
    if found:
        numbers = tuple(re.split(r"[.-]", found.number.lower()))
        inner = find_code(found.rest) if found.kind == "objective" else None
        if inner and inner.kind == "key_result":
            return LevelCode(inner.kind, (*numbers, *re.split(r"[.-]", inner.number.lower())))
        return LevelCode(found.kind, numbers)
    named = _patterns()[1].match(fold(text))
    return _code(named) if named else None


def rest(text: str) -> str:
    """What a title says behind the code that it begins with, empty where that is nothing."""
    found = find_code(text)
    return found.rest if found else ""


def bare(text: str) -> bool:
    """Whether a title is a code alone: a template's row that nobody filled in."""
    stripped = clean(text).rstrip(" :.-–—)")
    code = whole(stripped)
    return code is not None and code.entity is not None


def texts(values: Sequence[Scalar]) -> list[str | None]:
    """A column of codes as texts. A number has lost its last zero: after 1.9, 1.1 was 1.10."""
    used: set[str] = set()
    last: dict[str, int] = {}
    found: list[str | None] = []
    for value in values:
        text = _text(value)
        if text is not None and not isinstance(value, str):
            text = _repaired(text, used, last)
        if text is not None:
            used.add(text)
            whole_part, _, part = text.partition(".")
            if part.isdigit():
                last[whole_part] = int(part)
        found.append(text)
    return found


def _repaired(text: str, used: set[str], last: dict[str, int]) -> str:
    whole_part, _, part = text.partition(".")
    if not part or not part.isdigit():
        return text
    expected = str(last.get(whole_part, 0) + 1)
    return f"{whole_part}.{expected}" if expected.rstrip("0") == part and text in used else text


def _text(value: Scalar) -> str | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, float | Decimal):
        number = Decimal(repr(value)) if isinstance(value, float) else value
        if not number.is_finite():
            return None
        return format(number.normalize() if number else Decimal(0), "f")
    return clean(str(value)) or None


def shown(value: Scalar, number_format: str | None) -> str | None:
    """A whole number as a format of zeros shows it (1 under `000` is "001"), None elsewhere."""
    zeros = number_format.partition(";")[0] if number_format else ""
    if len(zeros) < 2 or zeros.strip("0") or isinstance(value, bool):
        return None
    text = plain(value) if isinstance(value, int | float | Decimal) else None
    return text.zfill(len(zeros)) if text and text.isdigit() and len(text) < len(zeros) else None


def plain(value: Scalar) -> str | None:
    """One id or code as text: 1227.0 is "1227"; blank is None."""
    return _text(value)


@cache
def _levels() -> dict[str, str]:
    short = {"o": "objective", "okr": "objective", "kr": "key_result", "k": "key_result"}
    words = {word: level for level, texts in everywhere("values.level").items() for word in texts}
    return {**words, **short}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = sorted(_levels(), key=len, reverse=True)
    level = "|".join(re.escape(fold(word)) for word in words)
    numbers = r"\d{1,4}[a-z]?(?:[.\-]\d{1,3}[a-z]?)*"
    code = (
        rf"(?:(?P<parent>{level})[ .#-]*(?P<above>{numbers})[ .,/–-]*)?"
        rf"(?P<level>{level})[ .#-]*(?P<own>{numbers})"
    )
    mixed = rf"(?P<before>{numbers})[ .-]*(?P<level2>{level})[ .#-]*(?P<own2>{numbers})"
    either = rf"(?:{code}|{mixed}|(?P<digits>{numbers}))\.?"
    named = rf"(?P<named>{level})\s?:\s"
    return re.compile(either), re.compile(named)


def _code(found: re.Match[str]) -> LevelCode:
    parts = found.groupdict()
    own = parts.get("own") or parts.get("own2") or parts.get("digits") or parts.get("single") or ""
    above = parts.get("above") or parts.get("before")
    level = parts.get("level") or parts.get("level2") or parts.get("named")
    numbers = tuple(re.split(r"[.\-]", own)) if own else ()
    if above:
        before = tuple(re.split(r"[.\-]", above))
        numbers = numbers if numbers[: len(before)] == before and len(numbers) > len(before) else (
            *before, *numbers,
        )  # fmt: skip
    return LevelCode(_level(level), numbers)


def _level(word: str | None) -> str | None:
    if word is None:
        return None
    known = _levels()
    return known.get(word) or next(
        (level for text, level in known.items() if fold(text) == word), None
    )
