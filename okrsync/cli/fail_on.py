"""`--fail-on`: from which severity on findings make a command exit 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.nearest import suggestion

if TYPE_CHECKING:
    from okrsync.rules.finding import Finding

GRADES = ("error", "warn", "info")


def grades_from(fail_on: str) -> tuple[str, ...]:
    """The severities that make a command exit 1. Raises Usage."""
    if fail_on == "never":
        return ()
    if fail_on not in GRADES:
        unknown = Message("--fail-on {grade}: not known", {"grade": fail_on})
        raise Usage(unknown, hint=suggestion(fail_on, (*GRADES, "never")))
    return GRADES[: GRADES.index(fail_on) + 1]


def fail(findings: Sequence[Finding], grades: tuple[str, ...]) -> None:
    """Exit 1 if a finding that nobody accepted has one of these severities."""
    if any(f.severity in grades and f.waived is None for f in findings):
        raise typer.Exit(1)
