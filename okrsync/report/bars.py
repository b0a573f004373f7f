"""Bars, percents and marks, in blocks or in plain ASCII where a terminal can't do more."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rich.cells import cell_len, set_cell_size


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs that a terminal can show."""

    full: str
    empty: str
    mark: str
    done: str
    open: str
    ellipsis: str


UNICODE = Glyphs("█", "░", "│", "✓", "○", "…")
ASCII = Glyphs("#", ".", "|", "x", "-", "...")
MOST = 9999
"""Percents beyond this are cut short: a slip in a cell can give them hundreds of digits."""


def bar(progress: Decimal, expected: Decimal | None, size: int, glyphs: Glyphs) -> str:
    """A bar of `size` cells, filled to `progress` (clamped), with a mark at `expected`."""
    filled = _cells(progress, size)
    cells = [glyphs.full] * filled + [glyphs.empty] * (size - filled)
    if expected is not None and 0 < expected < 1:
        cells[min(_cells(expected, size), size - 1)] = glyphs.mark
    return "".join(cells)


def percent(value: Decimal | None, language: str, absent: str = "–") -> str:
    """Whole percents, as the language writes them: `31%`, `31 %`; absurd ones are cut short."""
    if value is None:
        return absent
    whole = points(value)
    shown = f"{whole}" if abs(whole) <= MOST else f">{MOST}" if whole > 0 else f"<-{MOST}"
    return f"{shown}%" if language == "en" else f"{shown} %"


def points(value: Decimal) -> int:
    """A fraction as whole percent points, halves away from zero."""
    return int((value * 100).to_integral_value(rounding=ROUND_HALF_UP))


def _cells(value: Decimal, size: int) -> int:
    return int(min(max(value, Decimal(0)), Decimal(1)) * size)


def wrap(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` cells, broken between words; one line at least."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if cell_len(joined) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def cut(text: str, room: int) -> str:
    """The text, cut short where it has no room on one line."""
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"


def cut_lines(text: str, room: int, most: int) -> list[str]:
    """The text in at most so many lines, cut short where it needs more."""
    lines = [cut(line, room) for line in wrap(text, room)]
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} {lines[most]}", room)]
    return lines
