"""Rows that are no objectives, key results or actions: totals, templates, remarks, headers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from okrsync.mapping.vocabulary import codes
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import everywhere

_PLACEHOLDER = re.compile(
    r"^\s*(?:<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}|_{3,}|\.{3,}|…+)\s*$", re.DOTALL
)


_SUMMED = frozenset(("progress", "status", "target", "current", "weight", "confidence"))
_LONGEST = 45
"""Totals and templates are short: longer titles are not looked at."""


@dataclass(slots=True)
class Left:
    """What was left out of a table, to be said: reason → how many rows, and the first ones."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, list[int]] = field(default_factory=dict)
    rows: dict[int, str] = field(default_factory=dict)
    """Each row's number → the reason."""

    def add(self, reason: str, row: int) -> None:
        """Count one row that was left out."""
        self.counts[reason] += 1
        self.rows[row] = reason
        rows = self.first.setdefault(reason, [])
        if len(rows) < 3:
            rows.append(row)


@lru_cache(maxsize=65536)
def reason(title: str) -> str | None:
    """Why a row with this title is none of ours (`totals`, `template`), None where it is.

    `code`: it is a code alone, so a template unless the row says something more.
    """
    if len(title) > _LONGEST and title[:1] not in "<[{":
        return None
    words = phrase(title)
    if words in _of("totals") or _total_of_a_column(words):
        return "totals"
    if words in _of("templates") or _PLACEHOLDER.match(title):
        return "template"
    return "code" if codes.bare(title) else None


def is_remark(title: str) -> bool:
    """Whether a text says itself that it is a remark: “Note: figures of May”."""
    before, colon, after = title[:_LONGEST].partition(":")
    return bool(colon and after.strip()) and phrase(before) in _of("remarks")


def _of(group: str) -> frozenset[str]:
    return everywhere("rows").get(group, frozenset())


def total_of(title: str) -> frozenset[str]:
    """The fields of which a row may be the total by its title ("Average score": progress), none
    where it is called a total itself."""
    words = phrase(title)
    return frozenset() if words in _of("totals") else _totals_fields(words)


def _totals_fields(words: str) -> frozenset[str]:
    _, _, rest = words.partition(" ")
    about = match(words)[:1]
    if about and about[0].scope:
        return frozenset()
    return frozenset(each.field for each in match(rest) if each.score >= _NAMED)


_NAMED = 0.97


def _total_of_a_column(words: str) -> bool:
    """ "Average progress", "Total score": a total's word and then a header's."""
    first, _, rest = words.partition(" ")
    if rest and len(words) < 30:
        # "Objective progress": a figure about the rows above, in a row of its own.
        about = match(words)[:1]
        if about and about[0].scope and about[0].field in _SUMMED and about[0].score > 0.9:
            return True
    if not rest or len(words) >= 40 or first not in _of("totals"):
        return False
    return not _SUMMED.isdisjoint(_totals_fields(words))
