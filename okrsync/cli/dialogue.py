"""The person at the terminal: questions and remarks on stderr, answers from the keyboard."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from okrsync.cli.language import system_language
from okrsync.cli.output import json_text, say
from okrsync.cli.settings import Settings
from okrsync.dialogue import Choice
from okrsync.values import safe

YES = frozenset({"y", "yes", "j", "ja"})
NO = frozenset({"", "n", "no", "nee"})
"""Enter alone is the answer in capitals."""
EVERY = 5_000
"""A read shows itself once it is longer than this many rows."""


@dataclass
class Keyboard:
    """Asks where somebody can answer, in the language that the question comes in."""

    settings: Settings
    language: str = field(default_factory=system_language)
    """Of what it says by itself, beside the questions."""
    _bar: int = field(default=-1, repr=False)
    _left: bool = field(default=False, repr=False)

    @property
    def asks(self) -> bool:
        """Whether somebody sits at a terminal, allows questions, and has not ended the input."""
        return self.settings.asks and not self._left

    @property
    def left(self) -> bool:
        """Whether the input was ended in the middle of the questions."""
        return self._left

    def confirm(self, question: str) -> bool:
        """Yes only where it was typed; what is neither yes nor no is asked again."""
        while True:
            answer = self._line(question).casefold()
            if answer in YES:
                return True
            if answer in NO:
                return False

    def _line(self, question: str, labels: str = "") -> str:
        columns = min(shutil.get_terminal_size().columns, 100)
        lines = wrap(f"? {safe(question)} ", columns - 1, subsequent_indent="  ")
        # What can be answered stands on a line of its own, and is not broken up.
        lines += [f"  {safe(labels)}"] if labels else []
        sys.stderr.write("\n".join(lines) + " ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
        if not typed:
            # Ctrl-D is no answer: nobody is there any more.
            self._left = True
            sys.stderr.write("\n")
        return typed.strip()

    def choose(self, question: str, labels: Mapping[Choice, str]) -> Choice:
        """The answer whose letter or word was typed; Enter alone is no, anything else is asked
        again."""
        known = {word: choice for choice, label in labels.items() for word in _typed_as(label)}
        known |= dict.fromkeys(YES, Choice.YES) | dict.fromkeys(NO, Choice.NO)
        while True:
            answer = self._line(question, "  ".join(labels.values())).casefold()
            if answer in known:
                return known[answer]

    def type(self, question: str) -> str:
        """A line as it was typed."""
        return self._line(question)

    def pick(self, question: str, options: Sequence[str], default: int = 0) -> int | None:
        """One of several by its number, or by the arrow keys where the terminal has them; what
        is none of them is asked again. None where the input was ended."""
        from okrsync.cli.picking import pick  # noqa: PLC0415 -- only where something is asked

        picked = pick(safe(question), [safe(each) for each in options], default, self.language)
        self._left = picked is None
        return picked

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


def _typed_as(label: str) -> tuple[str, str]:
    """What may be typed for “[c]opy”: the letter in brackets, or the word."""
    letter = label.partition("[")[2].partition("]")[0]
    word = label.replace("[", "").replace("]", "").partition(" ")[0]
    return letter.casefold(), word.casefold()
