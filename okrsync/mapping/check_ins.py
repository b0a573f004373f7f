"""Check-in logs: a date and a value a line, joined to the rows they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from okrsync.mapping.attributes import Attributes
from okrsync.mapping.fields import TITLES
from okrsync.mapping.layout import Layout
from okrsync.mapping.numbers.units import PERCENT
from okrsync.mapping.reader import ColumnReader, Number, of
from okrsync.mapping.rows.drafts import Draft
from okrsync.mapping.trusted import blank, trusted
from okrsync.mapping.vocabulary.normal import same
from okrsync.model import CheckIn, KeyResult, Kpi
from okrsync.table import Scalar
from okrsync.values import Quantity

_TIME = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s?(?:(?P<half>[ap])\.?m)?",
    re.IGNORECASE,
)
_KINDS = ("key_result", "kpi", "initiative", "objective")


@dataclass(frozen=True, slots=True)
class Log:
    """The check-ins of one log, oldest first, and how many of its lines belong to nothing."""

    check_ins: tuple[CheckIn, ...]
    lost: int


def read(
    layout: Layout, reader: ColumnReader, drafts: Sequence[Draft], units: Mapping[str, str | None],
    *, fiscal_year_start: int, today: date,
) -> Log:  # fmt: skip
    """The check-ins of a log. `units` maps an entity's id to its metric's unit."""
    known = _known(drafts)
    get = Attributes(layout, reader, fiscal_year_start, today)
    columns = _columns(layout, reader)
    fields = layout.columns.fields
    days, values, parts = reader.dates(fields.get("on")), *_values(reader, fields)
    clocks = [_clock(value) for value in reader.raw(fields.get("on"))]
    sure = [_part(each) for each in reader.fractions(fields.get("confidence"), tens=True)]
    status = fields.get("status")
    statuses = get.shown(status) if status is not None else [None] * len(reader.rows)
    found: list[tuple[str, CheckIn]] = []
    lost = 0
    for at in range(len(reader.rows)):
        draft = next(
            (
                d
                for kind, texts in columns
                if (text := texts[at]) and (d := _find(known, kind, text))
            ),
            None,
        )
        on = days[at]
        if draft is None or not isinstance(on, date):
            lost += any(texts[at] for _, texts in columns)
            continue
        check_in = CheckIn(
            entity_id=draft.id,
            on=on,
            value=values[at] if units.get(draft.id) != PERCENT else parts[at],
            confidence=sure[at],
            status=statuses[at],
            note=get.text(fields.get("notes"), at),
            author=get.text(fields.get("author", fields.get("owner")), at),
        )
        found.append((clocks[at], check_in))
    found.sort(key=lambda each: (each[1].on, each[1].entity_id, each[0]))
    return Log(tuple(check_in for _, check_in in found), lost)


def over_time(
    layout: Layout, reader: ColumnReader, drafts: Iterable[Draft], units: Mapping[str, str | None]
) -> Iterator[CheckIn]:
    """The check-ins of a table's columns over time; `drafts` are those of its rows."""
    if layout.shaped is None or not layout.shaped.series:
        return
    columns = [(each.on, *scaled(reader.numbers(each.column))) for each in layout.shaped.series]
    empty = blank(CheckIn)
    for draft in drafts:
        if not draft.own_row or draft.entity not in ("key_result", "kpi"):
            continue
        entity, at, percent = draft.id, draft.at, units.get(draft.id) == PERCENT
        for on, values, parts in columns:
            value = (parts if percent else values)[at]
            if value is not None:
                fields = {**empty, "entity_id": entity, "on": on, "value": value}
                yield trusted(CheckIn, fields)


def latest(check_ins: Sequence[CheckIn]) -> dict[str, Decimal]:
    """The last value of each entity: of a day's several, the last in the log."""
    found: dict[str, Decimal] = {}
    for each in check_ins:
        if each.value is not None:
            found[each.entity_id] = each.value
    return found


def with_current(entity: KeyResult | Kpi, value: Decimal) -> KeyResult | Kpi:
    """The entity with its last check-in's value, where its own row has none."""
    metric = entity.metric
    if metric is None or metric.current is not None:
        return entity
    return entity.model_copy(update={"metric": metric.model_copy(update={"current": value})})


def _clock(value: Scalar) -> str:
    """The time of day of a moment, as a text that sorts; empty where only a day is said. Of a
    day's several check-ins the latest counts, wherever it stands in the log."""
    if isinstance(value, datetime):
        return value.strftime("%H:%M:%S")
    said = _TIME.search(value) if isinstance(value, str) else None
    if said is None:
        return ""
    hour = (
        int(said["hour"]) % 12 + 12 * (said["half"].casefold() == "p")
        if said["half"]
        else int(said["hour"])
    )
    return f"{hour:02}:{said['minute']}:{said['second'] or '00'}"


def _columns(layout: Layout, reader: ColumnReader) -> list[tuple[str | None, list[str | None]]]:
    """What a line refers to: ids by kind first, then titles and parents."""
    columns = layout.columns
    found: list[tuple[str | None, list[str | None]]] = []
    for kind in _KINDS:
        at = columns.get("id", kind)
        if at is not None:
            found.append((kind, reader.codes(at)))
    for name in ("parent", *TITLES, "id", "code"):
        at = columns.get(name)
        if at is not None:
            found.append((name if name in _KINDS else None, reader.codes(at)))
    return found


def _known(drafts: Sequence[Draft]) -> dict[tuple[str, str], Draft]:
    found: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        for text in (draft.ident, draft.id, draft.title):
            if text:
                found.setdefault((draft.entity, same(text)), draft)
    return found


def _find(known: Mapping[tuple[str, str], Draft], kind: str | None, text: str) -> Draft | None:
    kinds = (kind,) if kind else _KINDS
    return next((d for each in kinds if (d := known.get((each, same(text))))), None)


def _values(
    reader: ColumnReader, fields: Mapping[str, int]
) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """Each line's value, and what it is of a metric in percent, where 45 is 45 %."""
    read = reader.numbers(fields.get("current"))
    if "current" not in fields:
        read = reader.fractions(fields.get("progress"))
    return scaled(read)


def scaled(read: Sequence[Number]) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """Values, and what each is of a metric in percent, where 45 is 45 %."""
    values = [of(each.plain()) if isinstance(each, Quantity) else None for each in read]
    parts = [
        value / 100
        if value is not None and isinstance(each, Quantity) and each.unit is None and abs(value) > 1
        else value
        for value, each in zip(values, read, strict=True)
    ]
    return values, parts


def _part(found: Number) -> Decimal | None:
    value = of(found)
    return value if value is not None and 0 <= value <= 1 else None
