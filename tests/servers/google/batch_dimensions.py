"""Requests about rows and columns."""

from __future__ import annotations

from tests.servers.google import masks
from tests.servers.google.batch import Batch, Handler, tidy
from tests.servers.google.errors import JSON, invalid
from tests.servers.google.protection import guard_grid


def append_dimension(batch: Batch, body: JSON) -> JSON:
    tab, length = batch.tab(body), body.get("length") or 0
    if length <= 0:
        raise invalid("length must be greater than 0.")
    guard_grid(batch.book, tab, batch.who)
    rows = body.get("dimension") == "ROWS"
    tab.insert("ROWS" if rows else "COLUMNS", tab.row_count if rows else tab.column_count, length)
    batch.check_size()
    return {}


def insert_dimension(batch: Batch, body: JSON) -> JSON:
    tab, dimension, start, end = batch.span(body.get("range") or {})
    guard_grid(batch.book, tab, batch.who)
    size = tab.row_count if dimension == "ROWS" else tab.column_count
    if start > size:
        raise invalid(f"range.startIndex[{start}] is too large: {size} {dimension.lower()}.")
    tab.insert(dimension, start, end - start)
    batch.check_size()
    return {}


def delete_dimension(batch: Batch, body: JSON) -> JSON:
    tab, dimension, start, end = batch.span(body.get("range") or {})
    guard_grid(batch.book, tab, batch.who)
    size = tab.row_count if dimension == "ROWS" else tab.column_count
    if end > size:
        raise invalid(f"Cannot delete {dimension.lower()} beyond the last one: {size}.")
    if end - start >= size:
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    tab.delete(dimension, start, end - start)
    return {}


def move_dimension(batch: Batch, body: JSON) -> JSON:
    tab, dimension, start, end = batch.span(body.get("source") or {})
    guard_grid(batch.book, tab, batch.who)
    to = body.get("destinationIndex") or 0
    if start < to < end:
        raise invalid("The destination lies within what is moved.")
    tab.move(dimension, start, end, to)
    return {}


def update_dimension_properties(batch: Batch, body: JSON) -> JSON:
    tab, dimension, start, end = batch.span(body.get("range") or {})
    wanted, mask = body.get("properties") or {}, masks.parse(body.get("fields") or "")
    for index in range(start, end):
        if "hiddenByUser" in mask:
            tab.set_info(dimension, index, hidden_by_user=bool(wanted.get("hiddenByUser")))
        if "pixelSize" in mask:
            tab.set_info(dimension, index, pixels=wanted.get("pixelSize"))
    return {}


def auto_resize_dimensions(batch: Batch, body: JSON) -> JSON:
    """Widths by content are not worked out: those set by hand are given up."""
    tab, dimension, start, end = batch.span(body.get("dimensions") or {})
    for index in range(start, end):
        if index in tab.infos[dimension]:
            tab.set_info(dimension, index, pixels=None)
    return {}


def add_dimension_group(batch: Batch, body: JSON) -> JSON:
    tab, dimension, _, _ = batch.span(body.get("range") or {})
    group = {"range": tidy(body["range"]), "depth": 1}
    tab.groups[dimension] = [*tab.groups[dimension], group]
    tab.grid[f"{dimension.lower().removesuffix('s')}GroupControlAfter"] = True
    return {"addDimensionGroup": {"dimensionGroups": tab.groups[dimension]}}


def delete_dimension_group(batch: Batch, body: JSON) -> JSON:
    tab, dimension, _, _ = batch.span(body.get("range") or {})
    gone = tidy(body["range"])
    left = [group for group in tab.groups[dimension] if group["range"] != gone]
    tab.groups[dimension] = left
    return {"deleteDimensionGroup": {"dimensionGroups": left} if left else {}}


HANDLERS: dict[str, Handler] = {
    "appendDimension": append_dimension,
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
}
