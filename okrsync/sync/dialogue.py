"""How the pipeline talks to a person: it asks and tells, and never prints by itself."""

from __future__ import annotations

from typing import Protocol


class Dialogue(Protocol):
    """The person at the other end, if there is one. Sentences come in their language."""

    @property
    def asks(self) -> bool:
        """Whether somebody can answer. Where nobody can, nothing is asked."""

    def confirm(self, question: str) -> bool:
        """Yes or no to a question; only called where `asks`."""

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

    def say(self, message: str) -> None:
        """Nobody listens."""

    def progress(self, what: str, done: int, total: int | None) -> None:
        """Nobody looks."""


SILENT = Silent()
