"""What a typed status word means, in any language; None where it is not known."""

from __future__ import annotations

from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import LANGUAGES, load, meanings
from okrsync.model import Status


def status_of(text: str) -> Status | None:
    """The status that a person's own word means, ours in every language among them."""
    folded = phrase(text)
    for language in LANGUAGES:
        for status, word in load(language).status.items():
            if phrase(word) == folded:
                return status
    meaning = meanings("values.status").get(folded)
    return Status(meaning) if meaning else None
