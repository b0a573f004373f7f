"""What people read, in their language: messages with named places, and their plurals.

The English sentence in the code is the key; the catalogues beside this file hold the others.
Nothing is loaded before the first sentence in another language than English is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

SPOKEN = ("en", "nl")
"""Languages of messages. Sheets are read in more (see mappings/words)."""


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence for people, said in a language as late as possible.

    `text` is English and holds `{named}` places; `values` fill them, and messages among these
    are said in the same language. With `many`, `text` is what one is called, and `count`
    chooses. What people typed is a value, never a `text`.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    many: str | None = None
    count: int = 1

    def say(self, language: str = "en", **values: object) -> str:
        """The sentence in this language, English where nobody translated it.

        Raises KeyError where a place is not filled.
        """
        template = self._template(language)
        filling = {**self.values, **values}
        if not filling:
            return template
        return template.format(**{name: said(value, language) for name, value in filling.items()})

    def filled(self, **values: object) -> Message:
        """The same with these places filled, in whatever language it will be said."""
        return replace(self, values={**self.values, **values})

    def __str__(self) -> str:
        return self.say()

    def __hash__(self) -> int:
        return hash(self.text)

    def _template(self, language: str) -> str:
        if language == "en" or language not in SPOKEN:
            return self.text if self.many is None or self.count == 1 else self.many
        from okrsync.i18n.catalogues import translated  # noqa: PLC0415 -- only where it is needed

        return translated(language, self.text, self.many, self.count)


def plural(one: str, many: str, count: int, **values: object) -> Message:
    """A sentence that depends on a number, which fills its place `{count}` too."""
    return Message(one, {"count": count, **values}, many, count)


def verbatim(text: str) -> Message:
    """A text that is the same in every language, such as what a service answered."""
    return Message("{text}", {"text": text}) if text else Message("")


def said(value: object, language: str) -> object:
    """A value as it fills a sentence: messages are said, everything else stays."""
    return value.say(language) if isinstance(value, Message | Percent) else value


def joined(parts: Iterable[Message], separator: str = ", ") -> Message:
    """Several messages, one after another."""
    named = {f"part{at}": part for at, part in enumerate(parts)}
    return Message(separator.join(f"{{{name}}}" for name in named), named)


@dataclass(frozen=True, slots=True)
class Percent:
    """A percent as a sentence shows it, by its digits: 45% in English, 45 % elsewhere."""

    digits: str

    def say(self, language: str = "en") -> str:
        """With its sign as the language writes it."""
        if language == "en":
            return f"{self.digits}%"
        return f"{self.digits.replace('.', ',')} %"
