"""Titles that end or begin with what their line holds: “Loaves actual” below “Loaves plan”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.detect.measure_lines import measure
from okrsync.mapping.fields import KEPT
from okrsync.mapping.files.schema import ColumnRef, Pivot
from okrsync.mapping.profile import SAMPLE, profile
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.table import letters

_BEHIND = re.compile(
    r"(?P<name>.*\w.*?)[\s:,(\[/–—_-]+(?P<word>[^\W\d_][\w.]*(?: [^\W\d_]\w*)?)[)\]]?\s*$"
)
_BEFORE = re.compile(r"\s*(?P<word>[^\W\d_][\w.]*)[\s:,/–—_-]+(?P<name>.*\w.*)$")
_COLUMNS = 3
"""Titles stand in one of the first columns."""
_NUMBERS = 0.5


class _Way(NamedTuple):
    """A form of such titles, and the same one for a mapping, in which `words` are filled in."""

    form: re.Pattern[str]
    match: str


_WAYS = (
    _Way(_BEHIND, r"(?P<name>.*?)[\s:,(\[/–—_-]+(?P<word>{words})[)\]]?\s*"),
    _Way(_BEFORE, r"\s*(?P<word>{words})[\s:,/–—_-]+(?P<name>.*)"),
)


def found(ready: PreparedTable) -> Pivot | None:
    """The verb for such titles, None where a column's are not all of that form: each name with two
    lines at least and none twice, targets and values among them."""
    rows = ready.rows[:SAMPLE]
    if _columns_say_it(ready):
        return None
    for at in range(_COLUMNS):
        texts = [row.value(at) for row in rows if is_filled(row.value(at))]
        if len(texts) < 4 or not all(isinstance(text, str) for text in texts):
            continue
        for way in _WAYS:
            if meant := _words(way, map(str, texts)):
                named = selecting.naming(at, ready.names) if at in ready.names else None
                spelled = "|".join(re.escape(word) for word in meant)
                words = {word: field for word, field in meant.items() if field != KEPT}
                return Pivot(
                    named or ColumnRef(letter=letters(at)), words, way.match.format(words=spelled)
                )
    return None


def _columns_say_it(ready: PreparedTable) -> bool:
    """Whether the headers of numbers tell target from value."""
    told = set()
    for at, header in ready.names.items():
        seen = profile([row.value(at) for row in ready.rows[:SAMPLE]])
        if seen.numbers + seen.numeric_texts >= _NUMBERS:
            told.add(measure(header))
    return len(told - {KEPT, None}) > 1


def _words(way: _Way, texts: Iterable[str]) -> dict[str, str]:
    """Word → field, KEPT for what is computed of them; empty where titles are no such lines."""
    lines: dict[str, set[str]] = {}
    meant: dict[str, str] = {}
    for text in texts:
        parts = _parted(way, text)
        if parts is None:
            return {}
        name, word, field = parts
        known = lines.setdefault(same(name), set())
        if same(word) in known:
            return {}  # the same line twice: something else tells them apart
        known.add(same(word))
        if same(word) not in map(same, meant):
            if field != KEPT and field in meant.values():
                return {}
            meant[word] = field
    whole = all(len(words) > 1 for words in lines.values())
    return meant if whole and {"target", "current"} <= {*meant.values()} else {}


def _parted(way: _Way, text: str) -> tuple[str, str, str] | None:
    """Name, word and field of a title: the longest word that says a field."""
    found = way.form.match(text)
    if found is None:
        return None
    field = measure(found["word"])
    if field is not None:
        return found["name"], found["word"], field
    first, _, last = found["word"].rpartition(" ")
    field = measure(last) if first else None
    return (f"{found['name']} {first}", last, field) if field is not None else None
