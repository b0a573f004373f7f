"""What a header may mean: fields, with a score, from the words of all languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from okrsync.mapping.fields import ENTITIES, KEPT
from okrsync.mapping.vocabulary import combined
from okrsync.mapping.vocabulary.meaning import Match
from okrsync.mapping.vocabulary.normal import header, phrase, stem, tokens
from okrsync.mapping.vocabulary.words import LANGUAGES, everywhere, load
from okrsync.values.calendar.words import month_of

_WHOLE_ONLY = 4
"""Shorter words count only as a whole header ("to", "nr"), unless they are of `_SHORT`."""
_SHORT = frozenset(("kr", "krs", "kpi", "okr", "obj", "id", "due", "ref", "owner", "act", "dri"))
_BOTH = frozenset(("okr", "okrs", "our okrs", "okr s"))
_MOST_WORDS = 12
_RANK = 0.002
"""Each later word of a list counts this much less, so that "Title" beats "Description"."""
_NAMES = frozenset((*ENTITIES, "indicator"))
_MEASURED = frozenset(("target", "current", "baseline"))
_RHYTHM = 2
"""So many words says how often: “per month”, “pro Woche”."""
_AT_A_TIME = 0.99
_SCOPED_IDS = {"objective_id": "objective", "key_result_id": "key_result"}


@dataclass(frozen=True, slots=True)
class _Entry:
    field: str
    language: str
    rank: int


@dataclass(frozen=True, slots=True)
class _Segment:
    entries: tuple[_Entry, ...]
    size: int
    position: int

    def entities(self) -> set[str]:
        return {entry.field for entry in self.entries} & _NAMES

    def attributes(self) -> tuple[_Entry, ...]:
        return tuple(entry for entry in self.entries if entry.field not in _NAMES)


@lru_cache(maxsize=16384)
def match(text: str) -> tuple[Match, ...]:
    """All meanings of a header, best first; empty where no word of it is known."""
    shown = header(text)
    words = shown.tokens
    if not words or len(words) > _MOST_WORDS:
        return ()
    whole = _lexicon().get(tuple(map(stem, words)))
    if whole is None and (often := _rhythmic(words) or _timed(words)):
        return often
    found = _exact(whole) if whole else ()
    if not any(each.score > 0.5 for each in found):
        found = combined.title(text, _entities) or _named_in(text) or tuple(_composed(words))
    if not found and shown.bracket:
        # "What do we want to reach? (Objective)"
        return match(shown.bracket)
    best: dict[tuple[str, str | None], Match] = {}
    for each in found:
        known = best.get((each.field, each.scope))
        if known is None or known.score < each.score:
            best[each.field, each.scope] = each
        elif known.score == each.score:
            best[each.field, each.scope] = replace(
                known, languages=known.languages | each.languages
            )
    return tuple(sorted(best.values(), key=lambda each: -each.score))


def names_both(text: str) -> bool:
    """Whether a header names objectives and their key results at once: “Objective / KR”, “OKRs”."""
    return phrase(text) in _BOTH or bool(combined.title(text, _entities))


def _rhythmic(words: tuple[str, ...]) -> tuple[Match, ...]:
    """What is wanted or counted “per month”: the target or value of a time, and no objective."""
    if len(words) <= _RHYTHM or " ".join(words[-_RHYTHM:]) not in _rhythms():
        return ()
    found = _lexicon().get(tuple(map(stem, words[:-_RHYTHM])), ())
    measured = [each for each in _exact(found) if each.field in _MEASURED]
    return tuple(sorted(measured, key=lambda each: -each.score))


_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME = re.compile(r"[qtkhs][1-4]|(?:kw|wk|w)\d{1,2}|fy\d{2,4}|(?:19|20)\d\d")
_DAY = re.compile(r"[0-3]?\d")


def year_of(text: str) -> int | None:
    """The year that a header names: “Ist 2025”."""
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def without_time(words: tuple[str, ...]) -> tuple[str, ...]:
    """A header's words without the time that they end with: “Target 2026”, “Stand 30.09.”."""
    left, days = list(words), 0
    while len(left) > 1 and (_TIME.fullmatch(left[-1]) or _DAY.fullmatch(left[-1])
                             or month_of(left[-1]) is not None):  # fmt: skip
        days += bool(_DAY.fullmatch(left.pop()))
    # One number alone counts columns: “Target 2”.
    told = len(words) - len(left)
    return words if told == days == 1 else tuple(left)


def _timed(words: tuple[str, ...]) -> tuple[Match, ...]:
    """What is wanted or was counted at a time that the header names."""
    left = without_time(words)
    if left == words:
        return ()
    found = _exact(_lexicon().get(tuple(map(stem, left)), ()))
    measured = [replace(each, score=each.score * _AT_A_TIME) for each in found
                if each.field in _MEASURED]  # fmt: skip
    return tuple(sorted(measured, key=lambda each: -each.score))


@cache
def _rhythms() -> frozenset[str]:
    said = {**everywhere("values.cadence"), **everywhere("values.cycle")}
    return frozenset(text for texts in said.values() for text in texts)


def _named_in(text: str) -> tuple[Match, ...]:
    """“Category / Indicator”: what rows are called, and beside it a word for what is kept."""
    before, slash, behind = text.partition("/")
    if not slash or "/" in behind:
        return ()
    parts = [_lexicon().get(tuple(map(stem, tokens(each))), ()) for each in (before, behind)]
    known = [_exact(entries) for entries in parts]
    names = [each for found in known for each in found if each.field in _NAMES]
    kept = any(found and all(each.field == KEPT for each in found) for found in known)
    return tuple(replace(each, score=each.score * _AT_A_TIME) for each in names if kept)


