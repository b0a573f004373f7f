"""Data to stdout, everything else to stderr; colour and blocks only where they can be shown."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.text import Text as Line

MIN_WIDTH, MAX_WIDTH = 48, 110
STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def print_json(value: object) -> None:
    """One JSON object on stdout, readable and with other languages' letters as they are."""
    sys.stdout.write(json_text(value, indent=2) + "\n")


def json_text(value: object, indent: int | None = None) -> str:
    """JSON that is harmless on a terminal: what steers it, turns a line around or can't be
    encoded is written as its escape, which is the same to who parses it."""
    text = json.dumps(value, ensure_ascii=not _unicode(sys.stdout), indent=indent)
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_text(text: str) -> None:
    """Plain text on stdout."""
    sys.stdout.write(text + "\n")


def print_lines(lines: Iterable[Line]) -> None:
    """Styled lines on stdout: plain where that is no terminal or NO_COLOR is set."""
    console = _console(sys.stdout)
    for line in lines:
        console.print(line, no_wrap=False, soft_wrap=True)


def say(text: str) -> None:
    """A remark for the person at the keyboard, on stderr."""
    sys.stderr.write(text + "\n")


def width() -> int:
    """How many columns to draw in: the terminal's, within what reads well; 80 without one."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return 80
    columns: int = _console(sys.stdout).width
    return min(max(columns, MIN_WIDTH), MAX_WIDTH)


def shows_blocks() -> bool:
    """Whether stdout can show bars of blocks."""
    return _unicode(sys.stdout)


def _unicode(stream: TextIO) -> bool:
    try:
        "█░│…✓–".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return os.environ.get("TERM") != "dumb"


def _console(stream: TextIO) -> Any:
    from rich.console import Console  # noqa: PLC0415 -- only for what draws

    return Console(file=stream, highlight=False, markup=False, emoji=False)
