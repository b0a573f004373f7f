"""The person at the terminal: questions and remarks on stderr, answers from the keyboard."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from textwrap import wrap

from okrsync.cli.output import json_text, say
from okrsync.cli.settings import Settings
from okrsync.values import safe

YES = frozenset({"y", "yes", "j", "ja"})
EVERY = 5_000
"""A read shows itself once it is longer than this many rows."""


@dataclass
class Keyboard:
    """Asks where somebody can answer, in the language that the question comes in."""

    settings: Settings
    _bar: int = field(default=-1, repr=False)

    @property
    def asks(self) -> bool:
        """Whether somebody sits at a terminal and allows questions."""
        return self.settings.asks

    def confirm(self, question: str) -> bool:
        """Yes only where it was typed."""
        columns = min(shutil.get_terminal_size().columns, 100)
        lines = wrap(f"? {safe(question)} ", columns - 1, subsequent_indent="  ")
        sys.stderr.write("\n".join(lines) + " ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().casefold() in YES

    def say(self, message: str) -> None:
        """A remark, unless quiet."""
        if self.settings.quiet:
            return
        if self.settings.log_format == "json":
            say(json_text({"level": "info", "event": "note", "message": safe(message)}))
        else:
            say(safe(message))

    def progress(self, what: str, done: int, total: int | None) -> None:
        """A bar on one line of a terminal, for reads that last."""
        if self.settings.quiet or not sys.stderr.isatty() or not total or total < EVERY:
            return
        share = min(done * 20 // total, 20)
        if share != self._bar:
            self._bar = share
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r{safe(what)} [{'#' * share}{'.' * (20 - share)}]{end}")
            sys.stderr.flush()
