"""How the pipeline talks to a person: it asks and tells, and never prints by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol


class Choice(StrEnum):
    """What can be answered to a question before something is written."""

    YES = "yes"
    NO = "no"
    COPY = "copy"
    """Yes, into a copy: the sheet itself stays as it is."""
    SHOW = "show"
    """First each cell."""


class Dialogue(Protocol):
    """The person at the other end, if there is one. Sentences come in their language."""

    @property
    def asks(self) -> bool:
        """Whether somebody can answer. Where nobody can, nothing is asked; False right after a
        question says that it was not answered."""

    def confirm(self, question: str) -> bool:
        """Yes or no to a question; only called where `asks`."""

    def choose(self, question: str, labels: Mapping[Choice, str]) -> Choice:
        """One of several answers; only called where `asks`. A label has the letter that is
        enough in brackets ("[y]es"). Who gives no answer says no."""

    def type(self, question: str) -> str:
        """A line of text, empty where nothing was typed; only called where `asks`."""

    def pick(self, question: str, options: Sequence[str], default: int = 0) -> int | None:
        """The place of one of several answers, None where nobody answered; only called where
        `asks`."""

    def say(self, message: str) -> None:
        """Something worth knowing while it goes on (a wait, a first Ctrl-C)."""

    def progress(self, what: str, done: int, total: int | None) -> None:
        """How far a long read is, in rows."""


class Silent:
    """Nobody is there: cron, a pipe, a test."""

    asks = False

    def confirm(self, question: str) -> bool:
        """Nobody agrees."""
        return False

    def choose(self, question: str, labels: Mapping[Choice, str]) -> Choice:
        """Nobody agrees."""
        return Choice.NO

    def type(self, question: str) -> str:
        """Nobody types."""
        return ""

    def pick(self, question: str, options: Sequence[str], default: int = 0) -> int | None:
        """Nobody answers."""
        return None

    def say(self, message: str) -> None:
        """Nobody listens."""

    def progress(self, what: str, done: int, total: int | None) -> None:
        """Nobody looks."""


SILENT = Silent()
