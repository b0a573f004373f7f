"""One of several answers: by its number in any terminal, with the arrow keys where there are some.

No library is needed for it: `termios` is Python's own, and what is typed before the question is
there is not lost. Without it (Windows, a dumb terminal, a list longer than the screen) the number
is typed, followed by Enter.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from textwrap import wrap

from rich.cells import cell_len, set_cell_size

from okrsync.i18n import Message

HOW = Message("number")
ARROWS = Message("arrow keys or number, then Enter")
AGAIN = Message("Type a number from 1 to {count}.")
_ESCAPE, _LEADS = b"\x1b", (b"[", b"O")
_UP, _DOWN, _ENTER, _BACK = ("A", "D"), ("B", "C"), ("\r", "\n"), ("\x7f", "\b")
_END = "\x04"


def pick(question: str, options: Sequence[str], default: int, language: str) -> int | None:
    """The place of the answer, None where the input was ended."""
    size = shutil.get_terminal_size()
    columns = min(size.columns, 100)
    lines = wrap(f"? {question}", columns - 1, subsequent_indent="  ")
    sys.stderr.write("\n".join(lines) + "\n")
    room = len(options) + 2 < size.lines
    try:
        if room and _has_keys():
            return _Keys(options, default, language, columns).pick()
        return _by_number(options, default, language, columns)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        raise


def _by_number(options: Sequence[str], default: int, language: str, columns: int) -> int | None:
    for at, text in enumerate(options):
        sys.stderr.write(_fit(f"  {at + 1:>2}. {text}", columns) + "\n")
    while True:
        sys.stderr.write(f"  {HOW.say(language)} [{default + 1}]: ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
        if not typed:
            sys.stderr.write("\n")
            return None
        chosen = _chosen(typed.strip(), len(options), default)
        if chosen is not None:
            return chosen
        sys.stderr.write(f"  {AGAIN.say(language, count=len(options))}\n")


def _chosen(typed: str, count: int, default: int) -> int | None:
    """The place that a number means; nothing typed is the default, all else is no answer."""
    if not typed:
        return default
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    return number - 1 if 1 <= number <= count else None


def _fit(text: str, columns: int) -> str:
    if cell_len(text) < columns:
        return text
    return set_cell_size(text, columns - 5).rstrip() + " ..."


def _has_keys() -> bool:
    """Whether single keys can be read, and lines be drawn again."""
    if os.environ.get("TERM", "dumb") == "dumb" or sys.platform == "win32":
        return False
    try:
        import termios  # noqa: F401, PLC0415 -- not on every platform
    except ImportError:
        return False
    return True


@contextmanager
def _single_keys() -> Iterator[None]:
    """Keys come one by one and are not shown; Ctrl-C stays what it is."""
    if sys.platform == "win32":
        yield
        return
    import termios  # noqa: PLC0415 -- not on every platform
    import tty  # noqa: PLC0415

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


class _Keys:
    """A list in which the arrow keys move a mark."""

    def __init__(self, options: Sequence[str], default: int, language: str, columns: int) -> None:
        self.options, self.at, self.language = options, default, language
        self.columns, self.typed, self.said = columns, "", ""

    def pick(self) -> int | None:
        """Draw it, and follow the keys until one is chosen."""
        self._draw(first=True)
        with _single_keys():
            for key in _typed():
                if key == _END:
                    sys.stderr.write("\n")
                    return None
                if self._pressed(key):
                    self._draw()
                    sys.stderr.write("\n")
                    return self.at
                self._draw()
        return None

    def _pressed(self, key: str) -> bool:
        """Take a key in; whether an answer is chosen now."""
        self.said = ""
        if key in _ENTER:
            chosen = _chosen(self.typed, len(self.options), self.at)
            if chosen is None:
                self.said = AGAIN.say(self.language, count=len(self.options)) + " "
            self.at, self.typed = self.at if chosen is None else chosen, ""
            return chosen is not None
        if len(key) > 1:
            step = -1 if key[-1] in _UP else 1 if key[-1] in _DOWN else 0
            self.at, self.typed = (self.at + step) % len(self.options), ""
        elif key in _BACK:
            self.typed = self.typed[:-1]
        elif key.isprintable():
            self.typed += key
            chosen = _chosen(self.typed, len(self.options), self.at)
            self.at = self.at if chosen is None else chosen
        return False

    def _draw(self, *, first: bool = False) -> None:
        if not first:
            sys.stderr.write(f"\x1b[{len(self.options)}A")
        for at, text in enumerate(self.options):
            mark = ">" if at == self.at else " "
            sys.stderr.write("\r\x1b[2K" + _fit(f"{mark} {at + 1:>2}. {text}", self.columns) + "\n")
        how = f"  {self.said}{ARROWS.say(self.language)} [{self.at + 1}]: {self.typed}"
        sys.stderr.write("\r\x1b[2K" + _fit(how, self.columns))
        sys.stderr.flush()


def _typed() -> Iterator[str]:
    """Each key as it comes; what an arrow sends is one of them. Ends with the input.

    No byte is taken too many: what was typed ahead belongs to the next question."""
    held = b""
    while byte := os.read(sys.stdin.fileno(), 1):
        held += byte
        if held == _ESCAPE or (held[1:2] in _LEADS and not _whole(held)):
            continue
        yield held.decode("utf-8", "ignore")
        held = b""


def _whole(sequence: bytes) -> bool:
    """Whether what an arrow sends has come to its end."""
    return len(sequence) > 2 and (sequence[-1:].isalpha() or sequence[-1:] == b"~")
