"""Requests about what lies over the cells: merges, filters, rules, protection, metadata."""

from __future__ import annotations

from tests.servers.google import masks
from tests.servers.google.a1 import Area, from_grid_range
from tests.servers.google.batch import Batch, Handler, tidy
from tests.servers.google.batch_cells import area_of, places
from tests.servers.google.batch_sheets import new_id
from tests.servers.google.errors import JSON, invalid
from tests.servers.google.protection import may_edit, protected_json
from tests.servers.google.tab import Tab


def grid_json(area: Area, tab: Tab) -> JSON:
    """A GridRange as it is answered."""
    grid: JSON = {} if not tab.sheet_id else {"sheetId": tab.sheet_id}
    ends = (("startRowIndex", area.top), ("endRowIndex", area.bottom))
    sides = (("startColumnIndex", area.left), ("endColumnIndex", area.right))
    return grid | {key: value for key, value in (*ends, *sides) if value is not None}


def merge_cells(batch: Batch, body: JSON) -> JSON:
    tab, area = area_of(batch, body.get("range") or {})
    assert area.bottom is not None
    assert area.right is not None
    parts = [area]
    if body.get("mergeType") == "MERGE_ROWS":
        rows = range(area.top, area.bottom)
        parts = [Area(row, row + 1, area.left, area.right) for row in rows]
    elif body.get("mergeType") == "MERGE_COLUMNS":
        columns = range(area.left, area.right)
        parts = [Area(area.top, area.bottom, column, column + 1) for column in columns]
    for part in parts:
        if any(part.meets(from_grid_range(old)) for old in tab.merges):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
        for row, column in places(part)[1:]:
            cell = tab.cell(row, column)
            if cell.entered is not None:
                batch.book.write(tab, row, column, cell.holding(None))
        tab.merges = [*tab.merges, grid_json(part, tab)]
    return {}


def unmerge_cells(batch: Batch, body: JSON) -> JSON:
    tab, area = area_of(batch, body.get("range") or {})
    tab.merges = [m for m in tab.merges if not area.meets(from_grid_range(m))]
    return {}


def set_basic_filter(batch: Batch, body: JSON) -> JSON:
    wanted = dict(body.get("filter") or {})
    tab, _ = area_of(batch, wanted.get("range") or {})
    wanted["range"] = tidy(wanted.get("range") or {})
    tab.filter = wanted
    refilter(batch, tab)
    return {}


def clear_basic_filter(batch: Batch, body: JSON) -> JSON:
    tab = batch.tab(body)
    tab.filter = None
    refilter(batch, tab)
    return {}


def refilter(batch: Batch, tab: Tab) -> None:
    """Hide the rows whose shown value the filter's criteria leave out."""
    for row, info in list(tab.infos["ROWS"].items()):
        if info.hidden_by_filter:
            tab.set_info("ROWS", row, hidden_by_filter=False)
    if tab.filter is None:
        return
    area = from_grid_range(tab.filter["range"]).within(tab.row_count, tab.column_count)
    assert area.bottom is not None
    for column, criteria in (tab.filter.get("criteria") or {}).items():
        hidden = set(criteria.get("hiddenValues") or ())
        for row in range(area.top + 1, area.bottom):
            if batch.book.shown(tab, tab.cell(row, int(column))) in hidden:
                tab.set_info("ROWS", row, hidden_by_filter=True)


def add_conditional_format_rule(batch: Batch, body: JSON) -> JSON:
    rule = dict(body.get("rule") or {})
    if not rule.get("ranges"):
        raise invalid("At least one range must be set.")
    tab = batch.tab(rule["ranges"][0])
    for grid in rule["ranges"]:
        area_of(batch, grid)
    rule["ranges"] = [tidy(grid) for grid in rule["ranges"]]
    rules = list(tab.rules)
    rules.insert(body.get("index") or 0, rule)
    tab.rules = rules
    return {}


def delete_conditional_format_rule(batch: Batch, body: JSON) -> JSON:
    tab, index = batch.tab(body), body.get("index") or 0
    if index >= len(tab.rules):
        raise invalid(f"No conditional format on sheet: {tab.sheet_id} at index: {index}")
    rule = tab.rules[index]
    tab.rules = [other for other in tab.rules if other is not rule]
    return {"deleteConditionalFormatRule": {"rule": rule}}


def update_conditional_format_rule(batch: Batch, body: JSON) -> JSON:
    wanted = body.get("rule") or {}
    tab = batch.tab(body if "sheetId" in body else wanted["ranges"][0])
    index = body.get("index") or 0
    old = delete_conditional_format_rule(batch, {"sheetId": tab.sheet_id, "index": index})
    rule = wanted or old["deleteConditionalFormatRule"]["rule"]
    at = body.get("newIndex") if not wanted else index
    add_conditional_format_rule(batch, {"rule": rule, "index": at})
    reply = {"newRule": tab.rules[at or 0], "newIndex": at or 0}
    return {"updateConditionalFormatRule": reply}


def add_protected_range(batch: Batch, body: JSON) -> JSON:
    wanted = body.get("protectedRange") or {}
    tab = batch.tab(wanted.get("range") or {})
    protected = {k: v for k, v in wanted.items() if v and k != "requestingUserCanEdit"}
    protected["protectedRangeId"] = new_id(batch.book)
    protected["range"] = tidy(wanted.get("range") or {})
    users = (wanted.get("editors") or {}).get("users") or []
    protected["editors"] = {"users": list(dict.fromkeys([*users, batch.who]))}
    tab.protected = [*tab.protected, protected]
    reply = protected_json(batch.book, protected, batch.who) | {"editors": {}}
    return {"addProtectedRange": {"protectedRange": reply}}


def _protected(batch: Batch, range_id: int) -> tuple[Tab, JSON]:
    for tab in batch.book.tabs:
        for protected in tab.protected:
            if protected["protectedRangeId"] == range_id:
                if not may_edit(batch.book, protected, batch.who):
                    raise invalid("You do not have permission to edit this protected range.")
                return tab, protected
    raise invalid(f"No protected range with id: {range_id}")


def delete_protected_range(batch: Batch, body: JSON) -> JSON:
    tab, gone = _protected(batch, body.get("protectedRangeId") or 0)
    tab.protected = [each for each in tab.protected if each is not gone]
    return {}


def update_protected_range(batch: Batch, body: JSON) -> JSON:
    wanted = body.get("protectedRange") or {}
    tab, old = _protected(batch, wanted.get("protectedRangeId") or 0)
    mask = masks.parse(body.get("fields") or "")
    new = old | {k: tidy(v) if k == "range" else v for k, v in wanted.items() if k in mask}
    tab.protected = [new if each is old else each for each in tab.protected]
    return {}


HANDLERS: dict[str, Handler] = {
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addConditionalFormatRule": add_conditional_format_rule,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
    "updateConditionalFormatRule": update_conditional_format_rule,
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
}
