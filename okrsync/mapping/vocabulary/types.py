"""Type and Level columns: what they hold is read from their words, not from their header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from okrsync.i18n import Message
from okrsync.mapping.fields import FIELDS, VARIANTS
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import everywhere
from okrsync.table import Scalar

MIXED = "type"
VARIANTS_ALL = frozenset((*VARIANTS, MIXED))
"""A column whose rows speak of different things: levels here, target types there."""
_SECTIONS = ("objectives", "key_results", "initiatives", "kpis")
_MOST = 0.6
_HALF = 0.5
_NEARLY = 0.9
_FEW = 6
_REPEATED = 2
"""Words of one's own are few, and each comes again."""


@dataclass(frozen=True, slots=True)
class TypeColumn:
    """A Type column and the group of words that it holds (a variant, or MIXED)."""

    index: int
    group: str


@cache
def _groups() -> Mapping[str, Mapping[str, str]]:
    """Group → word → meaning."""
    found = {
        group: {
            word: meaning
            for meaning, words in everywhere(f"values.{group}").items()
            for word in words
        }
        for group in VARIANTS
    }
    # A section of a list is called for what it holds: “Key results”.
    several = everywhere("names")
    found["level"] = {
        **{word: name.removesuffix("s") for name in _SECTIONS for word in several.get(name, ())},
        **found["level"],
    }
    return found


def meaning(group: str, value: Scalar) -> str | None:
    """What a cell says in a group of words, None where it says nothing known."""
    return _groups()[group].get(phrase(value)) if isinstance(value, str) else None


def read(index: int, values: Sequence[Scalar]) -> TypeColumn | None:
    """What a column holds, from its cells; None where most of its words are unknown."""
    counts = Counter(phrase(value) for value in values if isinstance(value, str) and value.strip())
    total = sum(counts.values())
    if not total:
        return None
    shares = {
        group: sum(n for word, n in counts.items() if word in words) / total
        for group, words in _groups().items()
    }
    best = max(
        VARIANTS, key=lambda group: (shares[group] >= _MOST, shares[group] == 1, shares[group])
    )
    if shares[best] >= _MOST:
        return TypeColumn(index, best)
    if _is_ladder(counts, shares):
        return TypeColumn(index, "level")
    known = sum(n for word, n in counts.items() if any(word in w for w in _groups().values()))
    if known / total >= _MOST:
        return TypeColumn(index, MIXED)
    # Half of the words are slips: still a column of its own, and each slip is asked about. What
    # rows are is not taken from so little.
    return TypeColumn(index, best) if shares[best] >= _HALF and best != "level" else None


def tells_levels(values: Sequence[Scalar]) -> bool:
    """Whether nearly all of a column, whatever it is called, are words for two levels or more."""
    words = [phrase(value) for value in values if isinstance(value, str) and value.strip()]
    found = [_groups()["level"].get(word) for word in words]
    known = [level for level in found if level]
    return len({*known}) > 1 and len(known) >= _NEARLY * len(words)


def has_own_words(values: Sequence[Scalar], measured: Sequence[bool]) -> bool:
    """Whether a Type column calls levels by words of its own: some of its words stand only in rows
    with numbers and others only in rows without, the first among these; or one is an objective's
    and the others aren't known. `measured` says which rows have numbers."""
    words: dict[str, set[bool]] = {}
    counts: Counter[str] = Counter()
    for value, number in zip(values, measured, strict=True):
        if isinstance(value, str) and value.strip():
            words.setdefault(phrase(value), set()).add(number)
            counts[phrase(value)] += 1
    if not 1 < len(words) <= _FEW or sum(counts.values()) < _REPEATED * len(words):
        return False
    known = [{group[word] for word in words if word in group} for group in _groups().values()]
    if any(found for name, found in zip(_groups(), known, strict=True) if name != "level"):
        return False
    if all(len(found) == 1 for found in words.values()) and any(measured):
        return not measured[0]
    return {_groups()["level"].get(word) for word in words} == {"objective", None}


def _is_ladder(counts: Mapping[str, int], shares: Mapping[str, float]) -> bool:
    """Whether objectives are called by whose they are and what is below them by its kind:
    “Company”, “KR”, “Team”, “KR”."""
    below = {_groups()["level"].get(word) for word in counts} - {None, "objective"}
    return bool(below) and shares["scope"] > 0 and shares["level"] + shares["scope"] >= _MOST


def level_of(value: Scalar) -> str | None:
    """What a row of a Level column is; one that says whose it is (“Team”) is an objective."""
    return meaning("level", value) or ("objective" if meaning("scope", value) else None)


def expected(group: str) -> Message:
    """What belongs in a column of such words."""
    return Message("It should say {about}.", {"about": FIELDS[group].about})


def meanings(value: Scalar) -> dict[str, str]:
    """All that a cell of a MIXED column says, by group."""
    if not isinstance(value, str):
        return {}
    word = phrase(value)
    return {group: words[word] for group, words in _groups().items() if word in words}
