"""One table understood: its header, its columns, what its rows are, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from okrsync.mapping import header_row, kinds, managed, types
from okrsync.mapping.assign import Columns, assign
from okrsync.mapping.code_levels import tells_levels
from okrsync.mapping.evidence import Evidence
from okrsync.mapping.fields import VARIANTS
from okrsync.mapping.header_row import Head
from okrsync.mapping.kinds import Verdict
from okrsync.mapping.normal import same
from okrsync.mapping.profile import SAMPLE, Profile, profile
from okrsync.mapping.sources import SourceTables
from okrsync.model import Period
from okrsync.table import Row, Scalar, Table
from okrsync.values import read_period

_ANY_DAY = date(2000, 1, 1)
"""Whether a header names a period does not depend on the day."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table that holds OKRs. `headers` are all its headers by column, as they stand."""

    source: SourceTables
    table: Table
    head: Head
    columns: Columns
    verdict: Verdict
    types: Mapping[str, int]
    """Variant (`level`, `target_type` …, or `type` where its rows differ) → column."""
    managed: Mapping[str, int]
    managed_headers: Mapping[str, str]
    ours: frozenset[int]
    """Every managed column, a second one for the same field too: none of them is input."""
    headers: Mapping[int, str]
    units: Mapping[int, str]
    sureness: float
    rows: Sequence[Row] = field(default=())
    series: tuple[int, ...] = ()
    """Columns named for weeks, months or quarters: where no other column holds a current value,
    the last one that is filled does."""

    def column(self, name: str, scope: str | None = None) -> int | None:
        """The column of a field (of an entity), None where there is none.

        A field scoped to what all rows are is the rows' own ("KR owner" in a list of KRs).
        """
        if scope is None or scope == self.verdict.entity:
            own = self.columns.get(name, self.verdict.entity)
            return self.columns.get(name) if own is None else own
        return self.columns.get(name, scope)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A table in which no OKRs were found: the header that came nearest, if any did."""

    source: SourceTables
    table: Table
    head: Head | None
    columns: Columns | None = None


def understand(
    source: SourceTables,
    table: Table,
    *,
    own: Mapping[str, str],
    others: frozenset[str],
    overrides: Mapping[str, str],
) -> list[Layout | Unknown]:
    """Everything in one tab: each header with its rows is a table of its own."""
    named = frozenset(text.strip().casefold() for text in (*overrides.values(), *own.values()))
    heads = header_row.find(table, named)
    if not heads:
        return [Unknown(source, table, None)]
    return [_understood(source, table, head, own, others, overrides) for head in heads]


def _understood(
    source: SourceTables,
    table: Table,
    head: Head,
    own: Mapping[str, str],
    others: frozenset[str],
    overrides: Mapping[str, str],
) -> Layout | Unknown:
    headers = {cell.index: cell.text for cell in head.cells}
    columns_of_ours, shown, ours = managed.find(headers.items(), own)
    samples = _samples(head)
    # What stands in columns of ours says nothing about the rows.
    profiles = {index: profile(values) for index, values in samples.items() if index not in ours}
    wide = [index for index in samples if index not in headers and not profiles[index].empty]
    fixed = _overridden(headers, overrides)
    columns = assign(head.cells, profiles, fixed, ours, wide)
    variants, columns = _variants(columns, samples, headers, fixed)
    columns = _numbered(columns, samples, headers)
    seen = Evidence(
        columns,
        profiles,
        "level" in variants,
        table.name,
        source.file_hint if _alone(source, table) else None,
        source.level,
        samples,
        others,
    )
    verdict = kinds.decide(seen)
    if verdict is None:
        return Unknown(source, table, head, columns)
    return Layout(
        source,
        table,
        head,
        columns,
        verdict,
        variants,
        columns_of_ours,
        shown,
        frozenset(ours),
        headers,
        {cell.index: cell.unit for cell in head.cells if cell.unit},
        _sureness(columns, verdict),
        head.rows,
        _series(columns, profiles, headers),
    )


def _series(
    columns: Columns, profiles: Mapping[int, Profile], headers: Mapping[int, str]
) -> tuple[int, ...]:
    """Columns of numbers named for periods, beside a target and without a current value."""
    if "current" in columns.fields or "target" not in columns.fields:
        return ()
    found = [
        index
        for _, index in columns.rest
        if index in headers
        and isinstance(read_period(headers[index], today=_ANY_DAY), Period)
        and (profiles[index].empty or profiles[index].numbers + profiles[index].numeric_texts > 0.9)
    ]
    filled = any(not profiles[index].empty for index in found)
    return tuple(sorted(found)) if filled and len(found) > 1 else ()


def _alone(source: SourceTables, table: Table) -> bool:
    """Whether this is the source's only tab with anything in it: then the file's name is its."""
    return all(other is table or not other.rows or other.hidden for other in source.tables)


def _samples(head: Head) -> dict[int, list[Scalar]]:
    """The first cells of every column, merged cells as their first one says."""
    rows = head.rows[:SAMPLE]
    width = max((len(row.values) for row in rows), default=0)
    width = max(width, max((cell.index for cell in head.cells), default=-1) + 1)
    return {index: [row.value(index) for row in rows] for index in range(width)}


def _overridden(headers: Mapping[int, str], overrides: Mapping[str, str]) -> dict[str, int]:
    """Field → column, for the headers that the configuration names and this table has."""
    by_text = {same(text): index for index, text in sorted(headers.items(), reverse=True)}
    return {name: by_text[same(text)] for name, text in overrides.items() if same(text) in by_text}


def _variants(
    columns: Columns,
    samples: Mapping[int, Sequence[Scalar]],
    headers: Mapping[int, str],
    fixed: Mapping[str, int],
) -> tuple[dict[str, int], Columns]:
    """What Type columns hold; those whose words are unknown are kept as they are."""
    found = {name: fixed[name] for name in VARIANTS if name in fixed}
    fields = {name: at for name, at in columns.fields.items() if name not in VARIANTS}
    found |= {name: at for name, at in columns.fields.items() if name in VARIANTS}
    rest = list(columns.rest)
    for index in columns.types:
        read = types.read(index, samples.get(index, ()))
        if read and read.group not in found:
            found[read.group] = index
        else:
            rest.append((headers[index], index))
    return found, replace(columns, fields=fields, rest=tuple(rest))


def _numbered(
    columns: Columns, samples: Mapping[int, Sequence[Scalar]], headers: Mapping[int, str]
) -> Columns:
    """A column of codes that nobody gave a header."""
    if "code" in columns.fields:
        return columns
    for label, index in columns.rest:
        if index not in headers and tells_levels(samples.get(index, ()), prefixed=False):
            rest = tuple(each for each in columns.rest if each != (label, index))
            return replace(columns, fields={**columns.fields, "code": index}, rest=rest)
    return columns


def _sureness(columns: Columns, verdict: Verdict) -> float:
    """How sure the reading is: the kind's certainty, and the headers' behind the fields."""
    used = {*columns.fields.values(), *columns.scoped.values()}
    scores = [columns.sure.get(index, 0.5) for index in used]
    mean = sum(scores) / len(scores) if scores else 0.5
    return round(min(1.0, verdict.sure * (0.5 + 0.5 * min(1.0, mean))), 2)
