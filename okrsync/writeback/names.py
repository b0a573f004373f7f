"""What managed columns and statuses are called here: their headers and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from okrsync.config import Config
from okrsync.errors import ConfigError
from okrsync.i18n import Message
from okrsync.language.verdict import Label
from okrsync.mapping.vocabulary.normal import same
from okrsync.mapping.vocabulary.words import LANGUAGES, Words, load
from okrsync.model import Status
from okrsync.nearest import suggestion
from okrsync.table import Scalar, Shown

PERCENTS = ("progress", "expected", "false_progress", "objective_progress")
TEXTS = ("status", "objective_status", "measures", "finding", "id")
FIELDS = (*PERCENTS, *TEXTS)
"""Every managed field that can be written."""

COLOURS = {
    Status.ON_TRACK: "good",
    Status.ACCOMPLISHED: "good",
    Status.ACHIEVED: "good",
    Status.NEEDS_ATTENTION: "warning",
    Status.PARTIAL: "warning",
    Status.OFF_TRACK: "bad",
    Status.MISSED: "bad",
    Status.NOT_STARTED: "neutral",
    Status.NO_DATA: "neutral",
}

UNKNOWN = Message("okrsync.toml: {key}: unknown {name!r}; {hint}")


class Instead(StrEnum):
    """What people read in place of a status: an output does not count, and without a start
    nobody can say how far a number has come. Beside the statuses these are keys of
    `status_words` too."""

    NOT_COUNTED = "not_counted"
    START_UNKNOWN = "start_unknown"


INSTEAD: Mapping[Instead, Mapping[str, str]] = {
    Instead.NOT_COUNTED: {
        "en": "not counted",
        "nl": "telt niet",
        "de": "zählt nicht",
        "fr": "ne compte pas",
        "es": "no cuenta",
        "pt": "não conta",
    },
    Instead.START_UNKNOWN: {
        "en": "start unknown",
        "nl": "start onbekend",
        "de": "Startwert unbekannt",
        "fr": "départ inconnu",
        "es": "inicio desconocido",
        "pt": "início desconhecido",
    },
}


@dataclass(frozen=True, slots=True)
class Names:
    """Headers by managed field and words by status: configured, else remembered, else ours.

    `settled` are statuses whose word the configuration itself gives: only that word will do.
    """

    headers: Mapping[str, str]
    words: Mapping[Status, str]
    settled: frozenset[Status]
    language: Words
    instead: Mapping[Instead, str]

    def word(self, status: Status) -> str:
        """The one word of a status."""
        return self.words[status]

    def says(self, cell: Scalar, status: Status) -> bool:
        """Whether a cell names this status: in our words, else in those of any language."""
        if not isinstance(cell, str):
            return False
        text = same(cell)
        ours = {known for known, word in self.words.items() if same(word) == text}
        if ours or status in self.settled:
            return status in ours
        return status in _meanings().get(text, ())

    def says_instead(self, cell: Scalar, word: Instead) -> bool:
        """Whether a cell says this in place of a status: in our words, else in any language's."""
        if not isinstance(cell, str):
            return False
        ours, anybody = same(self.instead[word]), [*map(same, INSTEAD[word].values())]
        return same(cell) == ours or (ours in anybody and same(cell) in anybody)

    def measured(self, label: Label) -> str | None:
        """What a key result measures, in a word; None where that is not clear."""
        texts = self.language.values.get("measures", {}).get(label.value)
        return texts[0] if texts else None

    def coloured(self, field: str) -> Mapping[str, str]:
        """Each word that a new column may hold, with its colour role."""
        if field not in ("status", "objective_status"):
            return {}
        coloured = {self.words[status]: COLOURS[status] for status in Status}
        return coloured | dict.fromkeys(self.instead.values(), "neutral")


@dataclass(frozen=True, slots=True)
class Wording:
    """The language of a source's columns, and the headers (by managed field) and words (by
    status) that are remembered of it."""

    language: str
    headers: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def names(config: Config, wording: Wording, source: str) -> Names:
    """The names to write with in this source.

    Raises ConfigError where the configuration names a field or a status that isn't there.
    """
    language, headers, words = wording.language, wording.headers, wording.words
    ours = load(language if language in LANGUAGES else "en")
    settings, own = config.write_back, config.write_back.of(source)
    statuses = [*(status.value for status in Status), *(each.value for each in Instead)]
    _known("write_back.fields", settings.fields, FIELDS)
    said = {
        "write_back": (settings.columns, settings.status_words),
        f"write_back.sources.{source}": (own.columns, own.status_words),
    }
    for key, (columns, called) in said.items():
        _known(f"{key}.columns", columns, ours.managed)
        _known(f"{key}.status_words", called, statuses)
    beside = tuple(Instead)
    given = {Status(key): word for key, word in own.status_words.items() if key not in beside}
    remembered = {Status(key): word for key, word in words.items() if key in tuple(Status)}
    return Names(
        headers={**ours.managed, **headers, **own.columns},
        words={**ours.status, **remembered, **given},
        settled=frozenset(given),
        language=ours,
        instead={each: own.status_words.get(each) or word_of(each, language) for each in beside},
    )


def word_of(word: Instead, language: str) -> str:
    """What is written in place of a status in this language."""
    return INSTEAD[word].get(language, INSTEAD[word]["en"])


def shown(field: str) -> Shown:
    """How a managed field's values are shown."""
    return Shown.PERCENT if field in PERCENTS else Shown.TEXT


def _known(key: str, given: Iterable[str], known: Iterable[str]) -> None:
    possible = list(known)
    for name in given:
        if name not in possible:
            hint = suggestion(name, possible, cutoff=0.5)
            raise ConfigError(UNKNOWN.filled(key=key, name=name, hint=hint))


@cache
def _meanings() -> Mapping[str, frozenset[Status]]:
    """Word → the statuses that it names in any language."""
    found: dict[str, set[Status]] = {}
    for language in LANGUAGES:
        for status, word in load(language).status.items():
            found.setdefault(same(word), set()).add(status)
    return {word: frozenset(statuses) for word, statuses in found.items()}
