"""From drafts to the model's entities, with a problem for every cell that can't be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from okrsync.i18n import Message
from okrsync.mapping.attributes import OF_OBJECTIVES, Attributes
from okrsync.mapping.columns import Filled, fill
from okrsync.mapping.layout import Layout
from okrsync.mapping.numbers.metrics import Metrics
from okrsync.mapping.numbers.typed_progress import directed
from okrsync.mapping.reader import ColumnReader
from okrsync.mapping.rows.drafts import Draft
from okrsync.mapping.trusted import blank, trusted
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import meanings
from okrsync.model import (
    Aggregation,
    Cadence,
    Initiative,
    KeyResult,
    Kpi,
    Level,
    Metric,
    Objective,
    ObjectiveKind,
    Period,
    Source,
)
from okrsync.table import a1, column_index, letters
from okrsync.values import Unreadable

Entity = Objective | KeyResult | Initiative | Kpi
Note = Callable[[Draft, str, int, str, Message | None], None]
"""Notes a problem: draft, code, column, field, what was understood."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How drafts of one kind of a table are made: their columns, read, and all others."""

    filled: Filled
    values: Sequence[tuple[str, Sequence[Any]]]
    places: Sequence[tuple[str, str]]
    """Model field → its column's letters."""
    others: Sequence[tuple[str, int, Sequence[Any]]]
    dated: bool
    blank: dict[str, Any]


class Entities:
    """Makes the entities of one table."""

    def __init__(
        self,
        layout: Layout,
        reader: ColumnReader,
        note: Note,
        *,
        fiscal_year_start: int,
        today: date,
        team: str | None,
        period: Period | None,
    ) -> None:
        self.layout, self.reader, self.note = layout, reader, note
        self.get = Attributes(layout, reader, fiscal_year_start, today)
        self.metrics = Metrics(layout, reader)
        self.team, self.period = team, period
        self._recipes: dict[tuple[str, int, bool, int | None], Recipe] = {}
        self._linking = _linking_columns(layout)
        self._place = {
            "connector": layout.source.connector,
            "location": layout.source.location,
            "tab": layout.table.name,
        }

    def make(self, draft: Draft) -> Entity:
        """The entity of a draft that has been joined and named."""
        recipe = self._recipe(draft)
        at = draft.at
        fields = recipe.blank.copy()
        for name, values in recipe.values:
            fields[name] = values[at]
        fields["id"], fields["title"] = draft.id, draft.title
        cells = self._cells(recipe, draft)
        fields["source"] = trusted(Source, {**self._place, "row": draft.row, "cells": cells})
        fields["extra"] = self._extra(recipe, draft) if draft.own_row else {}
        if self.team and not fields["team"]:
            fields["team"] = self.team
        fields["period"] = self._period(draft, recipe) if recipe.dated else self.period
        made = _MAKERS[draft.entity](self, draft, fields)
        for trouble in recipe.filled.troubles.get(at, ()):
            self.note(draft, trouble.code, trouble.column, trouble.name, trouble.detail)
        return made

    def _cells(self, recipe: Recipe, draft: Draft) -> dict[str, str]:
        shaped = self.layout.shaped
        if shaped is None:
            row = str(draft.row)
            return {name: column + row for name, column in recipe.places}
        return {
            name: a1(*shaped.cell(draft.at, column_index(column))) for name, column in recipe.places
        }

    def _recipe(self, draft: Draft) -> Recipe:
        key = (draft.entity, draft.title_column, draft.own_row, draft.ident_column)
        if key not in self._recipes:
            self._recipes[key] = self._new_recipe(*key)
        return self._recipes[key]

    def _new_recipe(
        self, entity: str, title_column: int, own_row: bool, ident: int | None
    ) -> Recipe:
        filled = fill(self.get, entity, title_column, own_row=own_row)
        cells = dict(filled.cells)
        if ident is not None:
            cells["id"] = ident
        return Recipe(
            filled,
            list(filled.values.items()),
            [(name, letters(column)) for name, column in cells.items()],
            self.get.others({*cells.values(), *self._linking}) if own_row else (),
            "period" in cells or "year" in cells,
            blank(_MODELS[entity]),
        )

    def _extra(self, recipe: Recipe, draft: Draft) -> dict[str, Any]:
        at = draft.at
        extra = {
            label: value for label, _, values in recipe.others if (value := values[at]) is not None
        }
        for column in recipe.filled.unknown.get(at, ()):
            shown = self.get.shown(column)[at]
            header = self.layout.headers.get(column)
            if shown and header:
                extra.setdefault(header, shown)
        if draft.refs and any(each.final().entity == draft.entity for each in draft.joined):
            # A task of a task, a key result of a key result: the model has no place for it.
            for ref in draft.refs:
                extra.setdefault(self.layout.headers.get(ref.column, ref.entity or ""), ref.text)
        return extra

    def _period(self, draft: Draft, recipe: Recipe) -> Period | None:
        found = self.get.period(draft.entity, draft.at, own_row=draft.own_row)
        column = recipe.filled.cells.get("period")
        if isinstance(found, Unreadable):
            if column is not None and draft.own_row:
                self.note(draft, found.code, column, "period", found.why)
            return self.period
        return found or self.period

    def metric(self, draft: Draft) -> Metric | None:
        """The row's numbers."""

        def report(code: str, name: str, detail: Message | None) -> None:
            self.note(draft, code, self.metrics.columns[name], name, detail)

        return self.metrics.metric(draft.at, draft.title, report) if draft.own_row else None


