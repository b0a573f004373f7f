"""What stands around the tables: the period in a title, a north star, a theme, a tab's team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from okrsync.i18n import Message, verbatim
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.period_in_text import period_in
from okrsync.mapping.vocabulary import names
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import everywhere
from okrsync.model import Period
from okrsync.table import Row, Table, a1
from okrsync.values import clean, safe

_LABELS = ("north_star", "theme", "period", "team")
_TITLE = 90
"""A longer text is no title: a period in it is prose."""
_LOOK = 40
LABEL = Message("the label above the table")
TAB = Message("the tab's name “{tab}”")
FILE = Message("the file's name “{file}”")


@dataclass(slots=True)
class Around:
    """What a tab says beside its tables. `origin` is where its period stands."""

    said: dict[str, str] = field(default_factory=dict)
    period: Period | None = None
    origin: Message | None = None
    team: str | None = None

    @property
    def space(self) -> str:
        """What makes equal titles in two tabs different."""
        return "|".join(filter(None, (self.team, self.period.label if self.period else None)))


def look(
    found: Sequence[Layout | Unknown], *, fiscal_year_start: int, today: date
) -> dict[str, Around]:
    """Table key → what stands around it."""
    heads: dict[str, int] = {}
    tables: dict[str, Table] = {}
    for each in found:
        tables[each.table.key] = each.table
        top = each.head.top if each.head and isinstance(each, Layout) else _LOOK
        heads[each.table.key] = min(top, heads.get(each.table.key, top))
    around = {key: Around(dict(_said(_above(table, heads[key])))) for key, table in tables.items()}
    hints = {each.table.key: each.source.file_hint for each in found}
    for key, table in tables.items():
        for text, origin in _period_texts(table, heads[key], around[key].said, hints[key]):
            period = period_in(text, fiscal_year_start, today)
            if period is not None:
                around[key].period, around[key].origin = period, origin
                break
        around[key].team = around[key].said.get("team")
    _teams([each for each in found if isinstance(each, Layout)], around)
    return around


def _above(table: Table, head: int) -> list[Row]:
    return [row for row in table.rows[:_LOOK] if row.number < head] if not table.columns else []


def _said(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Labels and what stands beside them: "North star: …" in one cell or in two."""
    for row in rows:
        texts = [clean(value) if isinstance(value, str) else value for value in row.values]
        for at, text in enumerate(texts):
            if not isinstance(text, str) or not text:
                continue
            label, colon, rest = text.partition(":")
            name = _label(label)
            if name and colon and rest.strip():
                yield name, rest.strip()
            elif name and not rest.strip():
                beside = next(
                    (str(each) for each in texts[at + 1 :] if each not in (None, "")), None
                )
                if beside and not beside.endswith(":"):
                    yield name, beside


def _label(text: str) -> str | None:
    words = phrase(text) if len(text) <= 40 else ""
    return next((name for name in _LABELS if words in everywhere("labels")[name]), None)


def _period_texts(
    table: Table, head: int, said: Mapping[str, str], file: str | None
) -> Iterator[tuple[str, Message]]:
    """Texts that may name the tab's period, and where each stands: a label's, the lines above
    the table, the tab's name, the file's."""
    for row in _above(table, head):
        for column, value in enumerate(row.values):
            if isinstance(value, str) and len(value) <= _TITLE:
                yield value, verbatim(a1(row.number, column))
    if "period" in said:
        yield said["period"], LABEL
    yield table.name, TAB.filled(tab=safe(table.name))
    if file:
        yield file, FILE.filled(file=safe(file))


def _teams(layouts: Sequence[Layout], around: Mapping[str, Around]) -> None:
    """Where several tabs of one source hold the same kind of table, their names are teams."""
    groups: dict[tuple[str, str], list[Layout]] = {}
    for layout in layouts:
        if not layout.verdict.check_ins and "team" not in layout.columns.fields:
            groups.setdefault((layout.source.name, str(layout.verdict.kind)), []).append(layout)
    for group in groups.values():
        keys = {layout.table.key for layout in group}
        said = {layout.table.key: _team(layout.table.name) for layout in group}
        if len(keys) > 1 and len({team for team in said.values() if team}) > 1:
            for key, team in said.items():
                around[key].team = around[key].team or team


def _team(name: str) -> str | None:
    return names.team(name) if names.kind(name) in (None, "okrs") else None
