"""A workspace of a version before: what it would read otherwise is asked first, and what it
remembers goes on."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from okrsync.pipeline import Guard, GuardStop, Options, explain
from tests.pipeline.sandbox import ROWS, YES, Person, Sandbox

STATES = Path(__file__).parent / "states"
ACCEPT = Options(yes=True, accept=[Guard.READING])


def left_by_the_first(tmp_path: Path, name: str) -> Sandbox:
    """A sheet with its state, as the first way of reading left them."""
    box = Sandbox(tmp_path, today="2026-10-19", name=f"{name}.csv")
    box.file.write_bytes((STATES / f"{name}.csv").read_bytes())
    lines = (STATES / f"{name}.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(box.environment["OKRSYNC_STATE"])) as state:
        state.executescript(lines.replace("{FOLDER}", str(tmp_path)))
    return box


@pytest.fixture
def complaints(tmp_path: Path) -> Sandbox:
    return left_by_the_first(tmp_path, "complaints")


def stopped(box: Sandbox) -> str:
    before = box.file.read_bytes()
    with pytest.raises(GuardStop) as stop:
        box.sync()
    assert stop.value.guard is Guard.READING
    assert box.file.read_bytes() == before
    said = explain(stop.value)
    assert said.exit_code == 4
    assert f"okrsync sync {box.name} --accept reading" in (said.hint or "")
    return said.message


def test_what_is_read_otherwise_is_listed_first(complaints: Sandbox) -> None:
    said = stopped(complaints)
    assert "“Reply time to a complaint”: start 3 h → 72 h, current value 2 h → 48 h" in said
    assert "direction up → down" in said
    assert "“Score of the first-month survey”: current value -6.9 est. → 6.9" in said
    assert "Complaints per 100 orders" not in said, "it is read as it was"


def test_once_agreed_nobody_is_asked_again(complaints: Sandbox) -> None:
    assert complaints.sync(ACCEPT).exit_code == 0
    assert complaints.column("OKR progress")[2] == "37.5%"
    assert complaints.sync().written == 0


def test_in_a_terminal_it_is_a_question(complaints: Sandbox) -> None:
    person = Person()
    assert complaints.sync(Options(), person).exit_code == 0
    assert "“Reply time to a complaint”" in person.questions[0]
    assert person.questions[0].endswith("Read it so from now on, and write to it? [y/N]")


def test_a_no_leaves_the_sheet_and_the_memory(complaints: Sandbox) -> None:
    before = complaints.file.read_bytes()
    complaints.sync(Options(), Person([False]))
    assert complaints.file.read_bytes() == before
    assert "“Reply time to a complaint”" in stopped(complaints)


def test_what_people_edited_meanwhile_is_not_put_down_to_the_version(complaints: Sandbox) -> None:
    text = complaints.file.read_text(encoding="utf-8")
    complaints.file.write_text(text.replace(",12,6,8,", ",12,6,7,"), encoding="utf-8")
    said = stopped(complaints)
    assert "Complaints per 100 orders" not in said
    assert "“Reply time to a complaint”: start 3 h → 72 h" in said


def test_history_goes_on_in_the_numbers_that_are_read_now(complaints: Sandbox) -> None:
    complaints.sync(ACCEPT)
    check_ins = complaints.status().recorded
    values = {each.value for each in check_ins if each.entity_id.startswith("kr-reply-time-to-a-")}
    assert values == {Decimal(48)}
    survey = [each.value for each in check_ins if each.entity_id.startswith("kr-score-of-the-")]
    assert set(survey) == {Decimal("6.9")}


def test_rows_that_were_not_read_before_are_named(tmp_path: Path) -> None:
    said = stopped(left_by_the_first(tmp_path, "streets"))
    assert "“Burglaries”: read now, and not before" in said


def of_another_way(box: Sandbox) -> dict[str, str]:
    """As if an earlier way of reading had named this sheet's rows otherwise: new id → old id."""
    place = box.environment["OKRSYNC_STATE"]
    with closing(sqlite3.connect(place)) as state:
        ids = [row[0] for row in state.execute("SELECT DISTINCT entity FROM entities")]
        old = {each: f"old-{at}" for at, each in enumerate(ids)}
        for table in ("entities", "check_ins", "written", "closed", "run_changes"):
            columns = ["entity", "entity_id"] if table == "run_changes" else ["entity"]
            for column in columns:
                state.executemany(
                    f"UPDATE {table} SET {column} = ? WHERE {column} = ?",  # noqa: S608 -- ours
                    [(was, now) for now, was in old.items()],
                )
        for body, entity, run in state.execute("SELECT body, entity, run FROM entities").fetchall():
            text = body
            for now, was in old.items():
                text = text.replace(json.dumps(now), json.dumps(was))
            state.execute(
                "UPDATE entities SET body = ? WHERE entity = ? AND run = ?", (text, entity, run)
            )
        (seen,) = state.execute("SELECT seen FROM sources").fetchone()
        facts = json.loads(seen)
        for table in facts["tables"]:
            table["entities"] = [old[each] for each in table["entities"]]
            del table["reader"]
        facts["entities"] = [old[each] for each in facts["entities"]]
        state.execute("UPDATE sources SET seen = ?", (json.dumps(facts),))
        state.commit()
    return old


def test_rows_with_another_id_keep_their_history_and_their_undo(box: Sandbox) -> None:
    people = box.read()
    first = box.sync(YES)
    of_another_way(box)
    box.today = "2026-05-08"
    known = box.status().recorded
    assert {each.entity_id for each in known} <= {e.id for e in box.status().plan.entities}
    result = box.sync()
    assert (result.exit_code, result.written) == (0, 0)
    assert len(box.status().recorded) == len(known) == len(ROWS)
    box.undo(first.run_id)
    assert box.read() == people


def test_places_tell_rows_apart_whose_title_is_another(box: Sandbox) -> None:
    box.sync(YES)
    of_another_way(box)
    with closing(sqlite3.connect(box.environment["OKRSYNC_STATE"])) as state:
        state.execute(
            "UPDATE entities SET body = replace(body, 'Complaints a week', 'Calls of people')"
        )
        state.commit()
    said = stopped(box)
    assert "“Complaints a week”: title “Calls of people” → “Complaints a week”" in said
    box.sync(ACCEPT)
    assert len(box.status().recorded) == len(ROWS)