def _linking_columns(layout: Layout) -> frozenset[int]:
    """Columns that say what a row is and what it belongs to."""
    columns = layout.columns
    found = {*layout.verdict.titles.values(), *layout.ours}
    found |= {at for (name, _), at in columns.scoped.items() if name == "id"}
    found |= {columns.fields[name] for name in ("id", "parent") if name in columns.fields}
    for name in layout.verdict.titles.keys() - {layout.verdict.entity}:
        # What a row says of the objective that it repeats.
        found |= {at for (_, scope), at in columns.scoped.items() if scope == name}
        if name == "objective":
            found |= {columns.fields[each] for each in OF_OBJECTIVES if each in columns.fields}
            found |= {layout.types[each] for each in OF_OBJECTIVES if each in layout.types}
    if "level" in layout.types:
        found.add(layout.types["level"])
    return frozenset(found)


def _parked_by_status(fields: dict[str, Any]) -> None:
    status = fields.get("reported_status")
    if status and not fields["parked"] and _said("parked", status):
        fields["parked"] = True


def _said(group: str, text: str | None) -> str | None:
    return meanings(f"values.{group}").get(phrase(text)) if text else None


def _objective(_make: Entities, draft: Draft, fields: dict[str, Any]) -> Objective:
    _parked_by_status(fields)
    scope = fields.pop("scope", None)
    fields["kind"] = fields.get("kind") or ObjectiveKind.COMMITTED
    fields["level"] = Level(draft.scope) if draft.scope else scope
    fields["parent_id"] = _first(draft, "objective", "key_result")
    return trusted(Objective, fields)


def _key_result(make: Entities, draft: Draft, fields: dict[str, Any]) -> KeyResult:
    _parked_by_status(fields)
    fields.pop("done", None)
    monthly = fields.get("cadence") is Cadence.MONTHLY
    fields["cadence"] = Cadence.MONTHLY if monthly else Cadence.WEEKLY
    fields["objective_id"] = _first(draft, "objective")
    fields["metric"] = directed(make.metric(draft), fields.get("reported_progress"))
    return trusted(KeyResult, fields)


def _initiative(_make: Entities, draft: Draft, fields: dict[str, Any]) -> Initiative:
    _parked_by_status(fields)
    fields["cadence"] = fields.get("cadence") or Cadence.ONCE
    progress = fields.pop("reported_progress", None)
    fields["progress"] = progress
    if fields.get("done") is None:
        said = _said("flag", fields.get("reported_status"))
        fields["done"] = None if said is None else said == "yes"
    fields["supports"] = _supported(draft)
    return trusted(Initiative, fields)


def _kpi(make: Entities, draft: Draft, fields: dict[str, Any]) -> Kpi:
    cadence = fields.get("cadence")
    fields["cadence"] = cadence if cadence in (Cadence.WEEKLY, Cadence.MONTHLY) else None
    fields["aggregation"] = fields.get("aggregation") or Aggregation.LAST
    fields["kind"] = fields.pop("indicator_kind", None)
    fields["objective_id"] = _first(draft, "objective")
    fields["metric"] = make.metric(draft)
    return trusted(Kpi, fields)


def _first(draft: Draft, *kinds: str) -> str | None:
    """The id of what it belongs to, of one of these kinds; above a row of its own kind, that
    one's."""
    for each in draft.joined:
        found = _climb(each, kinds)
        if found is not None:
            return found.id
    return draft.parents[0] if draft.parents else None


def _climb(draft: Draft, kinds: tuple[str, ...]) -> Draft | None:
    """The nearest draft of these kinds from here upwards; a loop ends where it closes."""
    seen: set[int] = set()
    above: Draft | None = draft.final()
    while above is not None and id(above) not in seen:
        if above.entity in kinds:
            return above
        seen.add(id(above))
        above = above.joined[0].final() if above.joined else None
    return None


def _supported(draft: Draft) -> tuple[str, ...]:
    """What an initiative is for: of a task below another initiative, what that one is for."""
    found: list[str] = []
    for each in draft.joined:
        above = each.final()
        if above.entity != "initiative":
            found.append(above.id)
        elif (goal := _climb(above, ("key_result", "objective", "kpi"))) is not None:
            found.append(goal.id)
        else:
            found.extend(above.parents)
    return tuple(dict.fromkeys((*found, *draft.parents)))


_MAKERS: dict[str, Callable[[Entities, Draft, dict[str, Any]], Entity]] = {
    "objective": _objective,
    "key_result": _key_result,
    "initiative": _initiative,
    "kpi": _kpi,
}
_MODELS: dict[str, type[Objective] | type[KeyResult] | type[Initiative] | type[Kpi]] = {
    "objective": Objective,
    "key_result": KeyResult,
    "initiative": Initiative,
    "kpi": Kpi,
}
