"""Waivers that a person gave in the terminal, added to their okrsync.toml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import AoT

from okrsync.cli.setup.init_files import write

if TYPE_CHECKING:
    from okrsync.rules.finding import Finding


def add(path: Path, accepted: Sequence[tuple[Finding, str]]) -> None:
    """Each with its rule, row and reason; all else in the file stays as it was typed.
    Raises Usage where it can't be written."""
    document: Any = tomlkit.parse(path.read_text(encoding="utf-8"))
    rules = document.setdefault("rules", tomlkit.table())
    waivers = rules.setdefault("waivers", tomlkit.array())
    tables = isinstance(waivers, AoT)
    for finding, reason in accepted:
        one: Any = tomlkit.table() if tables else tomlkit.inline_table()
        one.update({"rule": finding.code, "id": finding.entity_id, "reason": reason})
        waivers.append(one)
    if not tables:
        waivers.multiline(True)
    write({path.name: tomlkit.dumps(document)}, path.parent)
