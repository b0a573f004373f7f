"""Selects of ours that lost a word: their cells are blank, and no edit shows on the rows.

Where somebody deletes an option, the service empties the cells that held it and leaves the rows'
time of editing as it was. So the query for what was edited asks for the rows with an empty cell of
ours too. Where so many are empty anyway that this would take another request, the schema is asked
instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from connectors.notion.read.cache import KnownSource
from connectors.notion.read.pages import Page
from connectors.notion.read.query import PAGE
from connectors.notion.schema import Property, folded, shape_of


def asked_along(source: KnownSource, again: int) -> Sequence[str] | None:
    """The selects whose empty cells are asked for with the `again` rows that are read anyway;
    None where that would take one request more."""
    at = _columns(source)
    empty = sum(any(page.values[index] is None for index in at) for page in source.pages)
    if _answers(again + empty) > _answers(again):
        return None
    return [source.properties[index].id for index in at]


def _answers(rows: int) -> int:
    return max(1, -(-rows // PAGE))


def were_emptied(source: KnownSource, before: Mapping[str, Page], read: Iterable[Page]) -> bool:
    """Whether a cell of such a select is empty that was not."""
    at = _columns(source)
    return any(
        page.values[index] is None and page.id in before and before[page.id].values[index]
        for page in read
        for index in at
    )


def lost_words(source: KnownSource, now: Iterable[Property]) -> bool:
    """Whether such a select has fewer words by now than are remembered."""
    options = {one.id: {folded(word) for word in one.options} for one in now}
    return any(
        not {folded(word) for word in source.properties[index].options}
        <= options.get(source.properties[index].id, set())
        for index in _columns(source)
    )


def is_shaped_alike(source: KnownSource, now: Sequence[Property]) -> bool:
    """Whether the properties are those that are remembered, in name, type and order."""
    return shape_of(source.properties) == shape_of(now)


def _columns(source: KnownSource) -> list[int]:
    """Where the selects stand that we write to."""
    return [
        index
        for index, one in enumerate(source.properties)
        if one.id in source.watched and one.type == "select"
    ]
