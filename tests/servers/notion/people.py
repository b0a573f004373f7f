"""What colleagues do in the app: actions for `faults.before`, or to call on `notion.ws`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.servers.notion import schema, seeding
from tests.servers.notion.faults import Action
from tests.servers.notion.lagging import copied
from tests.servers.notion.seeding import Table
from tests.servers.notion.workspace import Workspace


def edit(table: Table, page: str, values: Mapping[str, Any], *, who: str = "") -> Action:
    """Values of a row; with `who=notion.bot` a second run of ours writes them."""
    return lambda ws: table.put(page, values, by=who)


def touch(page: str) -> Action:
    """An edit of the page's own text: its time moves, none of its values does."""
    return lambda ws: ws.touched(ws.pages[page], ws.colleague.id)


def add(table: Table, values: Mapping[str, Any], *, who: str = "") -> Action:
    """A new row."""

    def act(ws: Workspace) -> None:
        table.add(values, by=who)

    return act


def trash(page: str, *, back: bool = False) -> Action:
    """Into the trash, or back out of it."""

    def act(ws: Workspace) -> None:
        ws.pages[page].in_trash = not back
        ws.touched(ws.pages[page], ws.colleague.id)

    return act


def erase(page: str) -> Action:
    """A row is deleted for good."""

    def act(ws: Workspace) -> None:
        gone = ws.pages.pop(page)
        ws.sources[gone.parent].rows.pop(page)
        ws.reshared()

    return act


def move(page: str, to: Table | str) -> Action:
    """A row into another data source, or onto a page of that id."""
    parent = to if isinstance(to, str) else to.id
    return lambda ws: ws.move(ws.pages[page], parent, ws.colleague.id)


def share(table: Table, *, shared: bool) -> Action:
    """A database with the integration, or no longer."""

    def act(ws: Workspace) -> None:
        table.database.shared = shared
        ws.reshared()

    return act


def share_page(page: str, *, shared: bool) -> Action:
    """A single page or row with the integration, or no longer."""

    def act(ws: Workspace) -> None:
        ws.pages[page].shared = shared
        ws.reshared()

    return act


def permit(table: Table, *, edit: bool) -> Action:
    """What the integration may do with a database's rows and properties: edit, or look."""

    def act(_: Workspace) -> None:
        table.database.editable = edit

    return act


def add_property(table: Table, name: str, kind: str) -> Action:
    """One more property, of a kind as `notion.database` takes it."""

    def act(ws: Workspace) -> None:
        seeding.add_property(ws, table.source, name, kind)

    return act


def rename_property(table: Table, old: str, new: str) -> Action:
    def act(ws: Workspace) -> None:
        table.property(old).name = new
        ws.reshaped(table.source)

    return act


def delete_property(table: Table, name: str) -> Action:
    def act(ws: Workspace) -> None:
        del table.source.properties[table.property(name).id]
        ws.reshaped(table.source)

    return act


def retype_property(table: Table, name: str, kind: str) -> Action:
    """Another type under the same id; values are converted as far as they can be."""
    return lambda ws: schema.changed(ws, table.source, {name: {kind: {}}})


def rename_option(table: Table, name: str, old: str, new: str) -> Action:
    """A select's word, in all rows that have it."""

    def act(ws: Workspace) -> None:
        option = table.property(name).option(old)
        assert option is not None, old
        option["name"] = new
        ws.reshaped(table.source)

    return act


def delete_option(table: Table, name: str, word: str) -> Action:
    """A select's word: the rows that had it are blank, and no edit shows on them."""

    def act(ws: Workspace) -> None:
        one = table.property(name)
        gone = one.option(word)
        assert gone is not None, word
        one.config["options"] = [each for each in one.options() if each is not gone]
        for page in ws.pages.values():
            if page.parent == table.id and page.values.get(one.id) == gone["id"]:
                page.values[one.id] = None
                page.cache.clear()
        ws.reshaped(table.source)

    return act


def late(action: Action, queries: int = 1) -> Action:
    """Something that so many queries don't show yet; a page that is asked for by id does."""

    def act(ws: Workspace) -> None:
        before = copied(ws.pages.values())
        action(ws)
        ws.index.hold(before, ws.pages.values(), queries)

    return act


def all_of(*actions: Action) -> Action:
    """Several actions as one."""

    def action(ws: Workspace) -> None:
        for each in actions:
            each(ws)

    return action
