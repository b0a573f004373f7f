"""What `okrsync init` needs: the sheets read once, what was found in them, and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from okrsync.dialogue import SILENT, Dialogue
from okrsync.errors import OkrsyncError
from okrsync.evaluate.gathered import looked
from okrsync.mapping.asking.conversation import Conversation
from okrsync.mapping.reading import Certainty
from okrsync.mapping.sources import SourceTables
from okrsync.mapping.vocabulary import tongue
from okrsync.sources.fetch import source_tables
from okrsync.sources.job import Job


class StillOpen(OkrsyncError):
    """Something about a sheet is to be answered by a human before it is read."""

    code = "mapping"
    exit_code = 4


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was found and can be answered, the location of each source by its name, and the
    sheets' language. `certain` says that nobody has to look first: the reading is sure, or
    somebody has said in the configuration how it is."""

    conversation: Conversation
    locations: Mapping[str, str]
    language: str
    certain: bool
    job: Job


def propose(job: Job, *, dialogue: Dialogue = SILENT, language: str = "en") -> Proposed:
    """Read the job's documents and say how they would be understood. `language` is that of people
    where neither the configuration nor the sheet shows one.

    Raises what every door raises; MappingError where nothing stands that can be asked about.
    """
    with looked(job, dialogue) as gathered:
        tables = source_tables(gathered.job, gathered.snapshots, lambda _: {})
        conversation = Conversation(tables, job.config, job.as_of, _closed(job, tables))
    locations = {p.source: p.location.text for d in gathered.job.documents for p in d.parts}
    spoken = job.config.workspace.language or _language(conversation, tables) or language
    return Proposed(conversation, locations, spoken, _certain(job, conversation), job)


def _closed(job: Job, tables: Sequence[SourceTables]) -> frozenset[str]:
    """Sources of several locations: one mapping can't say all of them."""
    listed = {part.source for part in job.parts if part.table is not None}
    counts = Counter(each.name for each in tables)
    return frozenset(listed | {name for name, count in counts.items() if count > 1})


def _language(conversation: Conversation, tables: Sequence[SourceTables]) -> str | None:
    if conversation.proposal is not None:
        return conversation.proposal.reading.language
    rows = [row for each in tables for table in each.tables for row in table.rows[:100]]
    return tongue.of(value for row in rows for value in row.values if isinstance(value, str))


def _certain(job: Job, conversation: Conversation) -> bool:
    found = conversation.proposal
    if found is None:
        return False
    said = {name for name, each in job.sources.items() if each.mapping != "auto" or each.columns}
    said |= conversation.closed
    return all(
        table.certainty is Certainty.SURE or table.source in said
        for table in found.tables
        if table.kind is not None
    )
