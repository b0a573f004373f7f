"""What a rule is: a code, three sentences in every spoken language, and what it looks for.

A rule's documentation is checked when its class is made: one without a page can't exist.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as of
from typing import ClassVar

from okrsync.i18n import Message
from okrsync.model import Entity, Severity
from okrsync.rules.context import Context
from okrsync.rules.finding import FindingPlace
from okrsync.rules.options import Option

CODE = re.compile(r"[A-Z]{3}[0-9]{2}")
NAME = re.compile(r"[a-z]+(-[a-z]+)+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a rule saw.

    `values` fill the rule's sentences; what people typed must be made safe to print before.
    `severity`, `message`, `fix`, `question` and `place` stand in for the rule's own where this
    case differs.
    """

    entity: Entity | None
    field: str = "title"
    values: Mapping[str, object] = of(default_factory=dict)
    severity: Severity | None = None
    message: Message | None = None
    fix: Message | None = None
    question: Message | None = None
    place: FindingPlace | None = None
    entity_id: str | None = None
    title: str | None = None


class Rule(ABC):
    """A finding's rule. A subclass's docstring says what it sees, in a sentence or two."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    message: ClassVar[Message]
    """What is wrong, in one sentence."""
    why: ClassVar[Message]
    """Why it matters."""
    fix: ClassVar[Message]
    """What to write instead."""
    question: ClassVar[Message | None] = None
    """What the finding column asks: names neither verdict nor code."""
    instead_of: ClassVar[str]
    write: ClassVar[str]
    """An example, and the better one, for the rule's page."""
    quoted: ClassVar[str] = ""
    """The words of `instead_of` that decide, where the sentences quote words: for the page."""

    def __init_subclass__(cls) -> None:
        """Refuse a rule without a complete page. Raises TypeError."""
        if not CODE.fullmatch(cls.code) or not NAME.fullmatch(cls.name):
            raise TypeError(f"{cls.__name__}: a code like OUT01 and a name like kr-is-output")
        if not cls.__doc__ or len(cls.__doc__) < 30:
            raise TypeError(f"{cls.code} does not say what it sees")
        for text in (cls.message, cls.why, cls.fix):
            if not (text.say() and text.say("nl")):
                raise TypeError(f"{cls.code} lacks a sentence")
        if not (cls.instead_of and cls.write):
            raise TypeError(f"{cls.code} lacks its example")

    @classmethod
    def options(cls) -> list[Option[int] | Option[float]]:
        """What can be set of it: the options among its attributes."""
        return [value for value in vars(cls).values() if isinstance(value, Option)]

    @abstractmethod
    def find(self, context: Context) -> Iterator[Hit]:
        """Everything in the Plan that this rule sees."""
