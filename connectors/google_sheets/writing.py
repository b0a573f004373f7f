"""One request that writes cells, and what its answer says about where they landed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.google_sheets.aims import Aim
from connectors.google_sheets.cells import Raw, key, same
from connectors.google_sheets.matching import Frame, Keys, header
from connectors.google_sheets.ranges import rows_of
from okrsync.table import Table

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand together, written in one range; no aims: the header, only looked at."""

    table: str
    first: int
    last: int
    width: int
    aims: Mapping[int, Sequence[Aim]]


def blocks(
    tables: Mapping[str, Table], frames: Mapping[str, Frame], aims: Sequence[Aim]
) -> list[Block]:
    """The ranges of a request: runs of rows, and each table's header as it is after them."""
    by_table: dict[str, dict[int, list[Aim]]] = defaultdict(lambda: defaultdict(list))
    for aim in aims:
        by_table[aim.table][aim.row].append(aim)
    found, headers = [], []
    for name, rows in by_table.items():
        columns = [aim.column + 1 for row in rows.values() for aim in row]
        width = max(tables[name].width, *columns)
        if frames[name].header_row:
            at = frames[name].header_row
            headers.append(Block(name, at, at, width, {}))
        found += [
            Block(name, first, last, width, {n: rows[n] for n in range(first, last + 1)})
            for first, last in _runs(sorted(rows))
        ]
    return found + headers


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last


def body(tables: Mapping[str, Table], wanted: Sequence[Block], *, formulas: bool) -> Json:
    """The request: whole rows with null in every column that is not written.

    RAW: nothing we write is ever read as a formula. Only a person's own formula goes back
    as one, in a request of its own.
    """
    return {
        "valueInputOption": "USER_ENTERED" if formulas else "RAW",
        "includeValuesInResponse": True,
        "responseValueRenderOption": "UNFORMATTED_VALUE",
        "responseDateTimeRenderOption": "SERIAL_NUMBER",
        "data": [
            {
                "range": rows_of(tables[b.table].name, b.first, b.last, b.width),
                "majorDimension": "ROWS",
                "values": [_row(b, number) for number in range(b.first, b.last + 1)],
            }
            for b in wanted
        ],
    }


def _row(block: Block, number: int) -> list[Any]:
    values: list[Any] = [None] * block.width
    for aim in block.aims.get(number, ()):
        values[aim.column] = "" if aim.value is None else aim.value
    return values


def landed_well(
    answer: Json,
    wanted: Sequence[Block],
    tables: Mapping[str, Table],
    frames: Mapping[str, Frame],
) -> bool:
    """Whether every value stands on the row, and in the column, that it was meant for.

    The answer holds each row as it is after the write: a row that says something else in its
    identity columns, or a header that moved, shows that the sheet did. An answer that lacks a
    range proves nothing, and so is a no.
    """
    responses = answer.get("responses") or ()
    if len(responses) != len(wanted):
        return False
    keys = {name: Keys(tables[name], frames[name]) for name in {b.table for b in wanted}}
    return all(
        _block_well(response, block, keys[block.table], tables[block.table], frames[block.table])
        for response, block in zip(responses, wanted, strict=True)
    )


def _block_well(response: Json, block: Block, keys: Keys, table: Table, at: Frame) -> bool:
    rows = _returned(response)
    if rows is None:
        return False
    if not block.aims:
        found = rows[0] if rows else []
        return _keys(found) == _keys(header(table, at)[: block.width])
    for number in range(block.first, block.last + 1):
        values = rows[number - block.first] if number - block.first < len(rows) else []
        if not keys.matches(number, values):
            return False
        for aim in block.aims[number]:
            there = values[aim.column] if aim.column < len(values) else None
            if not aim.formula and not same(there, aim.value):
                return False
    return True


def _keys(values: Sequence[Raw]) -> list[object]:
    found = [key(value) for value in values]
    while found and found[-1] is None:
        found.pop()
    return found


def _returned(response: Json) -> list[list[Raw]] | None:
    """The rows that stand in the answer, None where it has none to show."""
    data = response.get("updatedData")
    if not isinstance(data, Mapping):
        return None
    return [[_blank(value) for value in row] for row in data.get("values") or ()]


def _blank(value: Any) -> Raw:
    return None if value == "" and isinstance(value, str) else value
