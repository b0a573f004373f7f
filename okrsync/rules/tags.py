"""The tags by which people accept a key result that is only done or not done.

A tag stands in a tags column, or as `#baseline`, `[baseline]` or `(baseline)` in the title or the
notes, or alone on a line of the notes.
"""

from __future__ import annotations

import re
from enum import StrEnum

from okrsync.language.pieces import fold
from okrsync.model import Entity


class Tag(StrEnum):
    """What a tagged key result is for."""

    BASELINE = "baseline"
    LEARNING = "learning"
    MILESTONE = "milestone"


WORDS = {
    Tag.BASELINE: "baseline nulmeting nullmessung ausgangswert basismessung reference linea-base",
    Tag.LEARNING: "learning leren leerdoel lernen lernziel apprentissage aprendizaje",
    Tag.MILESTONE: "milestone mijlpaal meilenstein jalon hito",
}
"""As people write them in the languages of sheets, without accents."""
_MEANING = {word: tag for tag, words in WORDS.items() for word in words.split()}
_WORD = "|".join(_MEANING)
_MARKED = re.compile(rf"#({_WORD})(?!\w)|\[\s*({_WORD})\s*\]|\(\s*({_WORD})\s*\)")
_ALONE = re.compile(rf"^\s*(?:tags?|labels?)?\s*:?\s*({_WORD})\s*[.!]?\s*$", re.MULTILINE)


def accepted_as(entity: Entity) -> frozenset[Tag]:
    """All tags that an entity carries, wherever they stand and in whichever language."""
    found = {_MEANING.get(fold(tag).strip(" #[]()")) for tag in entity.tags}
    notes = fold(entity.notes or "")
    for text in (fold(entity.title), notes):
        found |= {_MEANING[word] for match in _MARKED.findall(text) for word in match if word}
    found |= {_MEANING[word] for word in _ALONE.findall(notes)}
    return frozenset(tag for tag in found if tag)
