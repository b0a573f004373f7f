"""Type columns that call levels by words of their own: what they mean is asked, never guessed."""

from __future__ import annotations

import pytest

from okrsync.config import Config
from okrsync.mapping.asking.conversation import Conversation
from okrsync.mapping.reading import MappingError
from tests.mapping.sheets import TODAY, Cells, read_cells, source, tab

OWN: Cells = [
    ["Goal", "Goal type", "Owner", "Target", "Actual"],
    ["The street eats our bread", "Compass", "Ann", None, None],
    ["Guests a day", "Gauge", "Ann", 400, 310],
    ["Open on Sundays", "Chore", "Bo", None, None],
    ["Bakers stay", "Compass", "Cy", None, None],
    ["Bakers after a year", "Gauge", "Cy", 40, 22],
    ["Breakfast together", "Chore", "Cy", None, None],
]


def test_each_such_cell_is_named() -> None:
    known = [[*row[:1], "Task" if row[1] == "Chore" else row[1], *row[2:]] for row in OWN]
    reading = read_cells(known)
    assert [each.title for each in reading.plan.entities] == [
        "Open on Sundays",
        "Breakfast together",
    ]
    odd = [(p.cell, p.field) for p in reading.problems if p.code == "DAT01"]
    assert odd == [(f"B{row}", "level") for row in (2, 3, 5, 6)]


def test_where_no_word_is_known_the_refusal_names_them() -> None:
    with pytest.raises(MappingError) as refused:
        read_cells(OWN)
    assert "“Compass”, “Gauge”, “Chore” in “Goal type”" in refused.value.message.say("en")


def test_init_asks_for_each_word_and_reads_what_was_answered() -> None:
    talk = Conversation([source(tab(OWN))], Config(), TODAY)
    meant = {"Compass": "objective", "Gauge": "key_result", "Chore": "initiative"}
    questions, asked = talk.questions(), []
    question = next(questions, None)
    while question is not None:
        word = next((word for word in meant if f"“{word}”" in question.text.say("en")), None)
        asked.append(word)
        values = [each.value for each in question.options]
        picked = values.index(meant[word]) if word else question.default
        try:
            question = questions.send(picked)
        except StopIteration:
            question = None
    assert {"Compass", "Gauge", "Chore"} <= set(asked)
    assert talk.proposal is not None
    plan = talk.proposal.reading.plan
    assert len(plan.objectives) == len(plan.key_results) == len(plan.initiatives) == 2
    assert plan.key_results[0].objective_id == plan.objectives[0].id


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Type", ("Ordinal", "Metric", "Metric")),
        ("Kind", ("Leading", "Lagging", "Lagging")),
    ],
)
def test_words_of_something_else_leave_rows_what_their_header_says(
    header: str, words: tuple[str, ...]
) -> None:
    rows = [[f"Result {at}", words[at % 3], "Grow", at * 10 or None] for at in range(6)]
    reading = read_cells([["Key result", header, "Objective", "Target"], *rows])
    assert len(reading.plan.key_results) == 6


@pytest.mark.parametrize(
    ("above", "below", "work"),
    [
        ("Ambition", "Sub-goal", "Sub-task"),
        ("Ambitie", "Subdoel", "Deeltaak"),
        ("Hauptziel", "Teilziel", "Arbeitspaket"),
        ("Objectif principal", "Sous-objectif", "Livrable"),
        ("Objetivo estratégico", "Subobjetivo", "Subtarea"),
    ],
)
def test_words_that_people_use_are_known(above: str, below: str, work: str) -> None:
    reading = read_cells(
        [
            ["Title", "Type", "Target", "Actual"],
            ["The street eats our bread", above, None, None],
            ["Guests a day", below, 400, 310],
            ["Open on Sundays", work, None, None],
        ]
    )
    plan = reading.plan
    assert [len(plan.objectives), len(plan.key_results), len(plan.initiatives)] == [1, 1, 1]
