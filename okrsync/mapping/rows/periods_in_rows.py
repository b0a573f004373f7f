"""One KPI on a row a period: one entity, whose other rows are its check-ins.

Time in rows is read as time in columns is: the newest row with a value is the current one, with
the target and the start of its period; a period that has ended is a check-in on its last day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from okrsync.mapping.apply.times import LENGTHS
from okrsync.mapping.attributes import Attributes
from okrsync.mapping.check_ins import scaled
from okrsync.mapping.numbers.units import PERCENT
from okrsync.mapping.rows.drafts import Draft
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.mapping.work import Work
from okrsync.model import CheckIn, Period
from okrsync.values import Unreadable, is_null


@dataclass(frozen=True, slots=True)
class Told:
    """One KPI's rows, oldest first, with the days that each is about, and the current one."""

    drafts: tuple[Draft, ...]
    times: tuple[tuple[date, date], ...]
    current: Draft


def fold(work: Work) -> list[Told]:
    """Make one of the drafts of each KPI that stands on a row a period."""
    times = _Times(work)
    found = []
    for group in _groups(work, times):
        rows = sorted(group, key=lambda draft: times.of(draft) or _NEVER)
        when = tuple(times.of(draft) or _NEVER for draft in rows)
        chosen = rows[_chosen(work, rows, when)]
        for draft in rows:
            draft.merged_into = None if draft is chosen else chosen
        found.append(Told(tuple(rows), when, chosen))
    work.drafts = [draft for draft in work.drafts if draft.merged_into is None]
    return found


_NEVER = (date.max, date.max)


class _Times:
    """What days a row is about: those of its period, else of its date, else of its tab."""

    def __init__(self, work: Work) -> None:
        self._work = work
        start = work.config.workspace.fiscal_year_start
        self._get = [
            Attributes(layout, reader, start, work.today)
            for layout, reader in zip(work.layouts, work.readers, strict=True)
        ]

    def of(self, draft: Draft) -> tuple[date, date] | None:
        """The first and the last day, None where nothing says them."""
        found = self._get[draft.table].period(draft.entity, draft.at, own_row=True)
        if isinstance(found, Unreadable):
            return None
        layout = self._work.layouts[draft.table]
        if found is None and (column := layout.column("on")) is not None:
            day = self._work.readers[draft.table].dates(column)[draft.at]
            return (day, day) if isinstance(day, date) else None
        period: Period | None = found or self._work.around[layout.table.key].period
        return (period.start, period.end) if period else None


def _groups(work: Work, times: _Times) -> Iterator[Sequence[Draft]]:
    """The rows of one KPI each: of one id, else of one title and team, each in another period.

    Where titles meet in one period, owners tell them apart; what is still double stays so, and
    is asked about.
    """
    by_name: dict[tuple[str, ...], list[Draft]] = {}
    for draft in work.drafts:
        if draft.entity == "kpi" and draft.own_row and (draft.ident or not draft.key):
            by_name.setdefault(_name(work, draft), []).append(draft)
    for name, group in by_name.items():
        alike = _alike(group, times)
        if len(group) > 1 and _follow(group, times):
            yield group
        elif len(alike) > 1 and all(len(own) == 1 or _follow(own, times) for own in alike):
            yield from (own for own in alike if len(own) > 1)
        elif len(group) > 1 and name[1] == "title":
            for own in _by_owner(work, group):
                if len(own) > 1 and _follow(own, times):
                    yield own


def _alike(group: Sequence[Draft], times: _Times) -> list[list[Draft]]:
    """The rows by how long their periods last: a year's goal stands above those of its quarters,
    and is a number of its own."""
    found: dict[str, list[Draft]] = {}
    for draft in group:
        days = times.of(draft)
        if days is not None:
            length = (days[1] - days[0]).days + 1
            kind = next((name for most, name in LENGTHS if length <= most), "")
            found.setdefault(kind, []).append(draft)
    return list(found.values()) if sum(map(len, found.values())) == len(group) else []


def _name(work: Work, draft: Draft) -> tuple[str, ...]:
    source = work.layouts[draft.table].source.name
    if draft.ident:
        return source, "id", draft.ident.casefold()
    above = draft.joined[0].final().title if draft.joined else ""
    return source, "title", same(draft.title), same(above), _said(work, draft, "team"), draft.space


def _by_owner(work: Work, group: Sequence[Draft]) -> list[list[Draft]]:
    found: dict[str, list[Draft]] = {}
    for draft in group:
        found.setdefault(_said(work, draft, "owner"), []).append(draft)
    return list(found.values())


def _said(work: Work, draft: Draft, name: str) -> str:
    column = work.layouts[draft.table].column(name, draft.entity)
    if column is None:
        return ""  # A column of nothing would be as long as the table, for each of its rows.
    return same(work.readers[draft.table].texts(column)[draft.at] or "")


def _follow(group: Sequence[Draft], times: _Times) -> bool:
    """Whether each row has days of its own: none of them overlaps another's."""
    days = [times.of(draft) for draft in group]
    known = sorted(each for each in days if each is not None)
    pairs = pairwise(known)
    return len(known) == len(group) and all(before[1] < after[0] for before, after in pairs)


def _chosen(work: Work, rows: Sequence[Draft], when: Sequence[tuple[date, date]]) -> int:
    """The position of the row that counts: the newest that is filled and has begun; without any
    the running one, else the next, else the last."""
    filled = [at for at, draft in enumerate(rows) if _filled(work, draft)]
    begun = [at for at in filled if when[at][0] <= work.today]
    if filled:
        return (begun or filled)[-1]
    ahead = [at for at, (_, end) in enumerate(when) if end >= work.today]
    return ahead[0] if ahead else len(rows) - 1


def _filled(work: Work, draft: Draft) -> bool:
    column = work.layouts[draft.table].column("current", draft.entity)
    value = work.readers[draft.table].raw(column)[draft.at]
    return is_filled(value) and not (isinstance(value, str) and is_null(value))


def check_ins(
    work: Work, told: Sequence[Told], units: Mapping[str, str | None]
) -> Iterator[CheckIn]:
    """The check-ins of KPIs that stand on a row a period; a value that can't be read is noted."""
    for each in told:
        for draft, (_, end) in zip(each.drafts, each.times, strict=True):
            column = work.layouts[draft.table].column("current", draft.entity)
            read = work.readers[draft.table].numbers(column)
            found = read[draft.at]
            if isinstance(found, Unreadable) and column is not None and draft is not each.current:
                work.problem(draft.table, draft.at, found.code, column, "current", found.why,
                             draft=each.current)  # fmt: skip
            values, parts = scaled([found])
            value = (parts if units.get(each.current.id) == PERCENT else values)[0]
            if value is not None and end <= work.today:
                yield CheckIn(entity_id=each.current.id, on=end, value=value)
