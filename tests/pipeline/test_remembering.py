"""What a run remembers, and what the next ones make of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from okrsync import pipeline as door
from okrsync.errors import ConfigError
from okrsync.pipeline import ConsentNeeded, Evaluation, Usage, entity_history, forget, runs
from okrsync.state import open_state
from tests.pipeline.sandbox import HEADER, PROGRESS, ROWS, STATUS, Person, Sandbox


def first(found: Evaluation) -> str:
    return found.plan.key_results[0].id


def type_in(box: Sandbox, row: int, header: str, text: str) -> None:
    top, *rows = box.read()
    rows[row][top.index(header)] = text
    box.write(rows, top)


def check_ins(box: Sandbox, entity: str) -> list[tuple[str, Decimal | None, str | None]]:
    found = entity_history(entity, environment=box.environment, folder=box.folder)
    return [(c.on.isoformat(), c.value, c.status) for c in found.check_ins]


def test_a_check_in_only_where_something_differs(box: Sandbox) -> None:
    entity = first(box.sync().evaluation)
    box.today = "2026-05-02"
    box.sync()
    box.today = "2026-05-03"
    type_in(box, 0, "Current", "26")
    box.sync()
    assert check_ins(box, entity) == [
        ("2026-05-01", Decimal(25), "needs_attention"),
        ("2026-05-03", Decimal(26), "needs_attention"),
    ]


def test_a_status_that_moves_with_the_date_is_a_check_in_and_no_sign_of_life(
    box: Sandbox,
) -> None:
    entity = first(box.sync().evaluation)
    box.today = "2026-05-20"
    result = box.sync()
    assert [c[2] for c in check_ins(box, entity)] == ["needs_attention", "off_track"]
    assert result.evaluation.scores.key_results[entity].outdated


def test_nothing_is_outdated_at_first_or_while_people_type(box: Sandbox) -> None:
    entity = first(box.sync().evaluation)
    box.today = "2026-05-08"
    assert not box.status().scores.key_results[entity].outdated
    box.today = "2026-05-09"
    assert box.status().scores.key_results[entity].outdated
    type_in(box, 0, "Current", "26")
    assert not box.status().scores.key_results[entity].outdated


def test_the_first_value_is_the_baseline_that_is_missing(box: Sandbox) -> None:
    box.write([("Earn trust", "Decrease complaints", "", "12", "4")])
    entity = first(box.sync().evaluation)
    type_in(box, 0, "Current", "8")
    same_day = box.status().scores.key_results[entity]
    assert (same_day.baseline, same_day.basis) == (None, "no_start")
    box.today = "2026-05-02"
    score = box.status().scores.key_results[entity]
    assert (score.baseline, score.progress) == (Decimal(12), Decimal("0.5"))
    assert score.baseline_assumed


def test_a_value_that_never_was_is_no_check_in(box: Sandbox) -> None:
    type_in(box, 0, "Current", "")
    entity = first(box.sync().evaluation)
    assert check_ins(box, entity) == []
    type_in(box, 0, "Current", "30")
    box.sync()
    type_in(box, 0, "Current", "")
    box.sync()
    assert [c[1] for c in check_ins(box, entity)] == [30, None]


def test_the_period_of_the_first_run_stays(box: Sandbox) -> None:
    notes = [note.say() for note in box.status().notes]
    assert any("2026-Q2" in note and "first sync" in note for note in notes)
    box.sync()
    box.today = "2026-07-20"
    later = box.status()
    assert later.period.label == "2026-Q2"
    assert any("ended on 2026-06-30" in note.say() for note in later.notes)


def test_looking_settles_no_period(box: Sandbox) -> None:
    box.status()
    box.today = "2026-07-20"
    assert box.status().period.label == "2026-Q3"


def test_the_configured_period_comes_first(box: Sandbox) -> None:
    box.sync()
    box.configure('[workspace]\nperiod = "H1 2026"\n')
    assert box.status().period.label == "2026-H1"
    box.configure('[workspace]\nperiod = "whenever"\n')
    with pytest.raises(ConfigError, match="'whenever'"):
        box.status()


def test_what_has_ended_is_scored_once_and_then_left_alone(box: Sandbox) -> None:
    box.sync()
    box.today = "2026-07-01"
    assert box.sync().written == 3
    assert box.column(STATUS) == ["missed", "partial", "missed"]
    type_in(box, 0, "Current", "100")
    assert box.sync().written == 0
    box.configure('[workspace]\nperiod = "2026-Q3"\n')
    assert box.sync().written == 4
    assert box.column(STATUS) == ["accomplished", "on track", "on track"]


def test_an_undone_ending_is_written_again(box: Sandbox) -> None:
    box.sync()
    box.today = "2026-07-01"
    box.sync()
    box.undo()
    assert box.sync().written == 3


@pytest.mark.parametrize(("setting", "stays"), [("keep", True), ("overwrite", False)])
def test_a_cell_of_ours_that_a_human_changed(box: Sandbox, setting: str, stays: bool) -> None:
    box.configure(f'[write_back]\non_manual_edit = "{setting}"\n')
    box.sync()
    type_in(box, 0, STATUS, "as promised")
    type_in(box, 1, STATUS, "")
    result = box.sync()
    assert box.column(STATUS) == [
        "as promised" if stays else "needs attention",
        "on track",
        "on track",
    ]
    assert [s.cell for s in result.sources[0].skipped] == (["G2"] if stays else [])
    assert box.sync().calls.write == 0


@pytest.mark.parametrize("text", ["1e30", "9" * 40, "1e-400", "NaN", "Infinity", "1e999999", "½"])
def test_odd_figures_in_columns_of_ours_are_overwritten(box: Sandbox, text: str) -> None:
    box.sync()
    type_in(box, 0, PROGRESS, text)
    type_in(box, 1, STATUS, text)
    assert box.sync().written == 2
    assert box.undo().undid == "2"
    assert box.column(PROGRESS)[0] == text


def test_what_stood_right_already_is_ours_on_another_machine_too(box: Sandbox) -> None:
    box.sync()
    for file in box.folder.glob("state.db*"):
        file.unlink()
    box.configure('[write_back]\non_manual_edit = "keep"\n')
    assert box.sync().written == 0
    top, *rows = box.read()
    rows[0][top.index(STATUS)] = "my own words"
    rows[1][3] = "70%"
    box.write(rows, top)
    result = box.sync()
    assert result.written > 0
    assert box.column(STATUS)[0] == "my own words"


def test_what_was_there_before_us_is_nobodys_change_of_ours(box: Sandbox) -> None:
    box.configure('[write_back]\non_manual_edit = "keep"\n')
    box.write([(*row, "as promised") for row in ROWS], (*HEADER, STATUS))
    assert box.sync(door.Options()).written == 3
    assert box.column(STATUS) == ["needs attention", "on track", "on track"]


def test_a_formula_in_a_column_of_ours_is_left_alone(box: Sandbox) -> None:
    box.write([(*row, "=1+1", "") for row in ROWS], (*HEADER, PROGRESS, STATUS))
    result = box.sync()
    assert [s.cell for s in result.sources[0].skipped] == ["F2", "F3", "F4"]
    assert (result.written, result.sources[0].unchanged) == (3, 0)
    assert box.column(PROGRESS) == ["=1+1"] * 3
    assert box.sync().sources[0].unchanged == 3


def test_looking_works_where_the_state_cant_be_written(box: Sandbox) -> None:
    box.sync()
    state = box.folder / "state.db"
    state.chmod(0o400)
    assert not box.status().first
    state.chmod(0o600)


def test_all_runs_of_a_state_the_newest_first(box: Sandbox) -> None:
    box.sync()
    box.sync()
    found = runs(environment=box.environment, folder=box.folder)
    assert [(r.run_id, r.command, r.written, r.state) for r in found] == [
        ("2", "sync", 0, "done"),
        ("1", "sync", 6, "done"),
    ]
    assert runs(["other.csv"], environment=box.environment, folder=box.folder) == []
    assert len(runs(["plan.csv"], environment=box.environment, folder=box.folder)) == 2


def test_history_of_nothing_known_names_the_nearest(box: Sandbox) -> None:
    entity = first(box.sync().evaluation)
    with pytest.raises(Usage) as unknown:
        check_ins(box, entity[:-1])
    assert entity in (str(unknown.value.hint) or "")


def test_an_id_in_two_workspaces_needs_a_sheet(box: Sandbox) -> None:
    rows = [("kr-1", *row) for row in ROWS[:1]]
    for name in ("plan.csv", "other.csv"):
        box.name = name
        box.write(rows, ("ID", *HEADER))
        box.sync()
    with pytest.raises(Usage, match="several workspaces"):
        check_ins(box, "kr-1")
    found = entity_history("kr-1", ["plan.csv"], environment=box.environment, folder=box.folder)
    assert found.title == ROWS[0][1]


def test_forgetting_needs_a_yes_and_leaves_the_sheet_alone(box: Sandbox) -> None:
    box.sync()
    before = box.file.read_bytes()
    with pytest.raises(ConsentNeeded) as needed:
        forget("plan.csv", environment=box.environment, folder=box.folder)
    assert "okrsync forget plan.csv --yes" in (str(needed.value.hint) or "")
    person = Person((False,))
    with pytest.raises(ConsentNeeded):
        forget("plan.csv", dialogue=person, environment=box.environment, folder=box.folder)
    assert forget("plan.csv", yes=True, environment=box.environment, folder=box.folder) == "plan"
    assert runs(environment=box.environment, folder=box.folder) == []
    assert box.file.read_bytes() == before
    with pytest.raises(Usage, match="nothing is remembered"):
        forget("plan.csv", yes=True, environment=box.environment, folder=box.folder)
    assert box.sync(door.Options()).written == 0


def test_a_workspace_is_forgotten_by_its_name(box: Sandbox) -> None:
    box.configure('[workspace]\nname = "Acme"\n')
    box.sync()
    assert forget("Acme", yes=True, environment=box.environment, folder=box.folder) == "Acme"
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        assert state.workspaces.all() == []


def test_doctor_looks_at_everything(box: Sandbox) -> None:
    def probes(*locations: str) -> dict[str, bool | None]:
        found = door.doctor(locations, environment=box.environment, folder=box.folder)
        return {probe.name.rpartition("/")[2]: probe.ok for probe in found}

    assert probes("plan.csv") == {
        "okrsync": True,
        "state": True,
        "configuration": True,
        "plan.csv": True,
        "mapping": True,
    }
    assert probes("none.csv")["none.csv"] is False
    assert probes("plan.docx")["configuration"] is False
    (box.folder / "~$plan.csv").touch()
    assert probes("plan.csv")["plan.csv"] is None
    (box.folder / "state.db").write_bytes(b"damaged" * 1000)
    assert probes("plan.csv")["state"] is False


def test_doctor_says_where_no_okrs_are_found(box: Sandbox) -> None:
    box.write([("a", "b"), ("c", "d")], ("one", "two"))
    found = door.doctor(["plan.csv"], environment=box.environment, folder=box.folder)
    assert (found[-1].name, found[-1].ok) == ("mapping", False)
