"""How what was found, or answered, is said in okrsync.toml, so that reading again is the same."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from okrsync.errors import OkrsyncError
from okrsync.mapping.asking.conversation import Conversation
from okrsync.mapping.fields import FIELDS
from okrsync.mapping.files.schema import Mapping
from okrsync.mapping.proposal import ProposedColumn, ProposedTable, ReadingProposal, propose
from okrsync.mapping.sources import SourceTables


@dataclass(frozen=True, slots=True)
class SettledAnswers:
    """A source's columns by field, None where its tabs name them differently; `whole` is the
    mapping that says all, where the columns alone don't. `answered`: a person said some of it."""

    columns: Pairs[str, ProposedColumn] | None = field(default_factory=dict)
    whole: Mapping | None = None
    answered: bool = False


def settled(conversation: Conversation) -> dict[str, SettledAnswers]:
    """How each source is said."""
    found = conversation.proposal
    if found is None:
        return {}
    names = dict.fromkeys(each.name for each in conversation.sources)
    return {name: _settled(conversation, found, name) for name in names}


def _settled(conversation: Conversation, found: ReadingProposal, name: str) -> SettledAnswers:
    answered = name in conversation.answered
    columns = agreed([table for table in found.tables if table.source == name])
    if name in conversation.closed or (columns is None and not answered):
        return SettledAnswers(columns)
    if columns is not None and _says_all(conversation, found, name, columns):
        return SettledAnswers(columns, answered=answered)
    layouts = [each for each in found.work.chosen.layouts if each.source.name == name]
    whole = Mapping(tuple(each.mapping for each in layouts), name=name)
    return SettledAnswers(columns, whole if layouts else None, answered=answered)


def agreed(tables: Sequence[ProposedTable]) -> dict[str, ProposedColumn] | None:
    """Field → column where all tabs agree on its header, None where any two differ."""
    chosen: dict[str, ProposedColumn] = {}
    for table in tables:
        for column in table.columns:
            if column.field is None or column.about or column.field not in FIELDS:
                continue
            known = chosen.setdefault(column.field, column)
            if known.header != column.header:
                return None
    return chosen


def _says_all(
    conversation: Conversation,
    found: ReadingProposal,
    name: str,
    columns: Pairs[str, ProposedColumn],
) -> bool:
    """Whether naming these columns alone gives the very same reading."""
    named = {field: column.header for field, column in columns.items()}

    def saying(source: SourceTables) -> SourceTables:
        if source.name != name:
            return source
        return replace(source, answered=None, columns={**source.columns, **named})

    try:
        again = propose(
            [saying(each) for each in conversation.sources], conversation.config, conversation.today
        )
    except OkrsyncError:
        return False
    return _shape(again) == _shape(found)


def _shape(found: ReadingProposal) -> tuple[object, ...]:
    tables = found.reading.tables
    return (
        found.reading.plan,
        [(each.table.key, each.kind, dict(each.columns), list(each.rows)) for each in tables],
    )
