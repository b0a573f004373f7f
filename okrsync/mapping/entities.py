"""From drafts to the model's entities, with a problem for every cell that can't be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from okrsync.mapping.attributes import MODEL_NAMES, Attributes, tags
from okrsync.mapping.drafts import Draft
from okrsync.mapping.layout import Layout
from okrsync.mapping.metrics import Metrics
from okrsync.mapping.normal import phrase
from okrsync.mapping.reader import Number, Reader, of
from okrsync.mapping.words import meanings
from okrsync.model import (
    Aggregation,
    Cadence,
    Initiative,
    KeyResult,
    Kpi,
    KpiKind,
    Level,
    Measures,
    Objective,
    ObjectiveKind,
    Period,
    Source,
)
from okrsync.table import Scalar, letters
from okrsync.text import Text
from okrsync.values import Quantity, Unreadable

Entity = Objective | KeyResult | Initiative | Kpi
Note = Callable[[Draft, str, int, str, Text | None], None]
"""Notes a problem: draft, code, column, field, what was understood."""

SCALES = Text(
    en="Fractions and whole percents stand in one column; this one was read as {read}.",
    nl="In deze kolom staan breuken en hele percentages door elkaar; dit is gelezen als {read}.",
)
_CONFIDENCE = {"high": Decimal("0.9"), "medium": Decimal("0.5"), "low": Decimal("0.1")}


class Entities:
    """Makes the entities of one table."""

    def __init__(
        self,
        layout: Layout,
        reader: Reader,
        note: Note,
        *,
        fiscal_year_start: int,
        today: date,
        team: str | None,
        period: Period | None,
    ) -> None:
        self.layout, self.reader, self.note = layout, reader, note
        self.attributes = Attributes(layout, reader, fiscal_year_start, today)
        self.metrics = Metrics(layout, reader)
        self.team, self.period = team, period
        self._cells: dict[tuple[str, int, bool], dict[str, int]] = {}
        self._pairs: dict[tuple[str, int, bool], list[tuple[str, str]]] = {}
        self._linked = self._linking_columns()

    def make(self, draft: Draft) -> Entity:
        """The entity of a draft that has been joined and named."""
        return _MAKERS[draft.entity](self, draft)

    def _linking_columns(self) -> frozenset[int]:
        columns = self.layout.columns
        found = {*self.layout.verdict.titles.values(), *self.layout.managed.values()}
        found |= {at for (name, _), at in columns.scoped.items() if name == "id"}
        found |= {columns.fields[name] for name in ("id", "parent") if name in columns.fields}
        if "level" in self.layout.types:
            found.add(self.layout.types["level"])
        return frozenset(found)

    def _common(self, draft: Draft) -> dict[str, Any]:
        key = (draft.entity, draft.title_column, draft.own_row)
        if key not in self._cells:
            cells = self.attributes.cells(draft.entity, draft.title_column, own_row=draft.own_row)
            if draft.ident_column is not None:
                cells["id"] = draft.ident_column
            self._cells[key] = cells
            self._pairs[key] = [(name, letters(column)) for name, column in cells.items()]
        cells, at, get = self._cells[key], draft.at, self.attributes
        row = str(draft.row)
        return {
            "id": draft.id,
            "title": draft.title,
            "source": Source(
                connector=self.layout.source.connector,
                location=self.layout.source.location,
                tab=self.layout.table.name,
                row=draft.row,
                cells={name: column + row for name, column in self._pairs[key]},
            ),
            "owner": get.text(cells.get("owner"), at),
            "team": get.text(cells.get("team"), at) or self.team,
            "period": self._period(draft, cells),
            "parked": self._parked(draft, cells),
            "description": get.text(cells.get("description"), at),
            "notes": get.text(cells.get("notes"), at),
            "tags": tags(get.text(cells.get("tags"), at)) if "tags" in cells else (),
            "extra": get.others(cells, at, self._linked) if draft.own_row else {},
        }

    def cell(self, draft: Draft, name: str) -> int | None:
        """The column of a model field for this draft."""
        key = (draft.entity, draft.title_column, draft.own_row)
        return self._cells[key].get(name)

    def _period(self, draft: Draft, cells: dict[str, int]) -> Period | None:
        if "period" not in cells and "year" not in cells:
            return self.period
        found = self.attributes.period(draft.entity, draft.at, own_row=draft.own_row)
        if isinstance(found, Unreadable):
            self._unread(draft, "period", found)
            return self.period
        return found or self.period

    def _parked(self, draft: Draft, cells: dict[str, int]) -> bool:
        flag = self.attributes.flag(cells.get("parked"), draft.at)
        if flag is True or self.attributes.word(cells.get("parked"), draft.at, "parked"):
            return True
        status = cells.get("reported_status")
        return self.attributes.word(status, draft.at, "parked") is not None

    def _unread(self, draft: Draft, name: str, found: Unreadable) -> None:
        column = self.cell(draft, name)
        if column is not None:
            self.note(draft, found.code, column, name, found.why)

    def value(self, draft: Draft, name: str) -> Decimal | None:
        """A plain number of the row (weight, amount), reported where it can't be read."""
        found = self.attributes.number(self.cell(draft, name), draft.at)
        if isinstance(found, Unreadable):
            self._unread(draft, name, found)
        return of(found.plain()) if isinstance(found, Quantity) else None

    def day(self, draft: Draft, name: str) -> date | None:
        """A date of the row, reported where it can't be read."""
        found = self.attributes.day(self.cell(draft, name), draft.at)
        if isinstance(found, Unreadable):
            self._unread(draft, name, found)
            return None
        return found

    def progress(self, draft: Draft, name: str = "reported_progress") -> Decimal | None:
        """A typed progress as a fraction. A word in the column is a status, and no mistake."""
        column = self.cell(draft, name)
        found = self.attributes.fraction(column, draft.at)
        if isinstance(found, Unreadable) and not self._is_word(column, draft.at):
            self._unread(draft, name, found)
        return self._part(draft, name, found)

    def _part(self, draft: Draft, name: str, found: Number) -> Decimal | None:
        if not isinstance(found, Quantity):
            return None
        column = self.cell(draft, name)
        if found.ambiguous and found.value is not None and column is not None:
            read = f"{found.value * 100:f}".rstrip("0").rstrip(".")
            said = Text(en=SCALES.say("en", read=f"{read}%"), nl=SCALES.say("nl", read=f"{read} %"))
            self.note(draft, "DAT04", column, name, said)
        return found.value

    def _is_word(self, column: int | None, at: int) -> bool:
        value: Scalar = self.reader.raw(column)[at]
        return isinstance(value, str) and not any(c.isdigit() for c in value) and value[:1] != "#"

    def status(self, draft: Draft) -> str | None:
        """The human's own word for how it goes."""
        return self.attributes.shown(self.cell(draft, "reported_status"), draft.at)

    def confidence(self, draft: Draft) -> Decimal | None:
        """How sure the team is, 0–1: a word, 7/10, a percent. Faces stay in `extra`."""
        column = self.cell(draft, "confidence")
        if column is None:
            return None
        said = self.attributes.word(column, draft.at, "confidence")
        if said:
            return _CONFIDENCE[said]
        found = self.attributes.tenths(column, draft.at)
        if isinstance(found, Unreadable):
            if found.code == "DAT11":
                self._unread(draft, "confidence", found)
            return None
        value = of(found)
        return value if value is None or 0 <= value <= 1 else None

    def cadence(self, draft: Draft) -> Cadence | None:
        """The rhythm that a column names."""
        said = self.attributes.word(self.cell(draft, "cadence"), draft.at, "cadence")
        return Cadence(said) if said else None

    def metric(self, draft: Draft) -> Any:
        """The row's numbers."""

        def report(code: str, name: str, detail: Text | None) -> None:
            self.note(draft, code, self.metrics.columns[name], name, detail)

        return self.metrics.metric(draft.at, draft.title, report)

    def keep(self, common: dict[str, Any], draft: Draft, name: str, value: object) -> None:
        """A cell whose word has no meaning for its field stays in `extra`, under its header."""
        column = self.cell(draft, MODEL_NAMES.get(name, name))
        if value is None and column is not None and draft.own_row:
            shown = self.attributes.shown(column, draft.at)
            header = self.layout.headers.get(column)
            if shown and header:
                common["extra"].setdefault(header, shown)

    def done(self, draft: Draft, status: str | None) -> bool | None:
        """Whether it is ticked off: its flag, else a status word that says so."""
        flag = self.attributes.flag(self.cell(draft, "done"), draft.at)
        if isinstance(flag, Unreadable):
            self._unread(draft, "done", flag)
        if isinstance(flag, bool):
            return flag
        said = meanings("values.flag").get(phrase(status)) if status else None
        return None if said is None else said == "yes"


