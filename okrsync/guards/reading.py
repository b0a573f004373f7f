"""Tabs that would be written to for the first time though their reading is not certain."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from okrsync.evaluate.workspace import Recall
from okrsync.guards.columns import TabFinding
from okrsync.guards.guard import Guard
from okrsync.i18n import Message, joined
from okrsync.mapping.reading import Certainty, Kind, TableReading
from okrsync.sources.job import Job
from okrsync.writeback.cells import Tables

AGREED = "readings"
"""The fact under which the state keeps to which readings somebody agreed."""
NOT_SURE = Message(
    "{source}, tab {tab}: the reading is {certainty}: {why}. Nobody has agreed to it yet; "
    "{command} shows it, to be corrected."
)
_MOST_DOUBTS = 3


def not_agreed(
    job: Job, recall: Recall, tables: Tables, seen: Collection[str]
) -> Iterator[tuple[TableReading, TabFinding]]:
    """Tables whose rows are scored, of which nobody knows for certain what they say.

    One that was written to or remembered before (`seen`, by its key) goes on: where it is read
    otherwise now, other guards see that. A mapping that somebody wrote is no guess. Tables of
    actions are written to by nobody, and no score is made of them.
    """
    agreed = recall.texts(AGREED)
    written = {key[:2] for key in recall.written}
    for key, table in tables.by_key.items():
        if table.certainty is Certainty.SURE or table.kind is Kind.INITIATIVES or not table.rows:
            continue
        if key in seen or _configured(job, table.source):
            continue
        if any((table.source, ref.entity_id) in written for ref in table.rows):
            continue
        if agreed.get(_name(table, tables)) != _fingerprint(table):
            yield table, TabFinding(Guard.READING, NOT_SURE, _said(job, table))


def agreement(tables: Tables, found: Collection[str]) -> dict[str, str]:
    """What to remember of the readings of these tables: they hold until a column of theirs is
    another one."""
    chosen = (table for key, table in tables.by_key.items() if key in found)
    return {_name(table, tables): _fingerprint(table) for table in chosen}


def why(table: TableReading) -> Message:
    """What speaks against a reading."""
    return joined([*table.doubts[:_MOST_DOUBTS]], "; ")


def _said(job: Job, table: TableReading) -> dict[str, object]:
    return {
        "source": table.source,
        "tab": table.table.name,
        "certainty": table.certainty.word,
        "why": why(table),
        "command": job.command("init"),
    }


def _configured(job: Job, source: str) -> bool:
    """Whether a mapping was chosen or columns were named for a source."""
    settings = job.sources[source]
    chosen = settings.mapping != "auto" or bool(settings.columns)
    return chosen or any(each.mapping != "auto" or each.columns for each in settings.tables)


def _name(table: TableReading, tables: Tables) -> str:
    return f"{table.source}#{tables.lasting(table.table.key)}"


def _fingerprint(table: TableReading) -> str:
    fields = "; ".join(f"{name} = {header}" for name, header in sorted(table.headers.items()))
    return f"{table.kind.value}: {fields}"
