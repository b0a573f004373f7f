"""What people read, in their language: one `Text` holds a sentence in each language we speak."""

from __future__ import annotations

from dataclasses import dataclass

SPOKEN = ("en", "nl")
"""Languages of messages. Sheets are read in more (see mappings/words)."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in every spoken language, with `{named}` places.

    Raises KeyError where a place is not filled: a test formats every one of them.
    """

    en: str
    nl: str

    def say(self, language: str = "en", **values: object) -> str:
        """The sentence in this language, English where we don't speak it."""
        template = self.nl if language == "nl" else self.en
        return template.format(**values) if values else template