def _objective(make: Entities, draft: Draft) -> Objective:
    common = make._common(draft)
    kind = make.attributes.variant("kind", draft.at)
    scope = draft.scope or make.attributes.variant("scope", draft.at)
    make.keep(common, draft, "kind", kind)
    make.keep(common, draft, "scope", scope)
    return Objective(
        **common,
        kind=ObjectiveKind(kind) if kind else ObjectiveKind.COMMITTED,
        level=Level(scope) if scope else None,
        parent_id=_first(draft, "objective", "key_result"),
        theme=make.attributes.text(make.cell(draft, "theme"), draft.at),
        weight=make.value(draft, "weight"),
        reported_progress=make.progress(draft),
        reported_status=make.status(draft),
    )


def _key_result(make: Entities, draft: Draft) -> KeyResult:
    common = make._common(draft)
    measures = make.attributes.variant("measures", draft.at)
    confidence, cadence = make.confidence(draft), make.cadence(draft)
    make.keep(common, draft, "measures", measures)
    make.keep(common, draft, "confidence", confidence)
    make.keep(common, draft, "cadence", cadence)
    return KeyResult(
        **common,
        objective_id=_first(draft, "objective"),
        metric=make.metric(draft),
        weight=make.value(draft, "weight"),
        due=make.day(draft, "due"),
        confidence=confidence,
        cadence=Cadence.MONTHLY if cadence is Cadence.MONTHLY else Cadence.WEEKLY,
        measures=Measures(measures) if measures else None,
        reported_progress=make.progress(draft),
        reported_status=make.status(draft),
    )


