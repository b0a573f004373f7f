"""The words of one language: headers by field, words in cells, headers and words of our own.

All of them live in `mappings/words/<language>.toml`; nothing here knows a language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from okrsync.mapping.vocabulary.normal import phrase
from okrsync.model import Status

LANGUAGES = ("en", "nl", "de", "fr", "es", "pt")

Groups = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """What a language calls things.

    `headers` are column headers by field; `values` what stands in cells, by group and meaning;
    `managed` the header that okrsync writes for a managed field and `managed_headers` all that
    it recognises; `status` the word it writes for each status. `head` is "last" where the last
    word of a header counts most ("progress notes"), "first" where the first does.
    """

    language: str
    name: str
    head: str
    headers: Groups
    values: Mapping[str, Groups]
    labels: Groups
    rows: Groups
    names: Groups
    fill: tuple[str, ...]
    small: tuple[str, ...]
    managed: Mapping[str, str]
    managed_headers: Groups
    status: Mapping[Status, str]


@cache
def load(language: str) -> Words:
    """The words of a language of `LANGUAGES`. Raises KeyError for any other."""
    if language not in LANGUAGES:
        raise KeyError(language)
    text = files("mappings").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return _words(tomllib.loads(text))


def everywhere(group: str) -> Mapping[str, frozenset[str]]:
    """Meaning → words of all languages, folded, of a group such as `values.level` or `rows`."""
    return _everywhere(group)


@cache
def _everywhere(group: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for meaning, texts in _group(load(language), group).items():
            found.setdefault(meaning, set()).update(phrase(text) for text in texts)
    return {meaning: frozenset(texts) for meaning, texts in found.items()}


@cache
def meanings(group: str) -> Mapping[str, str]:
    """Folded word → meaning, over all languages; the first language that has it wins."""
    found: dict[str, str] = {}
    for meaning, texts in _everywhere(group).items():
        for text in texts:
            found.setdefault(text, meaning)
    return found


def _group(words: Words, group: str) -> Groups:
    head, _, rest = group.partition(".")
    if head == "values":
        return words.values.get(rest, {})
    chosen: Groups = getattr(words, head)
    return chosen


def _words(data: Mapping[str, Any]) -> Words:
    managed = _tuples(data["managed"])
    return Words(
        language=data["language"],
        name=data["name"],
        head=data["head"],
        headers=_tuples(data["headers"]),
        values={group: _tuples(texts) for group, texts in data["values"].items()},
        labels=_tuples(data["labels"]),
        rows=_tuples(data["rows"]),
        names=_tuples(data["names"]),
        fill=tuple(data["fill"]["words"]),
        small=tuple(data["small"]["words"]),
        managed={field: texts[0] for field, texts in managed.items()},
        managed_headers=managed,
        status={Status(key): word for key, word in data["status"].items()},
    )


def _tuples(group: Mapping[str, list[str]]) -> Groups:
    return {key: tuple(texts) for key, texts in group.items()}
