"""Values by sprint or by week of a quarter, codes beside texts, and a whole way in one cell."""

from __future__ import annotations

import pytest

from okrsync.mapping.reading import Reading
from tests.mapping.sheets import read_cells


def measured(reading: Reading) -> dict[str, tuple[object, ...]]:
    """Title → objective's title, start, target and current value, as numbers."""
    above = {each.id: each.title for each in reading.plan.objectives}
    return {
        each.title: (
            above.get(each.objective_id or ""),
            *(
                None if value is None else float(value)
                for value in (each.metric.baseline, each.metric.target, each.metric.current)
            ),
        )
        for each in reading.plan.key_results
        if each.metric
    }


@pytest.mark.parametrize(
    "turn", ["Sprint", "Iteration", "Iteratie", "Itération", "Iteración", "Iteração", "Meting"]
)
def test_the_last_turn_that_is_filled_is_current_and_no_turn_gets_a_day(turn: str) -> None:
    head = ["Objective", "Key Result", "Target", *(f"{turn} {n}" for n in (9, 10, 11))]
    reading = read_cells(
        [
            head,
            ["Bread is fresh", "Loaves sold by noon", 90, 40, 55, None],
            [None, "Loaves left over", 4, 20, 17, 11],
        ]
    )
    assert measured(reading) == {
        "Loaves sold by noon": ("Bread is fresh", None, 90, 55),
        "Loaves left over": ("Bread is fresh", None, 4, 11),
    }
    assert not reading.plan.check_ins


def test_targets_of_turns_go_with_their_values() -> None:
    reading = read_cells(
        [
            ["Doel", "Kernresultaat", "Sprint 1 doel", "Sprint 1 nu", "Sprint 2 doel",
             "Sprint 2 nu"],
            ["Brood is vers", "Broden voor twaalven", 50, 40, 70, 66],
        ]
    )  # fmt: skip
    assert measured(reading) == {"Broden voor twaalven": ("Brood is vers", None, 70, 66)}


@pytest.mark.parametrize("letter", ["W", "S", "KW ", "Week "])
def test_weeks_of_a_quarter_have_no_days_once_those_of_the_year_are_past(letter: str) -> None:
    weeks = [f"{letter}{n}" for n in range(1, 14)]
    values = [12, 14, 15, 19, 22, 21, *[None] * 7]
    reading = read_cells(
        [
            ["Objective", "Key Result", "Start", "Target", *weeks],
            ["Bread is fresh", "Loaves sold by noon", 10, 60, *values],
        ]
    )
    assert measured(reading) == {"Loaves sold by noon": ("Bread is fresh", 10, 60, 21)}
    assert not reading.plan.check_ins


def test_lines_of_objectives_head_rows_with_values_over_time() -> None:
    reading = read_cells(
        [
            ["Key result", "Start", "Target", "April 2026", "May 2026"],
            ["Objective: Bread is fresh", None, None, None, None],
            ["Loaves sold by noon", 10, 60, 20, 31],
            ["Objective: Bakers sleep", None, None, None, None],
            ["Nights before six", 2, 5, 3, None],
        ]
    )
    assert measured(reading) == {
        "Loaves sold by noon": ("Bread is fresh", 10, 60, 31),
        "Nights before six": ("Bakers sleep", 2, 5, 3),
    }


def test_codes_beside_objectives_and_results_are_their_own() -> None:
    reading = read_cells(
        [
            ["O", "Objective", "KR", "Key result", "Start", "Target"],
            ["O1", "Bread is fresh", "KR1.1", "Loaves sold by noon", 10, 60],
            [None, None, "KR1.2", "Loaves left over", 20, 4],
            ["O2", "Bakers sleep", "KR2.1", "Nights before six", 2, 5],
        ]
    )
    assert {title: found[0] for title, found in measured(reading).items()} == {
        "Loaves sold by noon": "Bread is fresh",
        "Loaves left over": "Bread is fresh",
        "Nights before six": "Bakers sleep",
    }
    assert [each.id for each in reading.plan.objectives] == ["O1", "O2"]
    assert not reading.problems


