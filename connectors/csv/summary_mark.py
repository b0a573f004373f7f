"""The mark of a summary beside a CSV file: a cell with the command that makes it anew.

A file has no place for a mark that nobody sees, so people may read this one: it travels with the
file, whatever it is called, and says of which sheet it is.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from okrsync.i18n import Message
from okrsync.shell import quoted
from okrsync.table import Row

COMMAND = "okrsync summary "
"""How the marked cell begins; the name of the sheet's file follows, quoted as a shell wants it."""
MARKED_ROW = 2
_ROWS, MOST_FILES, HEAD = 10, 2000, 8192
"""How far the mark is looked for: people may put rows above it, and a folder may be large."""
_MARK = re.compile(rf"\A{COMMAND}(\S.*)\Z")
NO_SOURCE = Message("{file}: this is the summary that okrsync made of {sheet}, so it is not read")


def sheet_of(rows: Sequence[Row]) -> str | None:
    """Of which sheet a file is the summary, as its mark says it; None for any other file."""
    for row in rows[:_ROWS]:
        for value in row.values:
            found = _MARK.match(value) if isinstance(value, str) else None
            if found:
                return found[1]
    return None


def says(mark: str | None, name: str) -> bool:
    """Whether a mark names this sheet, quoted as whichever machine wrote it does."""
    return mark in (name, quoted(name), shlex.quote(name), f'"{name}"')
