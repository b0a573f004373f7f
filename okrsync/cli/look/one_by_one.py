"""`check --interactive`: one finding at a time, and what shall become of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.cli.output import print_lines, say, width
from okrsync.i18n import Message
from okrsync.model import Severity
from okrsync.report.findings import full, where_of
from okrsync.values import safe

if TYPE_CHECKING:
    from okrsync.cli.dialogue import Keyboard
    from okrsync.rules.finding import Finding

WHAT = Message("{number} of {count}. What shall become of it?")
KEEP = Message("keep it in mind: nothing changes")
WAIVE = Message("accept it, with a reason")
MOVE = Message("move the row to the initiatives")
STOP = Message("stop here")
REASON = Message("Why may it stay as it is? (Enter: no reason, so it is kept in mind)")
MOVED = frozenset({"OUT01", "OUT02", "OUT03"})
"""Findings that a move answers."""
GRAVITY = (Severity.ERROR, Severity.WARN, Severity.INFO)


@dataclass(slots=True)
class Answered:
    """What was said of the findings; of all others nothing was."""

    accepted: list[tuple[Finding, str]] = field(default_factory=list)
    """With the reasons."""
    moved: list[Finding] = field(default_factory=list)

    @property
    def settled(self) -> list[Finding]:
        """Findings that are none any more."""
        return [*(each for each, _ in self.accepted), *self.moved]


def go_through(
    findings: Iterable[Finding], person: Keyboard, language: str, *, everything: bool
) -> Answered:
    """Show each finding, the gravest first, and ask. Who ends the input stops there."""
    told = [each for each in findings if each.waived is None and _asked(each, everything)]
    told.sort(key=lambda each: GRAVITY.index(each.severity))
    answered = Answered()
    for number, finding in enumerate(told, start=1):
        # Without the last line, which counts what there is.
        print_lines(list(full([finding], language, width()))[:-1])
        choices = _choices(finding)
        question = WHAT.say(language, number=number, count=len(told))
        chosen = person.pick(question, [each.say(language) for each in choices])
        if chosen is None or choices[chosen] is STOP:
            break
        _take(answered, finding, choices[chosen], person, language)
    return answered


def _asked(finding: Finding, everything: bool) -> bool:
    return everything or finding.severity is not Severity.INFO


def _choices(finding: Finding) -> Sequence[Message]:
    waive = [WAIVE] if finding.entity_id else []
    move = [MOVE] if finding.entity_id and finding.code in MOVED else []
    return [KEEP, *waive, *move, STOP]


def _take(
    answered: Answered, finding: Finding, choice: Message, person: Keyboard, language: str
) -> None:
    if choice is MOVE:
        answered.moved.append(finding)
    elif choice is WAIVE and (reason := person.type(REASON.say(language))):
        answered.accepted.append((finding, reason))


def tell_in_notes(answered: Answered, language: str) -> None:
    """Where there is no okrsync.toml to write into: what to write into the sheet."""
    for finding, reason in answered.accepted:
        where = where_of(finding.location, finding.title)
        say(IN_NOTES.say(language, where=safe(where), note=f"{finding.code}: {safe(reason)}"))


IN_NOTES = Message("There is no okrsync.toml here. Write in the notes beside {where}: {note}")
