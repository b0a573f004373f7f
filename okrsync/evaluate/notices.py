"""The one channel for what connectors notice: each sentence reaches people once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from okrsync.config import Config
from okrsync.connector import Snapshot
from okrsync.dialogue import Dialogue
from okrsync.i18n import Message, plural, said
from okrsync.mapping.reading import Problem
from okrsync.model import Severity
from okrsync.values import safe

if TYPE_CHECKING:
    from okrsync.planned import UnplacedColumn

TWICE = Message(
    "{tab}: the header “{shown}” stands there more than once ({cells}); only the one in {first} "
    "was read."
)
UNREAD = Message("{tab}: not read, though it holds numbers or dates: {headers}.")
_NAMED = 6
"""So many cells a sentence names before it goes on to the last one."""
NO_PLACE = Message("{headers} not added to {tab}: {reason}.")


def noticed(warnings: Iterable[Message], snapshots: Iterable[Snapshot], language: str) -> list[str]:
    """Warnings first, then the notes of all documents, each sentence once."""
    notes = (note for snapshot in snapshots for note in snapshot.notes)
    return once([str(said(each, language)) for each in (*warnings, *notes)])


def of_reading(problems: Sequence[Problem], config: Config, language: str) -> list[str]:
    """What the reading noticed, for commands that show no findings: a sentence a header that stands
    twice, one a tab for all its columns with numbers or dates that were not read, and one for its
    formulas without a result. A rule that is off says nothing."""
    off = config.rules.severity
    said: list[str] = []
    uncomputed: dict[str, list[str]] = {}
    for each in problems:
        if off.get(each.code, off.get(each.code[:3])) is Severity.OFF:
            continue
        tab, shown = safe(each.tab), safe(each.shown)
        if each.code == "DAT15":
            cells = ", ".join(each.cells)
            said.append(TWICE.say(language, tab=tab, shown=shown, cells=cells, first=each.cells[0]))
        elif each.code == "DAT14":
            uncomputed.setdefault(tab, []).append(each.cell)
    said += [_without_result(tab, cells).say(language) for tab, cells in uncomputed.items()]
    return said + unread_said(problems, config, language)


def unread_said(problems: Sequence[Problem], config: Config, language: str) -> list[str]:
    """A sentence a tab for its columns with numbers or dates that were not read."""
    return [
        UNREAD.say(language, tab=tab, headers=", ".join(headers))
        for tab, headers in unread_columns(problems, config).items()
    ]


def unread_columns(problems: Iterable[Problem], config: Config) -> dict[str, list[str]]:
    """Tab → its columns with numbers or dates that were not read, with their cells; none where
    the rule is off."""
    off = config.rules.severity
    found: dict[str, list[str]] = {}
    for each in problems:
        if each.code != "DAT16" or each.severity is not Severity.WARN:
            continue
        if off.get(each.code, off.get(each.code[:3])) is not Severity.OFF:
            header = f"“{safe(each.shown)}”"
            named = f"{header} ({each.cell})" if each.cell else header
            found.setdefault(safe(each.tab), []).append(named)
    return found


def _without_result(tab: str, cells: Sequence[str]) -> Message:
    more = [f"… {cells[-1]}"] if len(cells) > _NAMED else []
    return plural(
        "{tab}: the formula in {cells} has no stored result, so it counts as empty; open the "
        "workbook once in Excel or LibreOffice and save it.",
        "{tab}: {count} formulas have no stored result, so they count as empty: {cells}; open the "
        "workbook once in Excel or LibreOffice and save it.",
        len(cells),
        tab=tab,
        cells=", ".join([*cells[:_NAMED], *more]),
    )


def once(*groups: Iterable[str]) -> list[str]:
    """All sentences in order, none twice: a snapshot repeats what was said of the one before."""
    return list(dict.fromkeys(note for group in groups for note in group))


@contextmanager
def told_anyway(notes: Callable[[], Iterable[str]], dialogue: Dialogue) -> Iterator[None]:
    """Where a command stops, there is no result to carry the notes: they are said before."""
    try:
        yield
    except Exception:
        for note in notes():
            dialogue.say(note)
        raise


def unplaced_lines(columns: Iterable[UnplacedColumn], language: str) -> list[str]:
    """One sentence for all columns of a tab that lack a place for one reason, and the hint."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for column in columns:
        groups.setdefault((column.tab, column.reason, column.hint), []).append(column.header)
    lines = []
    for (tab, reason, hint), headers in groups.items():
        named = ", ".join(f"“{header}”" for header in dict.fromkeys(headers))
        # A reason that begins with the tab names it already.
        why = reason.removeprefix(f"{tab}: ").removeprefix(f"“{tab}”: ").rstrip(".")
        lines.append(NO_PLACE.say(language, headers=named, tab=f"“{tab}”", reason=why))
        lines += [f"  {hint}"] if hint else []
    return lines
