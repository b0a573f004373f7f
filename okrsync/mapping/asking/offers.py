"""The answers that are offered for a column, and which of them first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrsync.i18n import Message, verbatim
from okrsync.mapping.account.certainty import kind, unread
from okrsync.mapping.asking.alike import alike
from okrsync.mapping.asking.columns_seen import field_of, holds, named, title_column
from okrsync.mapping.asking.question import KEEP, AnswerOption, field_option, keeping
from okrsync.mapping.fields import FIELDS, TITLES, Shape
from okrsync.mapping.layout import Layout
from okrsync.mapping.vocabulary.headers import match

TAKEN = Message("{about}, instead of {column}")
_MEASURED = ("target", "current", "baseline", "lower", "upper")
_FREE: Mapping[str, Sequence[str]] = {
    "number": (*_MEASURED, "progress", "weight", "confidence", "amount", "minutes"),
    "date": ("due", "done_on", "period"),
    "flag": ("done", "parked", "status"),
    "text": (
        *("objective", "key_result", "owner", "team", "status", "unit", "target", "current"),
        *("baseline", "period", "theme", "notes", "description", "code", "id", "parent"),
        *("cadence", "confidence", "tags"),
    ),
}
"""The fields that a column may be, by what mostly stands in it."""


def offered(
    layout: Layout, at: int, *, rest: bool = False, swap: bool = False
) -> tuple[list[AnswerOption], int]:
    """The answers for a column, and the place of the one that is offered first: fields that are
    free, its own, none. `rest`: more columns are asked about after it; `swap`: a field that
    another column is may be its own instead."""
    held, now = holds(layout, at), field_of(layout, at)
    free = [name for name in _FREE[held] if name == now or not _taken(layout, name)]
    taken = [_taken_option(layout, name) for name in _FREE[held] if swap and name not in free]
    options = [*map(field_option, free), *filter(None, taken), *keeping(rest=rest)]
    values = [each.value for each in options]
    if now is not None and now not in values:
        own = field_option(now) if now in FIELDS else AnswerOption(now, verbatim(now))
        options, values = [own, *options], [now, *values]
    return options, values.index(_likely(layout, at, free, now))


def _likely(layout: Layout, at: int, free: Sequence[str], now: str | None) -> str:
    """The answer that is offered: its own field, what its header says, else what is missing and
    can be nothing else; else that it stays as it is."""
    if now is not None:
        return now
    header, held = layout.headers.get(at, ""), holds(layout, at)
    if held == "text" and "objective" in free and at < (title_column(layout) or 0):
        return "objective"
    free_of_it = [each for each in free if held != "text" or FIELDS[each].shape is not Shape.NUMBER]
    meant = [each.field for each in match(header) if each.field in free_of_it]
    meant = meant or [name for name in [alike(header, free_of_it)] if name]
    if meant:
        return meant[0]
    missing = [name for name in ("target", "current") if name in free]
    figures = [other for other, seen in unread(layout) if kind(seen) == "number"]
    if len(missing) == 1 and figures == [at] and held == "number":
        return missing[0]
    return KEEP


def _taken_option(layout: Layout, name: str) -> AnswerOption | None:
    """A field that another column is, where its rows have such a thing and it is no title."""
    other = layout.columns.get(name)
    if other is None or name in TITLES:
        return None
    return AnswerOption(name, TAKEN.filled(about=FIELDS[name].about, column=named(layout, other)))


def _taken(layout: Layout, name: str) -> bool:
    if name in TITLES:
        return name in layout.verdict.titles or name in layout.columns.fields
    if layout.verdict.entity in ("objective", "initiative") and name in _MEASURED:
        return True  # these have no numbers of their own
    return name in layout.types or layout.column(name) is not None