def _entities(text: str) -> Mapping[str, frozenset[str]]:
    """The entities that a text names by itself, each with the languages in which it does."""
    entries = _lexicon().get(tuple(map(stem, tokens(text))), ())
    named: dict[str, set[str]] = {}
    for entry in entries:
        if entry.field in ENTITIES:
            named.setdefault(entry.field, set()).add(entry.language)
    return {name: frozenset(languages) for name, languages in named.items()}


def strength(text: str) -> float:
    """How much a text looks like a header: the score of its best meaning."""
    found = match(text)
    return found[0].score if found else 0.0


@cache
def _lexicon() -> Mapping[tuple[str, ...], tuple[_Entry, ...]]:
    found: dict[tuple[str, ...], list[_Entry]] = {}
    for language in LANGUAGES:
        for field, texts in load(language).headers.items():
            for rank, text in enumerate(texts):
                key = tuple(map(stem, tokens(text)))
                found.setdefault(key, []).append(_Entry(field, language, rank))
    found.pop((), None)
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in load(language).fill)


@cache
def _longest() -> int:
    return max(map(len, _lexicon()))


def _exact(entries: tuple[_Entry, ...]) -> tuple[Match, ...]:
    grouped: dict[str, tuple[int, set[str]]] = {}
    for entry in entries:
        rank, languages = grouped.get(entry.field, (entry.rank, set()))
        grouped[entry.field] = (min(rank, entry.rank), languages | {entry.language})
    return tuple(
        _match(field, None, 1 - _RANK * min(rank, 25), languages)
        for field, (rank, languages) in grouped.items()
    )


def _match(field: str, scope: str | None, score: float, languages: set[str]) -> Match:
    if field in _SCOPED_IDS:
        field, scope = "id", _SCOPED_IDS[field]
    return Match(field, scope, score, frozenset(languages))


def _composed(words: tuple[str, ...]) -> Iterator[Match]:
    """Meanings of a header that is no word of a list but holds some ("PM_Owner", "KR Título")."""
    segments, covered = _segments(words)
    if not segments:
        return
    share = covered / len(words)
    score = 0.95 if share == 1 else 0.7 if share >= 0.5 else 0.4 if share >= 1 / 3 else 0.0
    only_names = share < 0.5
    holders = [each for each in segments if each.attributes()]
    named = [each for each in segments if each.entities() and each not in holders]
    if not named and len(holders) > 1:
        named = [each for each in holders if each.entities()][:1]
        holders = [each for each in holders if each not in named] or holders
    if not holders:
        yield from _entity_only(named, score)
    if not holders or only_names or not score:
        return
    head = _head(holders)
    scopes: set[str | None] = {name for each in named for name in each.entities()}
    for scope in scopes or {None}:
        yield from _attributes(head, scope, score, full=share == 1)
    if not named:
        for name in head.entities():
            languages = {entry.language for entry in head.entries if entry.field == name}
            yield Match(name, None, score, frozenset(languages))


def _entity_only(named: list[_Segment], score: float) -> Iterator[Match]:
    for entry in named[-1].entries if score else ():
        yield Match(entry.field, None, score, frozenset((entry.language,)))


def _attributes(head: _Segment, scope: str | None, score: float, *, full: bool) -> Iterator[Match]:
    for entry in head.attributes():
        languages = frozenset((entry.language,))
        if entry.field == "title" and scope:
            yield Match(scope, None, score, languages)
        elif entry.field == "id" and not full:
            # "kpa_id" is the id of something that we don't know.
            yield Match("kept", None, score, languages)
        elif entry.field in _SCOPED_IDS:
            yield Match("id", _SCOPED_IDS[entry.field], score, languages)
        else:
            # The unit of a metric is the row's own: a metric is no entity that it could belong to.
            about = scope if scope in ENTITIES else None
            yield Match(entry.field, about, score - _RANK * min(entry.rank, 25), languages)


def _head(holders: list[_Segment]) -> _Segment:
    """Which of several attributes the header is about: the first in Romance languages."""
    entries = [entry for each in holders for entry in each.attributes()]
    votes = [load(entry.language).head for entry in entries]
    return holders[0] if votes.count("first") > votes.count("last") else holders[-1]


def _segments(words: tuple[str, ...]) -> tuple[list[_Segment], int]:
    """The known phrases in a header, longest first from the left, and how many words they cover."""
    stems, found, covered, at = tuple(map(stem, words)), [], 0, 0
    while at < len(words):
        segment = _segment_at(words, stems, at)
        if segment:
            found.append(segment)
            covered += segment.size
            at += segment.size
            continue
        covered += words[at] in _fillers()
        at += 1
    return found, covered


def _segment_at(words: tuple[str, ...], stems: tuple[str, ...], at: int) -> _Segment | None:
    for size in range(min(_longest(), len(words) - at), 0, -1):
        entries = _lexicon().get(stems[at : at + size])
        if entries and _counts(words[at : at + size]):
            return _Segment(entries, size, at)
    return None


def _counts(words: tuple[str, ...]) -> bool:
    if len(words) > 1:
        return True
    word = words[0]
    return (len(word) >= _WHOLE_ONLY and word not in _fillers()) or word in _SHORT
