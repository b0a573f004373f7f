"""The door of the room: a workspace's tables in, one Plan and where its rows stand out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from okrsync.config import Config
from okrsync.mapping import check_ins, surroundings, tables
from okrsync.mapping.account import accounted, say, summary
from okrsync.mapping.account.guessed import guessed
from okrsync.mapping.account.uncomputed import uncomputed
from okrsync.mapping.account.unread import unread
from okrsync.mapping.entities import Entities
from okrsync.mapping.layout import Layout
from okrsync.mapping.reader import ColumnReader
from okrsync.mapping.reading import Reading
from okrsync.mapping.rows import identity, periods_in_rows, problems
from okrsync.mapping.rows.drafts import Draft, Ref
from okrsync.mapping.rows.levelled import Levelled
from okrsync.mapping.rows.link import join
from okrsync.mapping.rows.periods_in_rows import Told
from okrsync.mapping.rows.placing import joined, table_reading
from okrsync.mapping.rows.uniform import Uniform
from okrsync.mapping.sources import SourceTables
from okrsync.mapping.vocabulary.normal import same
from okrsync.mapping.work import Work
from okrsync.model import CheckIn, Initiative, KeyResult, Kpi, Objective, Plan
from okrsync.values import safe


def read(sources: Sequence[SourceTables], config: Config, today: date) -> Reading:
    """Read a workspace's tables as one Plan.

    Raises MappingError where no OKRs are found or a named header is missing, ConfigError for
    a configuration that names an unknown field or mapping. What is wrong in single cells is
    a problem of the Reading, and the other rows go on.
    """
    return read_work(sources, config, today)[0]


def read_work(sources: Sequence[SourceTables], config: Config, today: date) -> tuple[Reading, Work]:
    """The same, with the work that it took: which tables were chosen, what was left out of them."""
    with _uninterrupted():
        return _read(sources, config, today)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Without garbage collection: nothing here makes loops, and ever more objects would be
    searched for some; a large sheet takes twice as long with it. Afterwards all that was made
    counts as long-lived (that is what the two calls do), for it is about to be used."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if enabled:
            gc.enable()


def _read(sources: Sequence[SourceTables], config: Config, today: date) -> tuple[Reading, Work]:
    chosen = tables.choose(sources, config, today)
    start = config.workspace.fiscal_year_start
    around = surroundings.look(chosen.everything, fiscal_year_start=start, today=today)
    work = Work(config, today, chosen, around)
    _walk(work)
    if not work.drafts and not _only_headers(work):
        locations = [source.location for source in sources]
        raise say.nothing_found([*chosen.layouts, *chosen.unknown], locations)
    told = _identify(work)
    _make(work)
    _log(work, told)
    reading = _reading(work)
    if sys.flags.dev_mode:
        accounted.held(work, reading)
    return reading, work


def _walk(work: Work) -> None:
    for layout in work.chosen.layouts:
        if layout.verdict.check_ins:
            continue
        index, reader = len(work.layouts), ColumnReader(layout, work.config.workspace.zone)
        walker = Uniform if layout.verdict.entity else Levelled
        walked = walker(layout, index, reader).walk()
        space = work.around[layout.table.key].space
        for draft in walked.drafts:
            draft.space = space
        work.layouts.append(layout)
        work.readers.append(reader)
        work.walked.append(walked)
        work.drafts += walked.drafts


def _only_headers(work: Work) -> bool:
    """Whether tables were found and simply hold nothing yet."""
    return bool(work.layouts) and all(
        not walked.left.counts.keys() & {"untitled", "no level"} and not walked.odd
        for walked in work.walked
    )


def _identify(work: Work) -> list[Told]:
    """Give every draft what it belongs to and its id; what stands on a row a period is returned."""
    _lift(work)
    lost = join(work.drafts)
    work.drafts = [d for d in work.drafts if d.merged_into is None and not d.lost]
    told = periods_in_rows.fold(work)
    doubled = identity.identify(
        work.drafts, lambda draft: work.layouts[draft.table].source.name, _Telling(work)
    )
    for each in lost:
        problems.broken(work, each)
    for pair in doubled:
        problems.doubled(work, pair)
    problems.odd_cells(work)
    return told


def _lift(work: Work) -> None:
    """Rows that say nothing of what they belong to belong to the rows that list them."""
    lifted = work.chosen.lifted
    for draft in work.drafts:
        above = lifted.get(draft.key or "") if draft.own_row else None
        if above and not draft.refs and draft.parent is None:
            draft.refs = tuple(Ref(key, None, draft.title_column) for key in above)


class _Telling:
    """What tells rows with one title apart: period, team, owner, target."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def __call__(self, draft: Draft) -> list[str]:
        """The values of those columns, as they stand."""
        reader, layout = self.work.readers[draft.table], self.work.layouts[draft.table]
        around = self.work.around[layout.table.key]
        own = [
            str(reader.raw(layout.column(name, draft.entity))[draft.at] or "")
            for name in ("team", "owner", "target")
        ]
        period = draft.when or (around.period.label if around.period else "")
        return [period, own[0] or around.team or "", own[1], own[2]]