def test_codes_in_two_columns_beside_one_of_texts() -> None:
    reading = read_cells(
        [
            ["O", "KR", "Tekst", "Start", "Doelwaarde"],
            ["O1", None, "Brood is vers en er blijft niets over", None, None],
            [None, "KR1", "Broden voor twaalven", 10, 60],
            ["O2", None, "Bakkers slapen genoeg in de nacht", None, None],
            [None, "KR1", "Nachten voor zes uur", 2, 5],
        ]
    )
    assert {title: found[0] for title, found in measured(reading).items()} == {
        "Broden voor twaalven": "Brood is vers en er blijft niets over",
        "Nachten voor zes uur": "Bakkers slapen genoeg in de nacht",
    }


@pytest.mark.parametrize(
    "way",
    [
        "from {a} to {b}, now {c}",
        "van {a} naar {b}, nu {c}",
        "von {a} auf {b}, aktuell {c}",
        "de {a} à {b} (actuellement {c})",
        "de {a} a {b}; ahora {c}",
        "de {a} para {b}, agora {c}",
        "{a} → {b}, now at {c}",
    ],
)
def test_the_whole_way_in_one_cell(way: str) -> None:
    reading = read_cells(
        [
            ["Objective", "Key Result", "Progress"],
            ["Bread is fresh", "Loaves sold by noon", way.format(a=10, b=60, c=31)],
            [None, "Guests who come back", way.format(a="20%", b="45%", c="33%")],
        ]
    )
    assert measured(reading) == {
        "Loaves sold by noon": ("Bread is fresh", 10, 60, 31),
        "Guests who come back": ("Bread is fresh", 0.2, 0.45, 0.33),
    }
    (cell,) = {each.source.cells["current"] for each in reading.plan.key_results[:1] if each.source}
    assert cell == "C2"
    assert not reading.problems


def test_a_cell_beside_ways_that_is_none_is_asked_about() -> None:
    reading = read_cells(
        [
            ["Objective", "Key Result", "Progress"],
            ["Bread is fresh", "Loaves sold by noon", "from 10 to 60, now 31"],
            [None, "Loaves left over", "from 20 to 4, now 9"],
            [None, "Guests who come back", "Ann will tell us on Monday"],
        ]
    )
    assert [(each.code, each.cell) for each in reading.problems] == [("DAT01", "C4")]


def test_progress_may_lie_between_start_and_target_where_less_is_better() -> None:
    reading = read_cells(
        [
            ["Objetivo", "Resultado clave", "Línea base", "Meta", "Avance"],
            ["Pan fresco", "Panes vendidos", 120, 300, 210],
            [None, "Panes sobrantes", 60, 10, 41],
        ]
    )
    assert measured(reading) == {
        "Panes vendidos": ("Pan fresco", 120, 300, 210),
        "Panes sobrantes": ("Pan fresco", 60, 10, 41),
    }


def test_ticks_beside_actions_make_no_milestone_of_the_result_before_them() -> None:
    reading = read_cells(
        [
            ["Objective", "Key result", "Action", "Done"],
            ["Bread is fresh", "40 loaves sold by noon", "Bake at four", True],
            [None, None, "Paint the sign", False],
            [None, "Guests come back", "Ask for names", False],
        ]
    )
    assert [each.metric for each in reading.plan.key_results] == [None, None]
    assert [each.done for each in reading.plan.initiatives] == [True, False, False]


def test_a_tick_without_an_action_is_the_result_s() -> None:
    reading = read_cells(
        [
            ["Objective", "Key result", "Action", "Done"],
            ["Bread is fresh", "The oven is certified", None, True],
            [None, "Guests come back", "Ask for names", False],
        ]
    )
    (first, *_) = [each.metric for each in reading.plan.key_results]
    assert first is not None
    assert first.current == 1


@pytest.mark.parametrize(
    "note",
    ["Note: figures of May", "Let op: cijfers van mei", "Hinweis: Zahlen vom Mai",
     "Remarque : chiffres de mai", "Nota: cifras de mayo", "Legenda: números de maio"],
)  # fmt: skip
def test_a_line_that_says_it_is_a_note_is_none_of_the_objectives(note: str) -> None:
    reading = read_cells(
        [
            ["Objective", "Key result", "Target", "Current"],
            ["Bread is fresh", "Loaves sold by noon", 60, 31],
            [note, None, None, None],
        ]
    )
    assert [each.title for each in reading.plan.objectives] == ["Bread is fresh"]
    assert any("3" in each.say() for each in reading.notes)
