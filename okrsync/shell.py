"""Words of a command line, so that what a message prints runs as it stands."""

from __future__ import annotations

import os
import shlex

_SPLIT = set(" #&();'<>|*?")
_EXPANDED = set('!$`"\\')
"""What a shell replaces between double quotes too."""


def command(*words: str) -> str:
    """A command line of okrsync, such as `okrsync sync plan.xlsx --yes`."""
    return " ".join(["okrsync", *map(quoted, words)])


def quoted(word: str) -> str:
    """One word of a command line, quoted where the shell would take it for something else."""
    if _EXPANDED & set(word) and os.name != "nt":
        return shlex.quote(word)
    return f'"{word}"' if not word or (_SPLIT | _EXPANDED) & set(word) else word
