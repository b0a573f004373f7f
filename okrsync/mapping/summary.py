"""What a whole workspace says: its period, its language, and what was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from okrsync.mapping import say, tables, tongue
from okrsync.mapping.drafts import Draft
from okrsync.mapping.fields import ENTITIES
from okrsync.mapping.reading import TableReading
from okrsync.mapping.words import LANGUAGES
from okrsync.mapping.work import Work
from okrsync.model import Period
from okrsync.text import Text
from okrsync.values import Unreadable, read_period, safe

_TITLES = 400
"""So many titles are enough to tell their language."""


def notes(work: Work, by_table: Mapping[int, Sequence[Draft]]) -> list[Text]:
    """Sentences about what was found in each table, what was left out, and why."""
    said: list[Text] = []
    for index, layout in enumerate(work.layouts):
        numbers = Counter(draft.entity for draft in by_table.get(index, ()))
        said.append(say.found(layout, {name: numbers[name] for name in ENTITIES}))
        if layout.columns.doubled:
            headers = ", ".join(f"“{safe(header)}”" for header in layout.columns.doubled)
            said.append(say.filled(say.DOUBLED, tab=safe(layout.table.name), headers=headers))
        if layout.series:
            headers = ", ".join(safe(layout.headers[at]) for at in layout.series)
            said.append(say.filled(say.SERIES, tab=safe(layout.table.name), headers=headers))
        said += say.left_out(layout, work.walked[index].left)
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
    read_from = {layout.table.key for layout in work.layouts}
    said = {each.period for key, each in work.around.items() if each.period and key in read_from}
    labels = {each.label: each for each in said}
    return next(iter(labels.values())) if len(labels) == 1 else None


def label(work: Work, name: str) -> str | None:
    """What the sheet says beside a label such as "North star"."""
    return next((each.said[name] for each in work.around.values() if name in each.said), None)


def language(work: Work, readings: Sequence[TableReading]) -> str | None:
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
