"""A sheet that is not read for certain is not written to before somebody agreed to the reading."""

from __future__ import annotations

import pytest

from okrsync.pipeline import Guard, GuardStop, Options, explain
from tests.pipeline.sandbox import HEADER, PROGRESS, YES, Person, Sandbox

VAGUE = (*HEADER, "Zorb", "Quux")
ROWS = (
    ("Warm houses", "Homes with a draught", "40", "30", "10", "3", "8"),
    ("Warm houses", "Rooms above 18 degrees", "20", "50", "80", "4", "9"),
)
ACCEPT = Options(yes=True, accept=[Guard.READING])


@pytest.fixture
def vague(box: Sandbox) -> Sandbox:
    box.write(ROWS, VAGUE)
    return box


def stop(box: Sandbox, options: Options = YES) -> GuardStop:
    before = box.file.read_bytes()
    with pytest.raises(GuardStop) as stopped:
        box.sync(options)
    assert stopped.value.guard is Guard.READING
    assert box.file.read_bytes() == before
    return stopped.value


def test_a_yes_to_columns_is_none_to_the_reading(vague: Sandbox) -> None:
    said = explain(stop(vague))
    assert said.exit_code == 4
    assert "“Zorb” (F1), “Quux” (G1) not read" in said.message
    assert "okrsync init plan.csv" in said.message
    assert "okrsync sync plan.csv --accept reading" in (said.hint or "")


def test_what_was_accepted_is_remembered(vague: Sandbox) -> None:
    assert vague.sync(ACCEPT).written == 4
    assert vague.sync().exit_code == 0


def test_it_is_remembered_though_nobody_agreed_to_columns_yet(vague: Sandbox) -> None:
    with pytest.raises(Exception, match="Nobody has agreed yet"):
        vague.sync(Options(accept=[Guard.READING]))
    assert vague.sync(YES).written == 4


def test_an_agreement_is_to_one_mapping(vague: Sandbox) -> None:
    with pytest.raises(Exception, match="Nobody has agreed yet"):
        vague.sync(Options(accept=[Guard.READING]))
    vague.write(ROWS, [name.replace("Current", "Actual") for name in VAGUE])
    stop(vague)


def test_a_person_is_asked_before_anything_else(vague: Sandbox) -> None:
    person = Person()
    assert vague.sync(Options(), person).written >= 4
    assert "Zorb" in person.questions[0]
    assert PROGRESS in person.questions[1]


def test_a_no_writes_nothing_and_is_no_failure(vague: Sandbox) -> None:
    before, person = vague.file.read_bytes(), Person([False])
    result = vague.sync(YES, person)
    assert (result.exit_code, result.written, len(person.questions)) == (0, 0, 1)
    assert "okrsync init plan.csv" in result.undone[0]
    assert vague.file.read_bytes() == before
    stop(vague)


def test_a_mapping_that_somebody_wrote_is_no_guess(vague: Sandbox) -> None:
    vague.configure('[sources.plan]\nlocation = "plan.csv"\ncolumns = { target = "Target" }\n')
    assert vague.sync().written == 4


def test_a_dry_run_needs_no_agreement(vague: Sandbox) -> None:
    assert vague.sync(Options(dry_run=True)).exit_code == 0
    stop(vague)


def test_a_sheet_that_was_written_before_goes_on(box: Sandbox) -> None:
    box.write([row[:5] for row in ROWS])
    box.sync()
    first, *rest = box.file.read_text(encoding="utf-8").splitlines()
    more = [f"{first},Zorb,Quux", *(f"{row},{at},{at + 5}" for at, row in enumerate(rest))]
    box.file.write_text("\n".join(more) + "\n", encoding="utf-8")
    assert box.sync().exit_code == 0
