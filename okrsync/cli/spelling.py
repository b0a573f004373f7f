"""Signs and letters that a stream can't show are spelled out, never a crash.

Windows writes to a pipe in its own code page, and a terminal may know ASCII only.
"""

from __future__ import annotations

import codecs
from typing import TextIO

HANDLER = "okrsync.spelled"
SIGNS = {
    "–": "-",
    "−": "-",
    "—": "-",
    "×": "x",
    "·": "-",
    "…": "...",
    "→": "->",
    "›": ">",
    "≥": ">=",
    "≤": "<=",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "✓": "x",
    "○": "-",
    "€": "EUR",
    "£": "GBP",
}


def spelled(error: UnicodeError) -> tuple[str, int]:
    """What stands for the letters that can't be encoded, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    return "".join(map(_spelled, found)), error.end


def spell(*streams: TextIO | None) -> None:
    """Let these streams spell out what they can't show."""
    codecs.register_error(HANDLER, spelled)
    for stream in streams:
        change = getattr(stream, "reconfigure", None)
        if change is not None:
            change(errors=HANDLER)


def _spelled(letter: str) -> str:
    from unicodedata import normalize  # noqa: PLC0415 -- only where a letter can't be shown

    if letter in SIGNS:
        return SIGNS[letter]
    plain = normalize("NFKD", letter).encode("ascii", "ignore").decode("ascii")
    return plain or "?"
