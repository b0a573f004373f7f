"""What is to be written, row by row, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.notion.option_words import Lacking
from connectors.notion.read.cache import Known, KnownSource
from connectors.notion.schema import Property, encoded
from connectors.notion.write.property_values import Unfit, to_send
from okrsync.i18n import Message
from okrsync.table import Change, Table

Json = Mapping[str, Any]

NO_ROW = Message("its row is no longer there")
NO_COLUMN = Message("its column is no longer there")
COMPUTED = Message("the property is a formula, or Notion's own")
NOT_OURS = Message("relations, people and files are left to people")
UNKNOWN_STATUS = Message("the status property has no such option; add it in Notion")
SPELLED = Message(
    "the option is spelled “{option}” in Notion; spell it like that in status_words, or rename "
    "it there"
)
_LEFT_ALONE = frozenset(("relation", "people", "files"))


@dataclass(slots=True)
class RowChanges:
    """The changes of one row, and what its request holds."""

    source: KnownSource
    page: str
    changes: list[Change] = field(default_factory=list)
    properties: dict[str, Json] = field(default_factory=dict)


def rows_of(
    changes: Iterable[Change], tables: Mapping[str, Table], known: Known
) -> tuple[list[RowChanges], list[tuple[Change, Message]]]:
    """One job a row, and the changes that are left alone, each with its reason."""
    left: list[tuple[Change, Message]] = []
    jobs: dict[tuple[str, str], RowChanges] = {}
    for change in changes:
        table, source = tables[change.table], known.sources[change.table]
        row = table.row(change.row)
        if row is None or row.key is None:
            left.append((change, NO_ROW))
            continue
        job = jobs.setdefault((source.id, row.key), RowChanges(source, row.key))
        reason = _add(table, job, change)
        if reason is not None:
            left.append((change, reason))
    return [job for job in jobs.values() if job.changes], left


def _add(table: Table, job: RowChanges, change: Change) -> Message | None:
    """Put a change into a row's request; the reason where it is left alone."""
    one = property_of(table, job.source, change.column)
    if one is None:
        return NO_COLUMN
    if not one.column(0).writable:
        return COMPUTED
    if one.type in _LEFT_ALONE:
        return NOT_OURS
    spelled = _spelled(one, change.after)
    if one.type == "status" and change.after is not None and spelled is None:
        return UNKNOWN_STATUS
    if spelled is not None and spelled == change.before:
        return SPELLED.filled(option=spelled)
    try:
        job.properties[encoded(one.id)] = to_send(one, spelled or change.after, change.shown)
    except Unfit as unfit:
        return unfit.reason
    job.changes.append(change)
    return None


def new_words(jobs: Iterable[RowChanges], tables: Mapping[str, Table]) -> Lacking:
    """The words of these changes that their selects do not have yet."""
    found: dict[str, tuple[KnownSource, dict[str, set[str]]]] = {}
    for job in jobs:
        for change in job.changes:
            one = property_of(tables[change.table], job.source, change.column)
            if one is None or one.type != "select" or change.after is None:
                continue
            if _spelled(one, change.after) is None:
                wanted = found.setdefault(job.source.id, (job.source, {}))[1]
                wanted.setdefault(one.id, set()).add(str(change.after).strip())
    return found


def property_of(table: Table, source: KnownSource, column: int) -> Property | None:
    """The property of a column, by its lasting id."""
    key = next((each.key for each in table.columns if each.index == column), None)
    return next((one for one in source.properties if one.id == key), None)


def _spelled(one: Property, after: object) -> str | None:
    """How a select has this word, None where it hasn't, or is none."""
    if one.type not in ("select", "status") or after is None:
        return None
    word = str(after).strip().casefold()
    return next((option for option in one.options if option.casefold() == word), None)
