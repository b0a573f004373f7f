"""A mapping as TOML, which reads the same again."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import MISSING, fields
from typing import Any

import tomlkit
from tomlkit.items import AoT, InlineTable, Table

from okrsync.mapping.files.schema import ColumnRef, Mapping, TableMapping, TabRef

_TOML = {"texts": "is", "parallel": "with"}
_BLOCKS = ("columns",)
"""What stands in a section of its own."""


def dump(mapping: Mapping) -> str:
    """The text of a mapping file. Keys at their default are left out."""
    document = tomlkit.document()
    for name in ("name", "title", "about"):
        if getattr(mapping, name):
            document.add(name, getattr(mapping, name))
    document.add("tables", tables(mapping))
    return tomlkit.dumps(document)


def tables(mapping: Mapping) -> AoT:
    """The tables of a mapping, for a document that holds more."""
    found = tomlkit.aot()
    for each in mapping.tables:
        found.append(_table(each))
    return found


def _table(mapping: TableMapping) -> Table:
    section = tomlkit.table()
    said = _said(mapping)
    for key, value in said.items():
        if key not in _BLOCKS:
            section.add(key, _item(value))
    for key in _BLOCKS:
        if key in said:
            block = tomlkit.table()
            for name, value in said[key].items():
                block.add(name, _item(value))
            section.add(key, block)
    return section


def _said(value: Any) -> dict[str, Any]:
    """What differs from the defaults, as TOML names it."""
    found: dict[str, Any] = {}
    for each in fields(value):
        own = getattr(value, each.name)
        default = each.default if each.default_factory is MISSING else each.default_factory()
        if own != default:
            found[_TOML.get(each.name, each.name)] = _plain(own)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, ColumnRef):
        return value.header if value.header is not None else _said(value)
    if isinstance(value, TabRef):
        return value.name if value.name is not None else _said(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Pairs):
        return {key: _plain(each) for key, each in value.items()}
    return _said(value) if hasattr(value, "__dataclass_fields__") else value


def _item(value: Any) -> Any:
    if isinstance(value, dict):
        return _inline(value)
    if isinstance(value, list):
        listed = tomlkit.array()
        listed.extend(_item(each) for each in value)
        return listed
    return value


def _inline(value: dict[str, Any]) -> InlineTable:
    found = tomlkit.inline_table()
    for key, each in value.items():
        found.append(key, _item(each))
    return found