def _initiative(make: Entities, draft: Draft) -> Initiative:
    common = make._common(draft)
    status, cadence = make.status(draft), make.cadence(draft)
    make.keep(common, draft, "cadence", cadence)
    return Initiative(
        **common,
        supports=tuple(
            dict.fromkeys([*(each.final().id for each in draft.joined), *draft.parents])
        ),
        due=make.day(draft, "due"),
        done=make.done(draft, status),
        done_on=make.day(draft, "done_on"),
        progress=make.progress(draft),
        cadence=cadence or Cadence.ONCE,
        amount=make.value(draft, "amount"),
        minutes=make.value(draft, "minutes"),
        reported_status=status,
    )


def _kpi(make: Entities, draft: Draft) -> Kpi:
    common = make._common(draft)
    aggregation = make.attributes.word(make.cell(draft, "aggregation"), draft.at, "aggregation")
    cadence = make.cadence(draft)
    kind = make.attributes.variant("indicator_kind", draft.at)
    for name, value in (("aggregation", aggregation), ("cadence", cadence)):
        make.keep(common, draft, name, value)
    return Kpi(
        **common,
        metric=make.metric(draft),
        cadence=cadence if cadence in (Cadence.WEEKLY, Cadence.MONTHLY) else None,
        aggregation=Aggregation(aggregation) if aggregation else Aggregation.LAST,
        kind=KpiKind(kind) if kind else None,
        feeds=make.attributes.text(make.cell(draft, "feeds"), draft.at),
        objective_id=_first(draft, "objective"),
    )


def _first(draft: Draft, *kinds: str) -> str | None:
    """The id of what it belongs to, of one of these kinds."""
    found = next((each.final() for each in draft.joined if each.final().entity in kinds), None)
    if found is not None:
        return found.id
    return draft.parents[0] if draft.parents else None


_MAKERS: dict[str, Callable[[Entities, Draft], Entity]] = {
    "objective": _objective,
    "key_result": _key_result,
    "initiative": _initiative,
    "kpi": _kpi,
}
