"""What `okrsync init` needs: the sheets read once, and the mapping that was detected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from okrsync.history import open_state
from okrsync.mapping import propose as propose_mapping
from okrsync.mapping.proposal import Proposal
from okrsync.sync.dialogue import SILENT, Dialogue
from okrsync.sync.evaluating import gather
from okrsync.sync.fetching import source_tables
from okrsync.sync.job import Job


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was found, the location of each source by its name, and the sheets' language."""

    proposal: Proposal
    locations: Mapping[str, str]
    language: str


def propose(job: Job, *, dialogue: Dialogue = SILENT) -> Proposed:
    """Read the job's documents and say how they would be understood.

    Raises what every door raises; MappingError where no OKRs are found.
    """
    with job.working(), open_state(job.state, write=False) as state:
        gathered = gather(job, state, want_write=False, dialogue=dialogue)
    tables = source_tables(gathered.job, gathered.snapshots, {})
    proposal = propose_mapping(tables, job.config, job.as_of)
    locations = {p.source: p.location.text for d in gathered.job.documents for p in d.parts}
    language = job.config.workspace.language or proposal.reading.language or "en"
    return Proposed(proposal, locations, language)
