"""Questions about a sheet, and that what is written after their answers reads the same again."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from okrsync.config import Config, parse
from okrsync.mapping import read
from okrsync.mapping.asking.conversation import Conversation, open_questions
from okrsync.mapping.asking.init_file import text
from okrsync.mapping.asking.question import About, Question
from okrsync.mapping.asking.settled import settled
from okrsync.mapping.asking.source_section import Wanted, mapping_file
from okrsync.mapping.sources import SourceTables
from okrsync.table import Column, Row, Table
from tests.mapping.sheets import TODAY, Cells, shown, source, tab

STREEF: Cells = [
    ["Doel", "Kernresultaat", "Streefaantal", "Huidig", "Bussen"],
    ["Gasten komen terug", "Gasten die boeken", 40, 25, 3],
    ["Gasten komen terug", "Klachten per week", 2, 7, 4],
]
SHAPE: Cells = [
    ["Name", "Back then", "Wanted", "Latest", "Who"],
    ["Regulars come weekly", 3, 40, 12, "Ann"],
    ["Fewer complaints", 30, 5, 12, "Bob"],
]
TWICE: Cells = [
    ["Objective", "Key result", "Value", "Value", "Start"],
    ["Guests return", "Guests who book", 40, 25, 3],
    ["Guests return", "Complaints a week", 2, 7, 14],
]
BARE: Cells = [
    ["Regulars come weekly", 3, 40],
    ["Fewer complaints", 30, 5],
]
BLANKS: Cells = [
    ["Wens", "Einde", "Stand"],
    ["Gasten komen terug", None, None],
    ["Meer boekingen", 40, 25],
    ["De keuken draait", None, None],
    ["Minder afval", 3, 6],
]
SHEETS: dict[str, tuple[Cells, ...]] = {
    "streef": (STREEF,),
    "shape": (SHAPE,),
    "twice": (TWICE,),
    "bare": (BARE,),
    "blanks": (BLANKS,),
    "two tabs": (STREEF, [["Doel", "Resultaat", "Norm"], ["Win", "Winst", 3]]),
    "two refused": (SHAPE, BLANKS),
}


def talk(*tabs: Cells) -> Conversation:
    """A conversation about a workbook of these tabs."""
    tables = [tab(cells, f"Tab {number}") for number, cells in enumerate(tabs, start=1)]
    return Conversation([source(*tables)], Config(), TODAY)


def answered(conversation: Conversation, step: int) -> list[Question]:
    """Every question answered: by the default, or as many places after it. What can't be carried
    out is answered by the default then."""
    asked: list[Question] = []
    for questions in (conversation.questions(), conversation.review()):
        question = next(questions, None)
        while question is not None:
            asked.append(question)
            assert len(asked) < 100, "no end"
            shift = 0 if question.trouble or question.about is About.REVIEW else step
            place = (question.default + shift) % len(question.options)
            try:
                question = questions.send(place)
            except StopIteration:
                question = None
    return asked


def again(conversation: Conversation, folder: Path) -> SourceTables:
    """The same workbook with what is written about it."""
    found = conversation.proposal
    assert found is not None
    said = settled(conversation)
    files = {name: str(folder / "own.toml") for name, each in said.items() if each.whole}
    wanted = Wanted("Acme", {"plan": "plan.xlsx"}, "en", said, files)
    for name, file in files.items():
        Path(file).write_text(mapping_file(said[name], "plan.xlsx", found, "nl"), "utf-8")
    config = parse(tomllib.loads(text(wanted, found)), "okrsync.toml").sources["plan"]
    (given,) = conversation.sources
    return replace(given, answered=None, mapping=config.mapping, columns=config.columns)


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("name", SHEETS)
def test_what_is_written_reads_the_same_again(name: str, step: int, tmp_path: Path) -> None:
    conversation = talk(*SHEETS[name])
    answered(conversation, step)
    assert (conversation.agreed, conversation.proposal is not None) == (True, True)
    assert conversation.proposal is not None
    reading = read([again(conversation, tmp_path)], Config(), TODAY)
    before = conversation.proposal.reading
    assert reading.plan == before.plan
    assert [each.rows for each in reading.tables] == [each.rows for each in before.tables]
    assert [each.columns for each in reading.tables] == [each.columns for each in before.tables]


def abouts(asked: Sequence[Question]) -> list[tuple[About, str]]:
    return [(each.about, each.cell) for each in asked]


def test_only_numbers_and_dates_that_were_not_read_are_asked_about() -> None:
    asked, _ = open_questions(talk(STREEF))
    assert abouts(asked) == [(About.COLUMN, "C1"), (About.COLUMN, "E1")]
    assert [each.options[each.default].value for each in asked] == ["target", "keep"]


def test_open_questions_change_nothing() -> None:
    conversation = talk(SHAPE)
    asked, guess = open_questions(conversation)
    assert abouts(asked)[:3] == [(About.HEADER, ""), (About.ROWS, ""), (About.TITLE, "")]
    assert guess is not None
    assert (conversation.proposal, conversation.answered) == (None, set())


def test_a_field_that_was_given_is_offered_no_more() -> None:
    conversation = talk(STREEF)
    first, second, last = answered(conversation, 0)
    assert "target" in [each.value for each in first.options]
    assert "target" not in [each.value for each in second.options]
    assert last.about is About.REVIEW
    assert conversation.proposal is not None
    metric = conversation.proposal.reading.plan.key_results[0].metric
    assert (metric and metric.target) == 40


def test_without_a_header_columns_go_by_their_letters() -> None:
    conversation = talk(BARE)
    questions = conversation.questions()
    question = next(questions)
    assert question.about is About.HEADER
    question = questions.send(len(question.options) - 1)
    while question.about is not About.COLUMN:
        question = questions.send(question.default)
    assert question.text.say().startswith("B: 3, 30")


def test_a_row_with_a_title_alone_can_be_an_objective() -> None:
    conversation = talk(BLANKS)
    questions = conversation.questions()
    question = next(questions)
    while question.about is not About.ROWS:
        question = questions.send(question.default)
    values = [each.value for each in question.options]
    question = questions.send(values.index("sections"))
    while question.about is About.TITLE:
        question = questions.send(question.default)
    assert conversation.proposal is not None
    plan = conversation.proposal.reading.plan
    assert [each.title for each in plan.objectives] == ["Gasten komen terug", "De keuken draait"]
    assert [each.title for each in plan.key_results] == ["Meer boekingen", "Minder afval"]


def test_many_columns_can_be_left_at_once() -> None:
    conversation = talk([[*SHAPE[0], "A", "B"], [*SHAPE[1], 1, 2], [*SHAPE[2], 3, 4]])
    questions = conversation.questions()
    question = next(questions)
    while question.about is not About.COLUMN:
        question = questions.send(question.default)
    assert question.options[-1].value == "rest"
    assert "rest" not in [each.say() for each in question.choices]
    with pytest.raises(StopIteration):
        questions.send(len(question.options) - 1)


def test_two_columns_that_were_mixed_up_change_places() -> None:
    cells: Cells = [
        ["Objective", "Key result", "Target", "Current", "Zorb"],
        ["Guests return", "Guests who book", 25, 40, 1],
    ]
    conversation = talk(cells)
    review = conversation.review()
    options = [each.value for each in next(review).options]
    which = review.send(options.index("column"))
    labels = [each.label.say() for each in which.options]
    question = review.send(labels.index("“Target” (C1): target"))
    names = [each.value for each in question.options]
    assert (
        question.options[names.index("current")].label.say().endswith("instead of “Current” (D1)")
    )
    review.send(names.index("current"))
    assert conversation.proposal is not None
    metric = conversation.proposal.reading.plan.key_results[0].metric
    assert metric is not None
    assert shown(metric.target, metric.current) == (40, 25)


def test_a_database_is_asked_about_by_its_properties() -> None:
    columns = [Column(at, title) for at, title in enumerate(SHAPE[0])]
    rows = [Row(at, values) for at, values in enumerate(SHAPE[1:], start=1)]
    given = source(Table("wishes", "Wishes", rows, columns=columns))
    conversation = Conversation([given], Config(), TODAY)
    asked = answered(conversation, 0)
    assert About.HEADER not in [each.about for each in asked]
    assert {each.cell for each in asked} == {""}
    assert conversation.proposal is not None
    found = [each.title for each in conversation.proposal.reading.plan.key_results]
    assert found == ["Regulars come weekly", "Fewer complaints"]


def test_sources_of_several_locations_are_not_asked_about() -> None:
    given = source(tab(STREEF))
    conversation = Conversation([given], Config(), TODAY, frozenset({"plan"}))
    assert list(conversation.questions()) == []
