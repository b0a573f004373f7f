"""On which line of a TOML text a key stands, for messages: the parsers don't say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]
"""Where something stands: keys, and the position in a list."""

_TABLE = re.compile(r"^\s*\[(\[)?\s*([^\[\]]+?)\s*\]?\]\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def line_of(text: str, path: Path) -> int | None:
    """The line, from 1, of the key that a path leads to or, inside a value, of that value.

    None where nothing of the path is there.
    """
    best: tuple[int, int] | None = None
    section: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        table, key = _TABLE.match(line), _KEY.match(line)
        if table:
            section = _section(_parts(table[2]), counts, several=bool(table[1]))
            here = section
        elif key:
            here = (*section, *_parts(key[1]))
        else:
            here = section  # a value that goes on over several lines
        wanted = path[: len(here)]
        if here and here == wanted and (table or key or _names(line, path)):
            deeper = len(here) + (0 if table or key else 1)
            if best is None or deeper > best[1]:
                best = (number, deeper)
    return best[0] if best else None


def _names(line: str, path: Path) -> bool:
    return bool(path) and isinstance(path[-1], str) and f"{path[-1]}" in line and "=" in line


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(text))


def _section(parts: Sequence[str], counts: dict[Path, int], *, several: bool) -> Path:
    """The path of a section; a part that is a list counts on from its last table."""
    found: Path = ()
    for at, part in enumerate(parts):
        found = (*found, part)
        last = at == len(parts) - 1
        if several and last:
            counts[found] = counts.get(found, -1) + 1
        if found in counts:
            found = (*found, counts[found])
    return found