def _make(work: Work) -> None:
    several = {each.period.label for each in work.around.values() if each.period}
    makers = [
        Entities(
            layout,
            work.readers[index],
            work.note,
            fiscal_year_start=work.config.workspace.fiscal_year_start,
            today=work.today,
            team=work.around[layout.table.key].team,
            period=work.around[layout.table.key].period if len(several) > 1 else None,
        )
        for index, layout in enumerate(work.layouts)
    ]
    for draft in work.drafts:
        work.entities[draft.id] = makers[draft.table].make(draft)
    for index, layout in enumerate(work.layouts):
        for odd in layout.shaped.odd if layout.shaped else ():
            work.problem(index, odd.at, "DAT01", odd.column, odd.field, odd.why, shown=odd.shown)
    for layout in work.chosen.layouts:
        own = _own_rows(work, layout)
        work.problems += [*unread(layout), *uncomputed(layout, own), *guessed(layout, own)]
    _chain(work)


def _own_rows(work: Work, layout: Layout) -> dict[int, Draft]:
    """Position → the draft whose own row it is, of one table."""
    if layout.verdict.check_ins:
        return {}
    index = next(at for at, each in enumerate(work.layouts) if each is layout)
    return {draft.at: draft for draft in work.drafts if draft.table == index and draft.own_row}


def _chain(work: Work) -> None:
    """The next step of a funnel by its id, where people named it by its title."""
    steps = [each for each in work.entities.values() if isinstance(each, Kpi)]
    known = {same(step.title): step.id for step in reversed(steps)}
    known |= {step.id.casefold(): step.id for step in steps}
    for step in steps:
        named = step.feeds and (known.get(step.feeds.casefold()) or known.get(same(step.feeds)))
        if named and named != step.id:
            work.entities[step.id] = step.model_copy(update={"feeds": named})


def _log(work: Work, told: Sequence[Told]) -> None:
    """Check-ins from logs; a row without a value of its own takes its last one."""
    units = {
        each.id: each.metric.unit
        for each in work.entities.values()
        if isinstance(each, KeyResult | Kpi) and each.metric
    }
    found: list[CheckIn] = []
    for layout in work.chosen.layouts:
        if not layout.verdict.check_ins:
            continue
        log = check_ins.read(
            layout,
            ColumnReader(layout, work.config.workspace.zone),
            work.drafts,
            units,
            fiscal_year_start=work.config.workspace.fiscal_year_start,
            today=work.today,
        )
        found += log.check_ins
        tab = safe(layout.table.name)
        work.notes.append(say.FOUND_LOG.filled(tab=tab, count=len(log.check_ins)))
        if log.lost:
            work.notes.append(say.LOST_LINES.filled(tab=tab, count=log.lost))
    for index, layout in enumerate(work.layouts):
        own = (draft for draft in work.drafts if draft.table == index)
        found += check_ins.over_time(layout, work.readers[index], own, units)
    found += periods_in_rows.check_ins(work, told, units)
    work.check_ins = tuple(sorted(found, key=lambda each: each.on))
    for entity_id, value in check_ins.latest(work.check_ins).items():
        entity = work.entities.get(entity_id)
        if isinstance(entity, KeyResult | Kpi):
            work.entities[entity_id] = check_ins.with_current(entity, value)


def _reading(work: Work) -> Reading:
    made = list(work.entities.values())
    plan = Plan(
        period=summary.period(work),
        north_star=work.config.workspace.north_star or summary.label(work, "north_star"),
        theme=work.config.workspace.theme or summary.label(work, "theme"),
        objectives=tuple(each for each in made if isinstance(each, Objective)),
        key_results=tuple(each for each in made if isinstance(each, KeyResult)),
        initiatives=tuple(each for each in made if isinstance(each, Initiative)),
        kpis=tuple(each for each in made if isinstance(each, Kpi)),
        check_ins=work.check_ins,
    )
    by_table: dict[int, list[Draft]] = {}
    for draft in work.drafts:
        by_table.setdefault(draft.table, []).append(draft)
    readings = joined(
        table_reading(layout, by_table.get(index, ()), work.walked[index].left)
        for index, layout in enumerate(work.layouts)
    )
    return Reading(
        plan=plan,
        tables=readings,
        problems=work.problems,
        notes=[*summary.notes(work, by_table), *work.notes],
        language=summary.language(work.drafts, readings),
        languages=summary.languages(work, readings),
        period_origin=summary.origin(work),
    )
