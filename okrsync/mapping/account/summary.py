"""What a whole workspace says: its period, its language, and what was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from okrsync.i18n import Message
from okrsync.mapping import tables
from okrsync.mapping.account import say
from okrsync.mapping.account.certainty import certainty
from okrsync.mapping.fields import ENTITIES
from okrsync.mapping.period_in_text import is_year
from okrsync.mapping.reading import TableReading
from okrsync.mapping.rows.drafts import Draft
from okrsync.mapping.surroundings import Around
from okrsync.mapping.vocabulary import tongue
from okrsync.mapping.vocabulary.words import LANGUAGES
from okrsync.mapping.work import Work
from okrsync.model import Period
from okrsync.table import letters
from okrsync.values import Unreadable, quarter_of, read_period, safe

_TITLES = 400
"""So many titles are enough to tell their language."""


def notes(work: Work, by_table: Mapping[int, Sequence[Draft]]) -> list[Message]:
    """Sentences about what was found in each table, what was left out, and why."""
    said: list[Message] = []
    for index, layout in enumerate(work.layouts):
        numbers = Counter(draft.entity for draft in by_table.get(index, ()))
        certain = certainty(layout, work.walked[index].left)
        said.append(say.found(layout, {name: numbers[name] for name in ENTITIES}, certain))
        shaped = layout.shaped
        if shaped is not None and shaped.timed:
            headers = ", ".join(safe(layout.headers.get(at, letters(at))) for at in shaped.timed)
            said.append(say.SERIES.filled(tab=safe(layout.table.name), headers=headers))
        if shaped is not None and len(shaped.aims) > 1:
            headers = ", ".join(safe(layout.headers.get(at, letters(at))) for at in shaped.aims)
            said.append(say.AIMS.filled(tab=safe(layout.table.name), headers=headers))
        said += say.left_out(layout, work.walked[index].left)
        said += say.without_a_row(layout, by_table.get(index, ()))
        said += say.unmeasured(layout, by_table.get(index, ()))
    if work.drafts and not any(draft.entity == "objective" for draft in work.drafts):
        said.append(say.NO_OBJECTIVES)
    return [*said, *work.chosen.notes, *tables.hidden_notes(work.chosen)]


def period(work: Work) -> Period | None:
    """The configuration's period, else the one that all tabs with one name alike."""
    workspace = work.config.workspace
    if workspace.period:
        found = read_period(
            workspace.period, fiscal_year_start=workspace.fiscal_year_start, today=work.today
        )
        return None if isinstance(found, Unreadable) else found
    around = _around(work)
    return _narrowed(around.period, work) if around and around.period else None


def origin(work: Work) -> Message | None:
    """Where the period stands, None where the configuration or nobody says it."""
    found = None if work.config.workspace.period else _around(work)
    return found.origin if found else None


def _around(work: Work) -> Around | None:
    """What stands around the tabs, where all that name a period name the same."""
    read_from = {layout.table.key for layout in work.layouts}
    said = [each for key, each in work.around.items() if each.period and key in read_from]
    labels = {each.period.label for each in said if each.period}
    return said[0] if len(labels) == 1 else None


def _narrowed(period: Period, work: Work) -> Period:
    """A bare year whose rows are all due in one quarter means that quarter."""
    if not is_year(period):
        return period
    start = work.config.workspace.fiscal_year_start
    dues = {due for each in work.entities.values() if (due := getattr(each, "due", None))}
    quarters = {quarter_of(due, start).label: quarter_of(due, start) for due in dues}
    inside = all(period.start <= due <= period.end for due in dues)
    return next(iter(quarters.values())) if len(quarters) == 1 and inside else period


def label(work: Work, name: str) -> str | None:
    """What the sheet says beside a label such as "North star"."""
    return next((each.said[name] for each in work.around.values() if name in each.said), None)


def languages(work: Work, readings: Sequence[TableReading]) -> dict[str, str]:
    """The language of each source that shows one."""
    drafts: dict[str, list[Draft]] = {}
    for draft in work.drafts:
        drafts.setdefault(work.layouts[draft.table].source.name, []).append(draft)
    found = {
        source: language(
            drafts.get(source, ()), [each for each in readings if each.source == source]
        )
        for source in dict.fromkeys(each.source for each in readings)
    }
    return {source: shown for source, shown in found.items() if shown}


def language(drafts: Sequence[Draft], readings: Sequence[TableReading]) -> str | None:
    """The language of the titles where they show one, else that of most headers.

    Many teams write in their own language under English headers.
    """
    spoken = tongue.of(draft.title for draft in drafts[:_TITLES])
    if spoken:
        return spoken
    votes = dict.fromkeys(LANGUAGES, 0.0)
    for table in readings:
        if table.language:
            votes[table.language] += 1 + len(table.rows)
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] else None
