"""The questions about a workspace, one after another: each answer is carried out at once."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from okrsync.config import Config
from okrsync.errors import OkrsyncError
from okrsync.i18n import Message
from okrsync.mapping import tables
from okrsync.mapping.account import say
from okrsync.mapping.apply.prepare import ReadingSettings
from okrsync.mapping.asking import (
    about_columns,
    answers,
    columns_seen,
    refused,
    review,
)
from okrsync.mapping.asking.about_columns import BY_COLUMN, Open, uncertain
from okrsync.mapping.asking.question import KEEP, REST, About, Question
from okrsync.mapping.files.schema import Mapping, TableMapping
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.proposal import ReadingProposal, propose
from okrsync.mapping.reading import Certainty, MappingError
from okrsync.mapping.sources import SourceTables

READS_NOTHING = Message("With that answer nothing can be read: {reason}")
Questions = Generator[Question, int, None]


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One table of a source, as its mapping says it now."""

    source: str
    mapping: TableMapping


class Conversation:
    """What was found in a workspace, and what people have answered about it.

    `proposal` is None as long as nothing is found; `refusal` then says what was seen. `answered`
    are the sources of which a mapping says all now. `closed` are sources that no answer can be
    written down for: nothing is asked about them.
    """

    def __init__(
        self,
        sources: Sequence[SourceTables],
        config: Config,
        today: date,
        closed: frozenset[str] = frozenset(),
    ) -> None:
        self.sources, self.config, self.today, self.closed = list(sources), config, today, closed
        self.answered: set[str] = set()
        self.proposal: ReadingProposal | None = None
        self.refusal: MappingError | None = None
        self.agreed: bool | None = None
        self._thorough: set[str] = set()
        self._enough = False
        self._unknown: list[Unknown | Layout] = []
        try:
            self.proposal = propose(self.sources, config, today)
        except MappingError as error:
            # What refuses for another reason than that nothing is found does so again here.
            chosen = tables.choose(self.sources, config, today)
            found = refused.worth_asking([*chosen.layouts, *chosen.unknown])
            self._unknown = [each for each in found if each.source.name not in closed]
            if not self._unknown:
                raise
            self.refusal = error

    @property
    def certainty(self) -> Certainty:
        """How certain the least certain table is."""
        if self.proposal is None:
            return Certainty.UNSURE
        words = [each.certainty for each in self.proposal.tables if each.kind is not None]
        return max(words, key=list(Certainty).index, default=Certainty.SURE)

    @property
    def layouts(self) -> Sequence[Layout]:
        """The tables that are read."""
        return self.proposal.work.chosen.layouts if self.proposal else ()

    def questions(self) -> Questions:
        """What is to be asked, each with the answers so far carried out. Send back the answer by
        its place."""
        if self.proposal is None:
            yield from self._from_nothing()
        todo = self._uncertain()
        while todo:
            number, each = todo.pop(0)
            columns = sum(other.about is About.COLUMN for _, other in todo)
            self._enough = False
            yield from self._ask(number, each, rest=columns > 1)
            if self._enough:
                todo = [other for other in todo if other[1].about is not About.COLUMN]

    def review(self) -> Questions:
        """The last question, whether it is right so, and what is not. `agreed` is the answer."""
        trouble: Message | None = None
        while self.agreed is None:
            picked = yield replace(review.question(self.layouts), trouble=trouble)
            trouble = None
            choice = review.CHOICES[picked]
            if choice in (review.RIGHT, review.NOTHING):
                self.agreed = choice == review.RIGHT
            else:
                question, places = review.which(self.layouts, choice)
                at = places[0 if len(places) == 1 else (yield question)]
                yield from self._ask(*at, swap=True)

    def _from_nothing(self) -> Questions:
        seen = self._unknown[0]
        trouble: Message | None = None
        while self.proposal is None:
            if len(self._unknown) > 1:
                question = refused.tab(self._unknown)
                seen = self._unknown[(yield replace(question, trouble=trouble))]
                trouble = None
            mapping = yield from refused.asked(seen, self._settings(seen.source), trouble)
            trouble = self._begin(seen, mapping)

    def _begin(self, seen: Unknown | Layout, mapping: TableMapping) -> Message | None:
        """Read a tab as answered: the rest is found by its words, where that goes."""
        name = seen.source.name
        self._thorough.add(name)
        trouble = self._read_as(name, Mapping((replace(mapping, guess=True),)))
        return trouble and self._read_as(name, Mapping((mapping,)))

    def _uncertain(self) -> list[tuple[int, Open]]:
        return [
            (number, each)
            for number, layout in enumerate(self.layouts)
            if not layout.verdict.check_ins and layout.source.name not in self.closed
            for each in uncertain(layout, every=layout.source.name in self._thorough)
        ]

    def _ask(self, number: int, what: Open, *, rest: bool = False, swap: bool = False) -> Questions:
        """One question, until its answer can be carried out."""
        trouble: Message | None = None
        while True:
            question = self._question(self.layouts[number], what, rest=rest, swap=swap)
            picked = yield replace(question, trouble=trouble)
            mapping = yield from self._mapping(number, what, question.options[picked].value)
            trouble = self._say(number, mapping) if mapping is not None else None
            if trouble is None:
                return

    def _question(self, layout: Layout, what: Open, *, rest: bool, swap: bool) -> Question:
        if what.about is About.ROWS:
            return about_columns.rows(layout)
        if what.about is About.WORD and what.at is not None:
            return about_columns.word(layout, what.at, what.word)
        if what.about is About.TITLE or what.at is None:
            return about_columns.title(layout)
        return about_columns.column(layout, what.at, rest=rest, swap=swap)

    def _mapping(
        self, number: int, what: Open, value: str
    ) -> Generator[Question, int, TableMapping | None]:
        """The mapping with an answer in it, None where the answer is what it says already."""
        layout = self.layouts[number]
        if what.about is About.COLUMN and what.at is not None:
            self._enough = value == REST
            same = value in (REST, columns_seen.field_of(layout, what.at) or KEEP)
            return None if same else answers.with_field(layout, what.at, value)
        if what.about is About.WORD and what.at is not None:
            return answers.with_words(layout, what.at, {what.word: value})
        if what.about is About.TITLE:
            same = int(value) == columns_seen.title_column(layout)
            return None if same else answers.with_title(layout, int(value))
        if value == BY_COLUMN and (columns := list(answers.candidates(layout))):
            return (yield from refused.by_words(layout, columns))
        same = value in (layout.verdict.entity, BY_COLUMN)
        return None if same else answers.with_level(layout, value)

    def _say(self, number: int, mapping: TableMapping) -> Message | None:
        """Read again with another mapping of one table; what is wrong with it, if anything."""
        parts = [AskedPart(each.source.name, each.mapping) for each in self.layouts]
        name = parts[number].source
        parts[number] = replace(parts[number], mapping=mapping)
        mine = tuple(each.mapping for each in parts if each.source == name)
        before = self.sources, self.proposal, set(self.answered)
        trouble = self._read_as(name, Mapping(mine))
        if trouble is None and len(self.layouts) != len(parts):
            self.sources, self.proposal, self.answered = before
            return READS_NOTHING.filled(reason=say.MISSING_ROWS)
        return trouble

    def _read_as(self, name: str, mapping: Mapping) -> Message | None:
        sources = [
            replace(each, answered=mapping) if each.name == name else each for each in self.sources
        ]
        try:
            self.proposal = propose(sources, self.config, self.today)
        except OkrsyncError as error:
            return READS_NOTHING.filled(reason=error.message)
        self.sources = sources
        self.answered.add(name)
        return None

    def _settings(self, source: SourceTables) -> ReadingSettings:
        own = {**source.remembered, **self.config.write_back.of(source.name).columns}
        return ReadingSettings(own, self.today, self.config.workspace.fiscal_year_start)


def open_questions(conversation: Conversation) -> tuple[list[Question], ReadingProposal | None]:
    """What would be asked, for somebody who can't answer now, and how it would be read if each
    answer were the one that is offered. Nothing is changed by it."""
    own = Conversation(
        conversation.sources, conversation.config, conversation.today, conversation.closed
    )
    found: list[Question] = []
    asking = own.questions()
    try:
        question = next(asking)
        while question.trouble is None:
            found.append(question)
            question = asking.send(question.default)
    except StopIteration:
        pass
    return found, own.proposal
