"""Findings as people look at them: those of one rule together, the most harmful first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from okrsync.i18n import plural
from okrsync.model import Severity
from okrsync.rules.finding import Finding, FindingPlace
from okrsync.table import column_index
from okrsync.values import safe

GRAVITY = {Severity.ERROR: 0, Severity.WARN: 1, Severity.INFO: 2}
FAMILIES = ("DAT", "OUT", "PRG", "STR", "KPI", "INI", "THM")
"""Of equal gravity: numbers that can't be trusted before words that can be bettered."""
CELL = re.compile(r"([A-Z]+)([0-9]+)")
NAMED = 3
"""So many rows of a database, whose names are long, are named."""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """All findings of one rule and one severity, in the order of the sheet."""

    code: str
    severity: Severity
    findings: Sequence[Finding]

    @property
    def message(self) -> str | None:
        """What is said of all of them alike, None where it is said of each by itself."""
        return _one({finding.message for finding in self.findings})

    @property
    def fix(self) -> str | None:
        """What all of them advise, None where each has its own."""
        return _one({finding.fix for finding in self.findings})


def groups(findings: Iterable[Finding]) -> list[RuleGroup]:
    """Open findings by rule: errors first, of these the families in order, then the most rows."""
    found: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        if finding.waived is None:
            found.setdefault((finding.code, finding.severity), []).append(finding)
    made = [RuleGroup(code, severity, rows) for (code, severity), rows in found.items()]
    return sorted(made, key=_harm)


def _harm(group: RuleGroup) -> tuple[int, int, int, str]:
    family = group.code[:3]
    rank = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
    return GRAVITY[group.severity], rank, -len(group.findings), group.code


def _one(texts: set[str]) -> str | None:
    return next(iter(texts)) if len(texts) == 1 else None


def where_all(group: RuleGroup, *, tabs: bool, language: str) -> str:
    """`on 31 rows: B6–B36`; of whole sheets their names, of a whole plan nothing. `tabs` says
    that the tabs are to be named."""
    places = [finding.location for finding in group.findings]
    rows = [f for f in group.findings if f.location.row or f.entity_id]
    if not rows:
        named = list(dict.fromkeys(sheet_name(p) for p in places if p.tab or p.source))
        cells = ", ".join(_cells(places, tabs=tabs)) if any(p.cell for p in places) else ""
        return cells or (", ".join(named) if tabs else "")
    titled = [_row_name(f) for f in rows if f.location.named or not f.location.cell]
    shown = [*_cells(places, tabs=tabs), *titled[:NAMED]] + ["…"] * (len(titled) > NAMED)
    count = len({(f.location.source, f.location.tab, f.location.row, f.entity_id) for f in rows})
    if count == 1:
        return ", ".join(shown)
    some = plural("on {count} row: {rows}", "on {count} rows: {rows}", count)
    return some.say(language, rows=", ".join(shown))


def sheet_name(place: FindingPlace) -> str:
    """A sheet as people know it."""
    return safe(place.tab or place.source or "")


def _row_name(finding: Finding) -> str:
    return f"“{safe(finding.title or finding.entity_id or '')}”"


def _cells(places: Iterable[FindingPlace], *, tabs: bool) -> Iterator[str]:
    """Addresses, those below each other as a range; of each tab's the first behind its name."""
    known: dict[str, list[str]] = {}
    for place in places:
        if place.cell and not place.named:
            known.setdefault(sheet_name(place), []).append(place.cell)
    for tab, cells in known.items():
        first, *others = _ranges(cells)
        yield f"{tab}!{first}" if tabs else first
        yield from others


def _ranges(cells: Sequence[str]) -> Iterator[str]:
    """B6, B7, B8 and D2 are B6–B8 and D2."""
    addresses = {(m[1], int(m[2])) for cell in cells if (m := CELL.fullmatch(cell))}
    ordered = sorted(addresses, key=lambda each: (column_index(each[0]), each[1]))
    for column, group in groupby(ordered, key=lambda each: each[0]):
        rows = [row for _, row in group]
        for _, run in groupby(enumerate(rows), key=lambda each: each[1] - each[0]):
            lines = [row for _, row in run]
            first, last = f"{column}{lines[0]}", f"{column}{lines[-1]}"
            middle = "–" if len(lines) > 2 else ", "
            yield first if len(lines) == 1 else f"{first}{middle}{last}"
