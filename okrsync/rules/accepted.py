"""Findings that a team has accepted as they were on one day, by rule and id.

So an old sheet can be taken on as it is, and only what is new is told. A row that moves stays
accepted; the same question about another row is a new one. Unlike a waiver an entry gives no
reason, so it changes no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from okrsync.i18n import Message
from okrsync.rules.engine import stale_finding
from okrsync.rules.finding import Finding

REASON = Message("accepted in {file}")


@dataclass(frozen=True, slots=True)
class AcceptedEntry:
    """One accepted finding: the rule's code, and the row's id; for what is about a whole sheet or
    a column, that one's name. `title` is for people to read."""

    rule: str
    id: str
    title: str = ""


def entry_of(finding: Finding) -> AcceptedEntry:
    """What a finding is known by, wherever its row stands."""
    place = finding.location
    whole = "/".join(part for part in (place.source, place.tab, place.column) if part)
    return AcceptedEntry(finding.code, finding.entity_id or whole, finding.title or "")


def entries_of(findings: Iterable[Finding]) -> list[AcceptedEntry]:
    """The entries that accept all of these that are open, each once, in the order of the sheet."""
    known = {(e.rule, e.id): e for f in findings if f.waived is None for e in [entry_of(f)]}
    return list(known.values())


def accept(
    findings: Sequence[Finding], entries: Iterable[AcceptedEntry], file: str, language: str
) -> list[Finding]:
    """The findings, the accepted ones marked; and one for each entry that accepts nothing more."""
    known = {(entry.rule, entry.id): entry for entry in entries}
    reason, used = REASON.say(language, file=file), set[tuple[str, str]]()
    marked = []
    for finding in findings:
        entry = entry_of(finding)
        key = entry.rule, entry.id
        used |= {key} & known.keys()
        accepted = finding.waived is None and key in known
        marked.append(replace(finding, waived=reason) if accepted else finding)
    stale = [entry for key, entry in known.items() if key not in used]
    return [*marked, *(_stale(entry, file, language) for entry in stale)]


def _stale(entry: AcceptedEntry, file: str, language: str) -> Finding:
    return stale_finding(entry.rule, entry.title or entry.id, entry.id, file, language)
