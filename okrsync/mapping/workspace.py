"""The door of the room: a workspace's tables in, one Plan and where its rows stand out."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from okrsync.config import Config
from okrsync.mapping import check_ins, identity, say, surroundings, tables, tongue
from okrsync.mapping.drafts import Draft
from okrsync.mapping.entities import Entities, Entity
from okrsync.mapping.fields import ENTITIES
from okrsync.mapping.layout import Layout
from okrsync.mapping.levelled import Levelled
from okrsync.mapping.link import NEAREST, Broken, join
from okrsync.mapping.placing import joined, table_reading
from okrsync.mapping.reader import Reader
from okrsync.mapping.reading import Problem, Reading, TableReading
from okrsync.mapping.sources import SourceTables
from okrsync.mapping.surroundings import Around
from okrsync.mapping.tables import Chosen
from okrsync.mapping.uniform import Uniform
from okrsync.mapping.walk import Walked
from okrsync.mapping.words import LANGUAGES
from okrsync.model import CheckIn, Initiative, KeyResult, Kpi, Objective, Period, Plan
from okrsync.table import a1
from okrsync.text import Text
from okrsync.values import Unreadable, read_period, safe

_TITLES = 400
"""So many titles are enough to tell their language."""


@dataclass(slots=True)
class Work:
    """One run of reading: what was chosen, walked, made and noted."""

    config: Config
    today: date
    chosen: Chosen
    around: Mapping[str, Around]
    layouts: list[Layout] = field(default_factory=list)
    readers: list[Reader] = field(default_factory=list)
    walked: list[Walked] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    check_ins: tuple[CheckIn, ...] = ()

    def note(self, draft: Draft, code: str, column: int, name: str, detail: Text | None) -> None:
        """A cell that can't be read as what it should be."""
        self.problem(draft.table, draft.at, code, column, name, detail, draft=draft)

    def problem(
        self,
        table: int,
        at: int,
        code: str,
        column: int,
        name: str,
        detail: Text | None,
        *,
        draft: Draft | None = None,
        shown: str | None = None,
        cells: Sequence[str] = (),
    ) -> None:
        """A problem at a cell, named by its table's position and its row's."""
        layout, row = self.layouts[table], self.readers[table].rows[at]
        value = self.readers[table].raw(column)[at]
        self.problems.append(
            Problem(
                code=code,
                source=layout.source.name,
                tab=layout.table.name,
                cell=a1(row.number, column),
                row=row.number,
                column=layout.headers.get(column, ""),
                field=name,
                shown=shown if shown is not None else "" if value is None else str(value),
                entity_id=draft.id if draft else None,
                title=draft.title if draft else None,
                detail=detail,
                cells=cells,
            )
        )


def read(sources: Sequence[SourceTables], config: Config, today: date) -> Reading:
    """Read a workspace's tables as one Plan.

    Raises MappingError where no OKRs are found or a named header is missing, ConfigError for
    a configuration that names an unknown field or mapping. What is wrong in single cells is
    a problem of the Reading, and the other rows go on.
    """
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


def _read(sources: Sequence[SourceTables], config: Config, today: date) -> Reading:
    chosen = tables.choose(sources, config)
    start = config.workspace.fiscal_year_start
    around = surroundings.look(chosen.everything, fiscal_year_start=start, today=today)
    work = Work(config, today, chosen, around)
    _walk(work)
    if not work.drafts and not _only_headers(work):
        raise say.nothing_found([*chosen.layouts, *chosen.unknown])
    _identify(work)
    _make(work)
    _log(work)
    return _reading(work)


def _walk(work: Work) -> None:
    for layout in work.chosen.layouts:
        if layout.verdict.check_ins:
            continue
        index, reader = len(work.layouts), Reader(layout)
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


def _identify(work: Work) -> None:
    broken = join(work.drafts)
    work.drafts = [d for d in work.drafts if d.merged_into is None and not d.lost]
    tell = _Telling(work)
    doubled = identity.identify(
        work.drafts, lambda draft: work.layouts[draft.table].source.name, tell
    )
    for each in broken:
        _broken(work, each)
    for pair in doubled:
        _doubled(work, pair)
    for index, walked in enumerate(work.walked):
        for odd in walked.odd:
            code = "DAT11" if odd.why == "error" else "DAT01"
            detail = say.UNKNOWN_LEVEL if odd.why == "level" else None
            work.problem(index, odd.at, code, odd.column, odd.field, detail, shown=odd.shown)


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


