"""A cell as it is shown: its value through its number format, in the sheet's locale."""

from __future__ import annotations

import re

from babel.dates import format_datetime
from babel.numbers import format_decimal

from tests.servers.google.cells import CellError, Effective
from tests.servers.google.errors import JSON
from tests.servers.google.locales import Style, from_serial

DATES = frozenset({"DATE", "TIME", "DATE_TIME"})

_CORE = re.compile(r"[#0,.?]*[#0][#0,.?]*(?:E\+0+)?%?")
_LITERALS = re.compile(r'"([^"]*)"|\[\$([^\]-]*)(?:-[^\]]*)?\]|\\(.)|\[[A-Za-z]+\]')
_TOKENS = re.compile(
    r'"[^"]*"|\[\$[^\]]*\]|y+|m+|d+|h+|s+|AM/PM|am/pm|a/p|[^"\[ymdhsa]+|.', re.IGNORECASE
)


def shown(value: Effective, number_format: JSON | None, style: Style) -> str:
    """The FORMATTED_VALUE; an empty cell is the empty text."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.shown
    if isinstance(value, bool):
        return style.truth[0 if value else 1]
    if isinstance(value, str):
        return value
    kind = (number_format or {}).get("type", "")
    pattern = (number_format or {}).get("pattern") or style.pattern(kind)
    if kind in DATES:
        return _date(value, pattern, style)
    return _number(value, pattern, style) if pattern else general(value, style)


def general(value: float, style: Style) -> str:
    """A number without a format: as many digits as it has."""
    return f"{value:.15g}".replace("e", "E").replace(".", style.decimal)


def _number(value: float, pattern: str, style: Style) -> str:
    sections = pattern.split(";")
    negative = value < 0 and len(sections) > 1
    section = _LITERALS.sub(
        lambda m: "".join(map(_mark, m[1] or m[2] or m[3] or "")), sections[negative]
    )
    core = _CORE.search(section)
    if not core:
        return general(value, style)
    digits = format_decimal(abs(value), core[0].replace("?", "#"), style.locale)
    sign = "-" if value < 0 and not negative else ""
    before, after = section[: core.start()], section[core.end() :]
    return sign + _unmark(before) + digits + _unmark(after)


def _mark(letter: str) -> str:
    """Literals may hold signs of the pattern; out of the way until the digits stand."""
    return chr(0xE000 + ord(letter)) if ord(letter) < 0x80 else letter


def _unmark(text: str) -> str:
    return "".join(chr(ord(c) - 0xE000) if 0xE000 <= ord(c) < 0xE080 else c for c in text)


def _date(serial: float, pattern: str, style: Style) -> str:
    tokens = _TOKENS.findall(pattern)
    half_day = any(token.lower() in {"am/pm", "a/p"} for token in tokens)
    parts = [_ldml(tokens, place, half_day) for place in range(len(tokens))]
    return format_datetime(from_serial(serial), "".join(parts), locale=style.locale)


def _ldml(tokens: list[str], place: int, half_day: bool) -> str:
    """One token of a sheet's pattern in the letters of Unicode's."""
    token = tokens[place]
    letter = token[0].lower()
    if token.lower() in {"am/pm", "a/p"}:
        return "a"
    if letter == "m" and _minutes(tokens, place):
        return "m" * len(token)
    if letter == "d" and len(token) > 2:
        return "E" * len(token)
    if letter in "ymdhs" and set(token.lower()) == {letter}:
        letters = {"y": "y", "m": "M", "d": "d", "h": "h" if half_day else "H", "s": "s"}
        return letters[letter] * len(token)
    literal = _LITERALS.sub(lambda m: m[1] or m[2] or m[3] or "", token).replace("'", "''")
    return f"'{literal}'" if literal else ""


def _minutes(tokens: list[str], place: int) -> bool:
    """An m after hours or before seconds counts minutes, not months."""
    letters = [(at, t[0].lower()) for at, t in enumerate(tokens) if t[0].lower() in "ymdhs"]
    at = [index for index, _ in letters].index(place)
    before = letters[at - 1][1] if at else ""
    after = letters[at + 1][1] if at + 1 < len(letters) else ""
    return before == "h" or after == "s"
