"""Developer metadata, and the data filters that find cells by it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.servers.google import a1
from tests.servers.google.a1 import Area, from_grid_range
from tests.servers.google.batch import Batch, Handler, tidy
from tests.servers.google.batch_sheets import new_id
from tests.servers.google.book import Book
from tests.servers.google.errors import JSON, invalid
from tests.servers.google.shifts import Dimension
from tests.servers.google.tab import Tab

_DIMENSIONS: tuple[Dimension, Dimension] = ("ROWS", "COLUMNS")


def placed(book: Book) -> Iterator[tuple[JSON, Tab | None, Area]]:
    """All metadata as they are answered, with tab and area; no tab for the spreadsheet's own."""
    for each in book.metadata:
        yield each, None, Area()
    for tab in book.tabs:
        for each in tab.metadata:
            yield each, tab, Area()
        for dimension in _DIMENSIONS:
            for index, info in tab.infos[dimension].items():
                for each in info.metadata:
                    yield _at(each, tab, dimension, index), tab, _line(dimension, index)


def _line(dimension: Dimension, index: int) -> Area:
    if dimension == "ROWS":
        return Area(index, index + 1)
    return Area(left=index, right=index + 1)


def _at(each: JSON, tab: Tab, dimension: Dimension, index: int) -> JSON:
    span = {"dimension": dimension, "startIndex": index, "endIndex": index + 1}
    location = {
        "locationType": dimension.removesuffix("S"),
        "dimensionRange": tidy({"sheetId": tab.sheet_id} | span),
    }
    return each | {"location": location}


def create(batch: Batch, body: JSON) -> JSON:
    wanted = body.get("developerMetadata") or {}
    if not wanted.get("metadataKey"):
        raise invalid("A metadata key must be specified.")
    if not wanted.get("visibility"):
        raise invalid("A metadata visibility must be specified.")
    location = wanted.get("location") or {}
    new: JSON = {"metadataId": wanted.get("metadataId") or _free_id(batch.book)}
    new |= {k: wanted[k] for k in ("metadataKey", "metadataValue", "visibility") if k in wanted}
    if "dimensionRange" in location:
        tab, dimension, start, end = batch.span(location["dimensionRange"])
        if end != start + 1:
            raise invalid("Developer metadata can only be put on a single row or column.")
        old = tab.info(dimension, start).metadata
        tab.set_info(dimension, start, metadata=(*old, new))
        new = _at(new, tab, dimension, start)
    elif location.get("spreadsheet"):
        new |= {"location": {"locationType": "SPREADSHEET", "spreadsheet": True}}
        batch.book.metadata = [*batch.book.metadata, new]
    else:
        tab = batch.tab(location)
        new |= {"location": tidy({"locationType": "SHEET", "sheetId": tab.sheet_id})}
        tab.metadata = [*tab.metadata, new]
    return {"createDeveloperMetadata": {"developerMetadata": new}}


def _free_id(book: Book) -> int:
    taken = {each["metadataId"] for each, *_ in placed(book)}
    found = new_id(book)
    while found in taken:
        found += 1
    return found


def _found(book: Book, data_filter: JSON) -> list[tuple[JSON, Tab | None, Area]]:
    lookup = data_filter.get("developerMetadataLookup") or {}
    keys = ("metadataId", "metadataKey", "metadataValue", "visibility")
    wanted = {key: lookup[key] for key in keys if key in lookup}
    kind = lookup.get("locationType")
    return [
        (each, tab, area)
        for each, tab, area in placed(book)
        if all(each.get(key) == value for key, value in wanted.items())
        and kind in {None, each["location"]["locationType"]}
    ]


def _edit(batch: Batch, body: JSON, new: JSON | None) -> list[JSON]:
    filters = body.get("dataFilters") or [body.get("dataFilter") or {}]
    found = [each for data_filter in filters for each, *_ in _found(batch.book, data_filter)]
    ids = {each["metadataId"] for each in found}

    def edited(old: list[JSON]) -> list[JSON]:
        kept = [each | new if new and each["metadataId"] in ids else each for each in old]
        return kept if new else [each for each in kept if each["metadataId"] not in ids]

    batch.book.metadata = edited(batch.book.metadata)
    for tab in batch.book.tabs:
        tab.metadata = edited(tab.metadata)
        for dimension in _DIMENSIONS:
            for index, info in list(tab.infos[dimension].items()):
                tab.set_info(dimension, index, metadata=tuple(edited(list(info.metadata))))
    return found if new is None else [each | new for each in found]


def update(batch: Batch, body: JSON) -> JSON:
    wanted = body.get("developerMetadata") or {}
    keys = ("metadataKey", "metadataValue", "visibility")
    changed = _edit(batch, body, {key: wanted[key] for key in keys if key in wanted})
    return {"updateDeveloperMetadata": {"developerMetadata": changed}}


def delete(batch: Batch, body: JSON) -> JSON:
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": _edit(batch, body, None)}}


def search(book: Book, filters: list[JSON]) -> JSON:
    """developerMetadata.search."""
    matched = [
        {"developerMetadata": each, "dataFilters": [data_filter]}
        for data_filter in filters
        for each, *_ in _found(book, data_filter)
    ]
    return {"matchedDeveloperMetadata": matched} if matched else {}


def ranges(book: Book, data_filter: JSON) -> list[str]:
    """The references that a data filter selects."""
    if "a1Range" in data_filter:
        return [data_filter["a1Range"]]
    if "gridRange" in data_filter:
        grid = data_filter["gridRange"]
        tab = book.tab_by_id(grid.get("sheetId") or 0)
        area = from_grid_range(grid).within(tab.row_count, tab.column_count)
        return [a1.name(tab.title, area)]
    found = [(tab, area) for _, tab, area in _found(book, data_filter) if tab is not None]
    return [a1.name(tab.title, area.within(tab.row_count, tab.column_count)) for tab, area in found]


HANDLERS: dict[str, Handler] = {
    "createDeveloperMetadata": create,
    "updateDeveloperMetadata": update,
    "deleteDeveloperMetadata": delete,
}
