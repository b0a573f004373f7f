"""What managed columns and statuses are called here: their headers and words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from okrsync.config import Config, ConfigError
from okrsync.language.verdict import Label
from okrsync.mapping.normal import same
from okrsync.mapping.words import LANGUAGES, Words, load
from okrsync.model import Status
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


@dataclass(frozen=True, slots=True)
class Names:
    """Headers by managed field and words by status: configured, else remembered, else ours.

    `settled` are statuses whose word the configuration itself gives: only that word will do.
    """

    headers: Mapping[str, str]
    words: Mapping[Status, str]
    settled: frozenset[Status]
    language: Words

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

    def measured(self, label: Label) -> str | None:
        """What a key result measures, in a word; None where that is not clear."""
        texts = self.language.values.get("measures", {}).get(label.value)
        return texts[0] if texts else None

    def coloured(self, field: str) -> Mapping[str, str]:
        """Each word that a new column may hold, with its colour role."""
        if field not in ("status", "objective_status"):
            return {}
        return {self.words[status]: COLOURS[status] for status in Status}


def names(
    config: Config, language: str, headers: Mapping[str, str], words: Mapping[str, str]
) -> Names:
    """The names to write with; `headers` and `words` are the remembered ones.

    Raises ConfigError where the configuration names a field or a status that isn't there.
    """
    ours = load(language if language in LANGUAGES else "en")
    own = config.write_back
    _known("write_back.fields", own.fields, FIELDS)
    _known("write_back.columns", own.columns, ours.managed)
    _known("write_back.status_words", own.status_words, [status.value for status in Status])
    given = {Status(key): word for key, word in own.status_words.items()}
    remembered = {Status(key): word for key, word in words.items() if key in tuple(Status)}
    return Names(
        headers={**ours.managed, **headers, **own.columns},
        words={**ours.status, **remembered, **given},
        settled=frozenset(given),
        language=ours,
    )


def shown(field: str) -> Shown:
    """How a managed field's values are shown."""
    return Shown.PERCENT if field in PERCENTS else Shown.TEXT


def _known(key: str, given: Iterable[str], known: Iterable[str]) -> None:
    possible = list(known)
    for name in given:
        if name not in possible:
            close = difflib.get_close_matches(name, possible, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(possible)}"
            raise ConfigError(f"okrsync.toml: {key}: unknown {name!r}; {hint}")


@cache
def _meanings() -> Mapping[str, frozenset[Status]]:
    """Word → the statuses that it names in any language."""
    found: dict[str, set[Status]] = {}
    for language in LANGUAGES:
        for status, word in load(language).status.items():
            found.setdefault(same(word), set()).add(status)
    return {word: frozenset(statuses) for word, statuses in found.items()}
