"""The mark of a database of our own: the last line of its description is a command.

People may rename the database and move it about its page; the command says what it is of, and
brings it up to date as it stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.notion.cell_values import plain
from okrsync.i18n import Message

Json = Mapping[str, Any]

COMMAND = "okrsync summary notion:"
HEAD = 3
"""Rows of a summary above its lines: they stand in the description."""
BETWEEN = " · "
"""Parts the headers in a description: the service keeps no order of properties."""
NO_SOURCE = Message("{location}: this is the summary that okrsync made, so it is not read")
BRING_UP_TO_DATE = Message("to bring it up to date: {command}")


def marked(document: str) -> str:
    """The mark of the summary of a document."""
    return COMMAND + document.replace("-", "")


def mark_of(database: Json) -> str | None:
    """The mark that a database bears, None for any that is not ours."""
    lines = plain(database.get("description")).splitlines()
    last = lines[-1].strip() if lines else ""
    return last if last.startswith(COMMAND) else None


def described(head: Sequence[Sequence[Any]], document: str) -> str:
    """A description: the lines above the table, its headers, the mark."""
    *above, headers = [[str(cell) for cell in row if cell is not None] for row in head]
    lines = [" ".join(cells) for cells in above] + [BETWEEN.join(headers), marked(document)]
    return "\n".join(lines)


def head_of(database: Json) -> list[list[str]]:
    """The lines above the table and its headers, as a description has them."""
    *above, headers, _mark = ["", *plain(database.get("description")).splitlines()]
    return [*([line] for line in above[1:]), headers.split(BETWEEN)]