def _broken(work: Work, each: Broken) -> None:
    detail = say.filled(NEAREST, near=each.nearest) if each.nearest else None
    draft, ref = each.draft, each.ref
    work.problem(
        draft.table, draft.at, "DAT06", ref.column, "parent", detail, draft=draft, shown=ref.text
    )


def _doubled(work: Work, pair: identity.Doubled) -> None:
    first = pair.drafts[0]
    cells = tuple(_address(work, draft) for draft in pair.drafts)
    column = first.title_column if first.ident_column is None else first.ident_column
    work.problem(
        first.table,
        first.at,
        "DAT05",
        column,
        "title" if pair.derived else "id",
        identity.NO_DIFFERENCE if pair.derived else None,
        draft=first,
        shown=pair.shown,
        cells=cells,
    )


def _address(work: Work, draft: Draft) -> str:
    column = draft.title_column if draft.ident_column is None else draft.ident_column
    cell = a1(draft.row, column)
    several = len({layout.table.key for layout in work.layouts}) > 1
    return f"{work.layouts[draft.table].table.name}!{cell}" if several else cell


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


def _log(work: Work) -> None:
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
            Reader(layout),
            work.drafts,
            units,
            fiscal_year_start=work.config.workspace.fiscal_year_start,
            today=work.today,
        )
        found += log.check_ins
        tab = safe(layout.table.name)
        work.notes.append(say.filled(say.FOUND_LOG, tab=tab, count=len(log.check_ins)))
        if log.lost:
            work.notes.append(say.filled(say.LOST_LINES, tab=tab, count=log.lost))
    work.check_ins = tuple(sorted(found, key=lambda each: each.on))
    for entity_id, value in check_ins.latest(work.check_ins).items():
        entity = work.entities.get(entity_id)
        if isinstance(entity, KeyResult | Kpi):
            work.entities[entity_id] = check_ins.with_current(entity, value)


def _reading(work: Work) -> Reading:
    made = list(work.entities.values())
    plan = Plan(
        period=_period(work),
        north_star=work.config.workspace.north_star or _label(work, "north_star"),
        theme=work.config.workspace.theme or _label(work, "theme"),
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
        table_reading(layout, by_table.get(index, ())) for index, layout in enumerate(work.layouts)
    )
    return Reading(
        plan=plan,
        tables=readings,
        problems=work.problems,
        notes=[*_found_notes(work, by_table), *work.notes],
        language=_language(work, readings),
    )


def _found_notes(work: Work, by_table: Mapping[int, Sequence[Draft]]) -> list[Text]:
    notes: list[Text] = []
    for index, layout in enumerate(work.layouts):
        numbers = Counter(draft.entity for draft in by_table.get(index, ()))
        notes.append(say.found(layout, {name: numbers[name] for name in ENTITIES}))
        if layout.columns.doubled:
            headers = ", ".join(f"“{safe(header)}”" for header in layout.columns.doubled)
            notes.append(say.filled(say.DOUBLED, tab=safe(layout.table.name), headers=headers))
        if layout.series:
            headers = ", ".join(safe(layout.headers[at]) for at in layout.series)
            notes.append(say.filled(say.SERIES, tab=safe(layout.table.name), headers=headers))
        notes += say.left_out(layout, work.walked[index].left)
    if work.drafts and not any(draft.entity == "objective" for draft in work.drafts):
        notes.append(say.NO_OBJECTIVES)
    return [*notes, *work.chosen.notes, *tables.hidden_notes(work.chosen)]


def _period(work: Work) -> Period | None:
    workspace = work.config.workspace
    if workspace.period:
        found = read_period(
            workspace.period, fiscal_year_start=workspace.fiscal_year_start, today=work.today
        )
        return None if isinstance(found, Unreadable) else found
    read_from = {layout.table.key for layout in work.layouts}
    said = {each.period for key, each in work.around.items() if each.period and key in read_from}
    labels = {each.label: each for each in said}
    return next(iter(labels.values())) if len(labels) == 1 else None


def _label(work: Work, name: str) -> str | None:
    return next((each.said[name] for each in work.around.values() if name in each.said), None)


def _language(work: Work, readings: Sequence[TableReading]) -> str | None:
    """The language of the titles where they show one, else that of most headers.

    Many teams write in their own language under English headers.
    """
    spoken = tongue.of(draft.title for draft in work.drafts[:_TITLES])
    if spoken:
        return spoken
    votes = dict.fromkeys(LANGUAGES, 0.0)
    for table in readings:
        if table.language:
            votes[table.language] += 1 + len(table.rows)
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] else None
