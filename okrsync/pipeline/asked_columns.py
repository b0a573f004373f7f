"""The columns that a run would add: what is offered, what was answered, what that agrees to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from okrsync.connector import Location, UnknownLocation, locate
from okrsync.dialogue import Choice, Dialogue
from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.pipeline.consent import (
    COPY_NAME,
    FINDING,
    Answer,
    Options,
    ask_columns,
    asked_for,
    standing,
    together,
)
from okrsync.pipeline.prepare import Prepared
from okrsync.sources.job import Job
from okrsync.table import NewColumn
from okrsync.writeback.cells import Cell

ONE_FILE = Message("--to takes one file")
ONE_LOCATION = Message("Name the one location that is to be copied.")
SAME_FILE = Message("--to {to}: this is the sheet itself")
OTHER_FILE = Message("Name another file.")


class AskedColumns:
    """What somebody at the terminal said of each new column, and what settings say of them.

    `offers` says that more may be offered than is configured, and a copy instead: not by a saved
    plan. Into a copy, whose name is `typed` and whose place is `to`, columns go unasked.
    """

    def __init__(self, job: Job, options: Options, dialogue: Dialogue, *, offers: bool) -> None:
        self.yes, self.dialogue, self.offers = options.yes, dialogue, offers
        self.typed = options.to
        self.to = _copy(job, options.to) if options.to is not None else None
        self.answers: dict[tuple[str, str], bool | None] = {}

    def offers_finding(self, prepared: Prepared) -> bool:
        """Whether the finding column is to be among those that are asked about: where columns are
        added anyway, somebody can answer, and has not said no before."""
        if not self.offers or not prepared.columns or self.yes:
            return False
        if not (self.dialogue.asks or self._agreed_somewhere(FINDING)):
            return False
        if prepared.gathered.recall.fixed.get(FINDING) is False:
            return False
        return not any(column.field == FINDING for column in prepared.columns)

    def _agreed_somewhere(self, field: str) -> bool:
        return any(known == field and said for (_, known), said in self.answers.items())

    def wanted(self, prepared: Prepared) -> Prepared:
        """Without the finding column where it was only to be offered and can't be, or alone."""
        only_offered = not asked_for(FINDING, prepared.evaluation.job.config.write_back)

        def wanted(column: NewColumn) -> bool:
            agreed = self.answers.get((column.table, column.field)) is True
            return agreed or not (only_offered and column.field == FINDING)

        unplaced = [each for each in prepared.unplaced if wanted(each.column)]
        # It is offered beside others, never alone.
        alone = unplaced and not any(map(wanted, prepared.columns))
        return replace(prepared, unplaced=unplaced, columns=() if alone else prepared.columns)

    def questions(self, prepared: Prepared) -> list[NewColumn]:
        """The columns that have neither consent nor an answer."""
        if self.to is not None:
            return []
        settings = prepared.evaluation.job.config.write_back
        return [
            column
            for column in prepared.columns
            if (column.table, column.field) not in self.answers
            and not standing(column, settings, yes=self.yes)
        ]

    def ask(self, prepared: Prepared, fresh: Sequence[Cell]) -> None:
        """One question a tab for what belongs together, and one for the finding. They would be
        filled with the `fresh` cells."""
        job, language = prepared.evaluation.job, prepared.evaluation.language
        can_copy = self.offers and len(job.documents) == 1 and job.documents[0].location.file
        for columns in together(self.questions(prepared)):
            about = {(column.table, column.field) for column in columns}
            cells = [c for c in fresh if (c.change.table, c.change.field) in about]
            tab = prepared.tables.by_key[columns[0].table].table.name
            choice = Choice.NO
            while self.dialogue.asks:
                choice = ask_columns(columns, cells, tab, language, self.dialogue, copy=can_copy)
                if choice is not Choice.COPY or self._copied(job, language):
                    break
            if choice is Choice.COPY:
                return
            # Who ended the input at the question did not answer it.
            answer = choice is Choice.YES if self.dialogue.asks else None
            self.answers |= dict.fromkeys(about, answer)

    def _copied(self, job: Job, language: str) -> bool:
        """Ask for the copy's name; whether there is one that can be written."""
        source = job.documents[0].location.path
        example = source.with_stem(f"{source.stem}-okr").name
        name = self.dialogue.type(COPY_NAME.say(language, example=example)).strip()
        if not name:
            return False
        try:
            self.to = _copy(job, name)
        except (Usage, UnknownLocation) as error:
            self.dialogue.say(error.say(language))
            return False
        self.typed = name
        return True

    def consent(self, prepared: Prepared) -> Answer:
        """What was agreed to, by settings and answers."""
        if self.to is not None:
            return Answer(prepared.columns, ())
        settings = prepared.evaluation.job.config.write_back
        # A no to what was only offered leaves nothing undone.
        offered = not asked_for(FINDING, settings)
        agreed: list[NewColumn] = []
        left: list[NewColumn] = []
        declined: list[NewColumn] = []
        for column in prepared.columns:
            key = (column.table, column.field)
            if standing(column, settings, yes=self.yes) or self.answers.get(key):
                agreed.append(column)
            elif not (offered and column.field == FINDING):
                (declined if self.answers.get(key) is False else left).append(column)
        return Answer(agreed, left, declined)

    def settled(self, prepared: Prepared) -> dict[str, object]:
        """Whether the finding is wanted, where that was asked, to be remembered."""
        homeless = {(each.column.table, each.column.field) for each in prepared.unplaced}
        offered = [
            agreed
            for key, agreed in self.answers.items()
            if key[1] == FINDING and agreed is not None and key not in homeless
        ]
        return {FINDING: any(offered)} if offered else {}


def _copy(job: Job, to: str) -> Location:
    """Where a copy goes. Raises Usage, UnknownLocation."""
    if len(job.documents) > 1:
        raise Usage(ONE_FILE, hint=ONE_LOCATION)
    target = locate(to)
    if target.place == job.documents[0].location.place:
        raise Usage(SAME_FILE.filled(to=to), hint=OTHER_FILE)
    return target
