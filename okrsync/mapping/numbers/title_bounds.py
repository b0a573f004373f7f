"""A bound that a title sets itself: "Churn below 3%" where the target is 3%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from okrsync.model import TargetType
from okrsync.values import Quantity, phrase_words, read_number
from okrsync.values.texts import clean
from okrsync.values.units import factor

_NUMBER = r"(?P<number>[€$£]? ?\d[\d.,']*(?: ?(?:%|‰))?(?: ?[^\W\d_]+)?)"
_MORE_AT_LEAST = (
    "at or above", "or above", "not below", "not under", "no lower than", "not lower than",
    "never below", "niet onder", "niet lager dan", "nooit onder", "nicht unter",
    "nicht niedriger als", "nie unter", "pas sous", "pas moins de", "no menos de",
    "não menos de", "não abaixo de", "no inferior a",
)  # fmt: skip
_MORE_AT_MOST = (
    "at or below", "not above", "not over", "no higher than", "not higher than", "never above",
    "not exceed", "not exceeding", "niet boven", "niet hoger dan", "nooit boven", "nicht über",
    "nicht höher als", "nie über", "sous", "ne pas dépasser", "sans dépasser", "plafonné à",
    "a lo sumo", "no superar", "no superior a", "sin superar", "não exceder", "não superior a",
    "innerhalb von", "innerhalb", "en moins de", "dans les", "em menos de", "em até", "dentro de",
    "en menos de",
)  # fmt: skip
_AFTER = re.compile(rf"(?: |:|of|than|dan|als|de|a|à)*{_NUMBER}")
_FIGURE = re.compile(r"\d")
_LATIN = re.compile(r"[\x00-\xff]*")
_LETTERS = re.compile(r"[^\W\d]+")
_HUNDRED = Decimal(100)


def bound(title: str, goal: Decimal | None, unit: str | None) -> TargetType | None:
    """Whether the title says at least or at most directly beside a number that is the target.

    `goal` is the target as the row has it (a percent is a fraction), `unit` the row's. A number
    that is another one is no bound: "answered within 24 hours" has a target of 90%.
    """
    if goal is None or not _has_figure(title):
        return None
    text = clean(title)
    if not _may_bind(text):
        return None  # Most titles: looking for the words alone is quicker.
    for kind, number in (*_before(text), *_behind(text)):
        if _is(number, goal, unit):
            return kind
    return None


def words_bound(text: str) -> TargetType | None:
    """What a header says of all its numbers ("Target (max)"), None where it sets no bound."""
    found = _words().search(clean(text))
    return _kind(found) if found else None


def _before(text: str) -> Iterator[tuple[TargetType, str]]:
    for found in _words().finditer(text):
        number = _AFTER.match(text[found.end() :])
        if number:
            yield _kind(found), number["number"]


def _behind(text: str) -> Iterator[tuple[TargetType, str]]:
    for kind, pattern in _or_so():
        for found in pattern.finditer(text):
            yield kind, found["number"]


def _has_figure(text: str) -> bool:
    if _FIGURE.search(text):
        return True
    return not text.isascii() and any(char.isdigit() for char in text)


def _may_bind(text: str) -> bool:
    """Whether a bound word stands in a text. Its words by themselves rule most texts out: a
    pattern of some hundred words costs more than all else that is read of a title."""
    # Beyond Latin-1, a letter can equal one that `lower` doesn't give.
    if _LATIN.fullmatch(text):
        words, signs = _firsts()
        lowered = text.lower()
        begun = (words[word] for word in _LETTERS.findall(lowered) if word in words)
        if signs.isdisjoint(text) and not any(each in lowered for all_ in begun for each in all_):
            return False
    return _any_word().search(text) is not None


@cache
def _firsts() -> tuple[dict[str, list[str]], frozenset[str]]:
    """Bound words by the first word of each, and the signs that others begin with."""
    words: dict[str, list[str]] = {}
    signs = set()
    for known in _all_words():
        first = _LETTERS.match(known.lower())
        if first:
            words.setdefault(first[0], []).append(known.lower())
        else:
            signs.add(known[0])
    return words, frozenset(signs)


@cache
def _any_word() -> re.Pattern[str]:
    """All bound words, before a number or behind it."""
    return re.compile(rf"(?<![^\W\d])(?:{phrase_words.any_of(_all_words())})", re.IGNORECASE)


def _all_words() -> tuple[str, ...]:
    return (*_kinds(), *phrase_words.OR_MORE, *phrase_words.OR_LESS)


@cache
def _or_so() -> tuple[tuple[TargetType, re.Pattern[str]], ...]:
    """“… or more”, “… or fewer”: made once, since a large sheet asks for each of its titles."""
    return tuple(
        (kind, re.compile(rf"{_NUMBER},? ?(?:{phrase_words.any_of(words)})", re.IGNORECASE))
        for kind, words in (
            (TargetType.AT_LEAST, phrase_words.OR_MORE),
            (TargetType.AT_MOST, phrase_words.OR_LESS),
        )
    )


def _kind(found: re.Match[str]) -> TargetType:
    return _kinds()[found[0].casefold()]


@cache
def _kinds() -> dict[str, TargetType]:
    """Bound word → which bound it sets."""
    least = dict.fromkeys((*phrase_words.AT_LEAST, *_MORE_AT_LEAST), TargetType.AT_LEAST)
    most = dict.fromkeys((*phrase_words.AT_MOST, *_MORE_AT_MOST), TargetType.AT_MOST)
    return {word.casefold(): kind for word, kind in (*least.items(), *most.items())}


@cache
def _words() -> re.Pattern[str]:
    """All bound words, the longest first, since a negation turns the shorter one round."""
    return re.compile(rf"(?<!\w)(?:{phrase_words.any_of(_kinds())})", re.IGNORECASE)


def _is(number: str, goal: Decimal, unit: str | None) -> bool:
    """Whether a number as the title writes it is the target."""
    for text in dict.fromkeys((number.strip(), re.sub(r" ?[^\W\d_]+$", "", number.strip()))):
        found = read_number(text)
        if isinstance(found, Quantity) and found.value is not None and _same(found, goal, unit):
            return True
    return False


def _same(found: Quantity, goal: Decimal, unit: str | None) -> bool:
    value = found.plain().value
    if value is None:
        return False
    if value == goal or (unit == "%" and found.unit is None and value == goal * _HUNDRED):
        return True
    by = factor(found.unit, unit) if found.unit and unit and "%" not in (found.unit, unit) else None
    return by is not None and value * by == goal
