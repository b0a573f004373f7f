"""What becomes of values when somebody changes a property's type."""

from __future__ import annotations

from typing import Any

from tests.servers.notion import options, texts
from tests.servers.notion.model import DataSource, Page, Property
from tests.servers.notion.rendering import content_of
from tests.servers.notion.workspace import Workspace

_TEXTS = ("rich_text", "url", "email", "phone_number")


def retype(ws: Workspace, source: DataSource, old: Property, new: Property) -> None:
    """Convert each row's value as far as it can be; what can't is lost."""
    for ident in source.rows:
        page = ws.pages[ident]
        shown = as_text(ws, page, old)
        value = _converted(ws, shown, new)
        page.values.pop(old.id, None)
        if value is not None:
            page.values[new.id] = value
        page.cache.clear()


def as_text(ws: Workspace, page: Page, one: Property) -> str:
    """A value as somebody reads it."""
    content = content_of(ws, page, one)
    if isinstance(content, list):
        if content and "plain_text" in content[0]:
            return texts.plain(content)
        return ", ".join(str(each.get("name", "")) for each in content)
    if isinstance(content, dict):
        inner = content.get(content.get("type", ""))
        return str(content.get("name") or content.get("start") or inner or "")
    if isinstance(content, bool):
        return "Yes" if content else "No"
    return "" if content is None else str(content)


def _converted(ws: Workspace, shown: str, new: Property) -> Any:
    if not shown:
        return None
    if new.type == "rich_text":
        return texts.rich_list(shown)
    if new.type in _TEXTS:
        return shown
    if new.type == "number":
        try:
            return float(shown)
        except ValueError:
            return None
    if new.type in ("select", "multi_select"):
        name = shown.replace(",", " ")[: options.LONGEST]
        option = new.option(name) or options.made(ws, name)
        if option not in new.options():
            new.config["options"] = [*new.options(), option]
        return option["id"] if new.type == "select" else [option["id"]]
    return None
