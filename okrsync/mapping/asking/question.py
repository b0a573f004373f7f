"""One question about a sheet, with the answers that can be given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from okrsync.i18n import Message, joined, verbatim
from okrsync.mapping.fields import FIELDS

KEEP = "keep"
"""The answer that leaves a column as it is."""

REST = "rest"
"""The answer that leaves all columns that are still to be asked about as they are."""

KEPT = Message("keep it as it is, it is not read")
ALL_KEPT = Message("keep this one and all that follow as they are")
FIELD = Message("{about} ({name})")
OPEN = Message("{about} Could be: {choices}")
LEVELS: Mapping[str, Message] = {
    "objective": Message("an objective: where you want to go"),
    "key_result": Message("a key result: shows with a number that you get there"),
    "initiative": Message("an initiative: something that you do for it"),
    "kpi": Message("a KPI: a number that you keep an eye on"),
}


class About(StrEnum):
    """What a question is about."""

    TAB = "tab"
    HEADER = "header"
    ROWS = "rows"
    TITLE = "title"
    COLUMN = "column"
    LEVEL = "level"
    WORD = "word"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer: its value in a mapping, and what people read."""

    value: str
    label: Message


@dataclass(frozen=True, slots=True)
class Question:
    """`text` asks it, `told` says in a file what is open; `default` is the answer that would be
    taken for it, by its place. `trouble` is what was wrong with the last answer."""

    about: About
    source: str
    tab: str
    text: Message
    told: Message
    options: Sequence[AnswerOption]
    default: int = 0
    cell: str = ""
    header: str = ""
    trouble: Message | None = None

    @property
    def open(self) -> Message:
        """The question as a remark in a file, with the answers as a mapping writes them."""
        return OPEN.filled(about=self.told, choices=joined(self.choices, "; "))

    @property
    def choices(self) -> list[Message]:
        """The answers as a mapping writes them: fields and levels by name, columns and rows as
        people see them."""
        if self.about in (About.ROWS, About.WORD):
            return [verbatim(name) for name in LEVELS]
        if self.about is About.COLUMN:
            named = [each.value for each in self.options if each.value not in (KEEP, REST)]
            return [verbatim(value) for value in named]
        return [each.label for each in self.options]


def field_option(name: str) -> AnswerOption:
    """A field as an answer."""
    return AnswerOption(name, FIELD.filled(about=FIELDS[name].about, name=name))


def keeping(*, rest: bool = False) -> list[AnswerOption]:
    """The answers that leave a column as it is, and with `rest` all that follow."""
    return [AnswerOption(KEEP, KEPT), *([AnswerOption(REST, ALL_KEPT)] if rest else [])]


def level_options() -> list[AnswerOption]:
    """What a row can be."""
    return [AnswerOption(name, label) for name, label in LEVELS.items()]
