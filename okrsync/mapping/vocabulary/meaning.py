"""One meaning of a header."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """One meaning of a header.

    `scope` is the entity that it speaks of ("objective owner"), None where it says none.
    `score` is 0–1: 1 is a word of the list as it stands.
    """

    field: str
    scope: str | None
    score: float
    languages: frozenset[str]
