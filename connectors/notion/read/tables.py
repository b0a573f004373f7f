"""A data source as it is known, as a table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from connectors.notion import cell_values as cells
from connectors.notion.read.cache import KnownSource
from connectors.notion.schema import COMPUTED
from okrsync.table import Address, Row, Table

FORMULA = "formula"
"""What stands for a formula's text: the service does not show a rollup's."""


def table_of(source: KnownSource) -> Table:
    """The data source's rows in the order of their creation, numbered from 1."""
    columns = [one.column(index) for index, one in enumerate(source.properties)]
    rows = [
        Row(number, page.values, key=page.id) for number, page in enumerate(source.pages, start=1)
    ]
    computed = [i for i, one in enumerate(source.properties) if one.type in COMPUTED]
    formulas: dict[Address, str] = {(row.number, i): FORMULA for row in rows for i in computed}
    return Table(
        source.id, source.name, rows, columns=columns, formats=_formats(source), formulas=formulas
    )


def _formats(source: KnownSource) -> dict[Address, str]:
    coded = [(i, one.code) for i, one in enumerate(source.properties) if one.code is not None]
    return {
        (number, index): code
        for number, page in enumerate(source.pages, start=1)
        for index, code in coded
        if isinstance(page.values[index], int | float)
    }


def revision_of(sources: Sequence[KnownSource]) -> str:
    """One text that changes whenever a name, a property or a row does; not with their order."""
    found = []
    for source in sources:
        schema = [one.stored() for one in source.properties]
        rows = [[page.id, *page.values] for page in sorted(source.pages, key=lambda page: page.id)]
        whole = [source.id, source.name, schema, rows]
        found.append(json.dumps(whole, ensure_ascii=False, default=cells.kept))
    return hashlib.sha256("\n".join(sorted(found)).encode("utf-8", "surrogatepass")).hexdigest()
