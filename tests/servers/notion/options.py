"""Options of selects: chosen by name whatever the case, made on use, replaced as a list."""

from __future__ import annotations

from typing import Any

from tests.servers.notion.errors import bad_body, invalid
from tests.servers.notion.model import JSON, DataSource, Property
from tests.servers.notion.workspace import Workspace

COLOURS = ("default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red")
MOST = 100
LONGEST = 100


def made(ws: Workspace, name: str, colour: str | None = None, ident: str | None = None) -> JSON:
    """A new option."""
    found = colour or COLOURS[1 + sum(map(ord, name)) % (len(COLOURS) - 1)]
    return {"id": ident or ws.ids.uuid(), "name": name, "color": found, "description": None}


def check_name(name: str) -> None:
    """Raises ApiError where no option can be called this."""
    if "," in name:
        raise invalid(f"Invalid select option, commas not allowed: {name}")
    if not 0 < len(name) <= LONGEST:
        raise invalid(f"Invalid select option name: {name[:200]}")


def chosen(ws: Workspace, source: DataSource, one: Property, told: Any) -> str:
    """The option that was meant; a name that is not there yet becomes one, except of a status."""
    if not isinstance(told, dict):
        raise bad_body(f"properties.{one.name}.{one.type}", "should be an object.")
    ident, name = told.get("id"), told.get("name")
    known = next((o for o in one.options() if o["id"] == ident), None) if ident else None
    known = known or (one.option(name) if isinstance(name, str) else None)
    if known is not None:
        return str(known["id"])
    if one.type == "status" or not ws.makes_options or not isinstance(name, str):
        raise invalid(f'Invalid {one.type} option. Option "{name or ident}" does not exist.')
    check_name(name)
    option = made(ws, name)
    one.config["options"] = [*one.options(), option]
    ws.reshaped(source)
    return str(option["id"])


def replaced(ws: Workspace, one: Property | None, told: list[JSON]) -> list[JSON]:
    """The list that stands after a change of the schema: what was not sent is gone.

    Sent options are known by their id, else by their name; their colour can't be changed.
    """
    if len(told) > MOST:
        raise invalid(f"A property can have at most {MOST} options, instead was {len(told)}.")
    before = one.options() if one is not None else []
    after = [_kept(ws, before, option) for option in told]
    names = [option["name"].lower() for option in after]
    if len(set(names)) < len(names):
        raise invalid("Cannot create select options with the same name (case-insensitive).")
    return after


def _kept(ws: Workspace, before: list[JSON], told: JSON) -> JSON:
    name, ident, colour = told.get("name"), told.get("id"), told.get("color")
    if colour is not None and colour not in COLOURS:
        raise invalid(f"{colour} is not a colour of an option.")
    for old in before:
        if old["id"] == ident or (isinstance(name, str) and old["name"].lower() == name.lower()):
            if colour not in (None, old["color"]):
                raise invalid(f"Cannot update color of select with name: {old['name']}.")
            return {**old, "name": name or old["name"]}
    if not isinstance(name, str):
        raise invalid("An option needs a name.")
    check_name(name)
    return made(ws, name, colour or "default")
