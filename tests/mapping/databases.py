"""Databases in memory for tests: typed columns and keyed rows, as a connector would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from okrsync.table import Column, Row, Table

READ_ONLY = frozenset(("formula", "rollup", "unique_id", "created_time", "last_edited_time"))


def key(number: int) -> str:
    """A row's key as a service makes them: nothing that people would type."""
    return f"1f8e2c4a-0000-4000-8000-{number:012d}"


def database(
    name: str,
    properties: Mapping[str, str],
    rows: Sequence[Sequence[Any]],
    *,
    first: int,
    targets: Mapping[str, str] | None = None,
) -> Table:
    """A database whose rows have the keys `first`, `first + 1` and so on.

    `properties` is name → type; `targets` names the database that a relation leads to.
    """
    columns = [
        Column(
            index,
            title,
            key=f"p{index}",
            type=kind,
            writable=kind not in READ_ONLY,
            target=(targets or {}).get(title),
        )
        for index, (title, kind) in enumerate(properties.items())
    ]
    return Table(
        f"db-{name}",
        name,
        [Row(n, list(values), key=key(first + n - 1)) for n, values in enumerate(rows, start=1)],
        columns=columns,
    )


def related(*numbers: int) -> str:
    """The cell of a relation to these rows."""
    return ", ".join(map(key, numbers))
