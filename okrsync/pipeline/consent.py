"""Who has agreed to what: which columns may be added, and whether a question is due.

`--yes` agrees to `progress` and `status` only; `create_columns = true` is a standing yes to
what the configuration lists; the finding column, which colleagues read, has a question of its
own or `finding = true`. Columns that are there are filled without asking.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.config import WriteBack
from okrsync.dialogue import Choice, Dialogue
from okrsync.errors import Usage
from okrsync.guards.guard import Guard
from okrsync.i18n import Message, joined, plural
from okrsync.mapping.reading import TableReading
from okrsync.pipeline.errors import ConsentNeeded, Declined
from okrsync.planned import Plain
from okrsync.table import NewColumn

if TYPE_CHECKING:
    from okrsync.guards.columns import TabFinding
    from okrsync.writeback.cells import Cell

COVERED = frozenset({"progress", "status"})
"""The managed fields that `--yes` consents to."""
FINDING = "finding"

ADD_FINDING = Message(
    "Add the column {headers} to the tab {tab}? It asks a question beside each row that "
    "could be sharper, and your colleagues will read it."
)
READ_SO = Message(
    "{tab}: the reading is {certainty}: {why}. Read it as shown above, and write to it?"
)
READ_ON = Message("{what} Read it so from now on, and write to it?")
YES_OR_NO = Message("[y/N]")
LABELS = {
    Choice.YES: Message("[y]es"),
    Choice.NO: Message("[n]o"),
    Choice.COPY: Message("[c]opy"),
    Choice.SHOW: Message("[s]how each cell"),
}
"""What can be answered, with its letter in brackets."""
COPY_NAME = Message("Name of the copy, such as {example}:")
NOTHING = Message("nothing")
AGREE = Message("To agree: {command}")
ALL = Message("create_columns = true under [write_back] in okrsync.toml (for {headers})")
QUESTIONS = Message("finding = true under [write_back] in okrsync.toml (for {headers})")
UNKNOWN_GUARD = Message("--accept: unknown guard {name!r}")
GUARDS = Message("Guards: {guards}")


@dataclass(frozen=True, slots=True)
class Options:
    """`yes` is consent without a question, `dry_run` writes and remembers nothing, `to` is
    where a changed copy goes instead, `accept` are guards that may pass this once."""

    yes: bool = False
    dry_run: bool = False
    to: str | None = None
    accept: Collection[Guard] = frozenset()


def guards_from(names: Collection[str]) -> frozenset[Guard]:
    """The guards that `--accept` names. Raises Usage."""
    unknown = sorted(name for name in names if name not in set(Guard))
    if unknown:
        raise Usage(
            UNKNOWN_GUARD.filled(name=unknown[0]), hint=GUARDS.filled(guards=", ".join(Guard))
        )
    return frozenset(Guard(name) for name in names)


@dataclass(frozen=True, slots=True)
class Answer:
    """Which columns may be added, which nobody agreed to, and which somebody said no to."""

    agreed: Sequence[NewColumn]
    open: Sequence[NewColumn] = ()
    declined: Sequence[NewColumn] = ()


def standing(column: NewColumn, settings: WriteBack, *, yes: bool) -> bool:
    """Whether a column may be added without a question."""
    if column.field == FINDING:
        return settings.finding or (settings.create_columns and FINDING in settings.fields)
    return settings.create_columns or (yes and column.field in COVERED)


def asked_for(field: str, settings: WriteBack) -> bool:
    """Whether the configuration wants this column; others may be offered all the same."""
    return field in settings.fields or (field == FINDING and settings.finding)


def together(columns: Iterable[NewColumn]) -> Sequence[Sequence[NewColumn]]:
    """What one question is about: the columns of a tab, and its finding by itself."""
    groups: dict[tuple[str, bool], list[NewColumn]] = {}
    for column in columns:
        groups.setdefault((column.table, column.field == FINDING), []).append(column)
    return list(groups.values())


def ask_columns(
    columns: Sequence[NewColumn],
    cells: Sequence[Cell],
    tab: str,
    language: str,
    dialogue: Dialogue,
    *,
    copy: bool,
) -> Choice:
    """The question about the new columns of one tab: they may be filled with these cells.
    `copy` says that a copy can be offered."""
    headers = named(columns)
    if columns[0].field == FINDING:
        question = ADD_FINDING.say(language, headers=headers, tab=tab)
        return Choice.YES if dialogue.confirm(yes_or_no(question, language)) else Choice.NO
    question = plural(
        "Add the columns {headers} to the right of the tab {tab} and fill {count} cell? Nothing "
        "else is touched.",
        "Add the columns {headers} to the right of the tab {tab} and fill {count} cells? Nothing "
        "else is touched.",
        len(cells),
        headers=headers,
        tab=tab,
    ).say(language)
    offered = [Choice.YES, Choice.NO, *([Choice.COPY] if copy else []), Choice.SHOW]
    return choose(question, offered, cells, language, dialogue)


def ask_readings(
    tables: Iterable[tuple[TableReading, TabFinding]], language: str, dialogue: Dialogue
) -> bool:
    """Whether each of these tabs, whose reading is not certain or not what it was, is to be read
    so."""
    from okrsync.guards.reading import NOT_SURE, why  # noqa: PLC0415 -- only where it is asked

    for table, found in tables:
        about = {"tab": table.table.name, "certainty": table.certainty.word, "why": why(table)}
        question = READ_SO.say(language, **about)
        if found.text is not NOT_SURE:
            question = READ_ON.say(language, what=found.text.filled(**found.values))
        if not dialogue.asks or not dialogue.confirm(yes_or_no(question, language)):
            return False
    return True


def choose(
    question: str,
    offered: Sequence[Choice],
    cells: Iterable[Cell],
    language: str,
    dialogue: Dialogue,
) -> Choice:
    """An answer that is not to be shown each cell; who wants that is asked again after it."""
    labels = {choice: LABELS[choice].say(language) for choice in offered}
    while True:
        answer = dialogue.choose(question, labels)
        if answer is not Choice.SHOW:
            return answer
        for cell in cells:
            dialogue.say(_shown(cell, language))


def _shown(cell: Cell, language: str) -> str:
    change = cell.planned()
    where = change.title if change.named else change.cell
    before, after = (_worth(value, language) for value in (change.before, change.after))
    return f"  {change.tab}, {where}, {change.column}: {before} → {after}"


def _worth(value: Plain, language: str) -> str:
    return NOTHING.say(language) if value in (None, "") else str(value)


def not_agreed(dialogue: Dialogue, message: Message, hint: Message) -> ConsentNeeded:
    """What to raise where no yes was given: whether somebody said no, or nobody was there."""
    return (Declined if dialogue.asks else ConsentNeeded)(message, hint=hint)


def agrees(command: str) -> Message:
    """The command that says yes to it."""
    return AGREE.filled(command=command)


def how_to_agree(columns: Sequence[NewColumn], command: str) -> Message:
    """What adds these columns at the next run: the command where `--yes` covers them, else the
    setting that does."""
    covered = [c for c in columns if c.field in COVERED]
    asking = [c for c in columns if c.field == FINDING]
    others = [c for c in columns if c not in covered and c not in asking]
    ways = [Message("{command}", {"command": command})] if covered else []
    ways += [ALL.filled(headers=named(others))] if others else []
    ways += [QUESTIONS.filled(headers=named(asking))] if asking else []
    return AGREE.filled(command=joined(ways, "; "))


def named(columns: Iterable[NewColumn]) -> str:
    """Their headers, each once."""
    return ", ".join(dict.fromkeys(f"“{column.header}”" for column in columns))


def yes_or_no(question: str, language: str) -> str:
    """A question with the answers that it takes, in its own language."""
    return f"{question} {YES_OR_NO.say(language)}"
