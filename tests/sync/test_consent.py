"""Who agreed to what, as a table: answers at a terminal, `--yes`, and the configuration."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from okrsync.sync import SILENT, ConsentNeeded, Options, explain
from tests.sync.sandbox import PROGRESS, ROWS, STATUS, Person, Sandbox

FINDING = "OKR question"
OUTPUT = ("Earn trust", "Launch the new website", "0", "0", "1")
STANDING = "create_columns = true"
ASKS = "finding = true"


@dataclass(frozen=True)
class Case:
    """`answers` None is nobody at a terminal; `columns` None is exit 4, nothing written."""

    name: str
    settings: str = ""
    yes: bool = False
    answers: tuple[bool, ...] | None = None
    questions: int = 0
    columns: tuple[str, ...] | None = ()
    code: int = 0


BOTH = ("progress", "status")
ALL = (*BOTH, "finding")
CASES = (
    Case("nobody there", columns=None),
    Case("--yes", yes=True, columns=BOTH),
    Case("--yes asks nothing at a terminal", yes=True, answers=(True,), columns=BOTH),
    Case("standing consent", STANDING, columns=BOTH),
    Case("yes to the columns only", answers=(True, False), questions=2, columns=BOTH),
    Case("yes to both", answers=(True, True), questions=2, columns=ALL),
    Case("no", answers=(False, False), questions=2, columns=None),
    Case("no to the columns, yes to the question", answers=(False, True), questions=2,
         columns=("finding",), code=4),
    Case("the finding by configuration, no consent to the rest", ASKS,
         columns=("finding",), code=4),
    Case("the finding by configuration, and --yes", ASKS, yes=True, columns=ALL),
    Case("standing consent covers what is configured", f"{STANDING}\n{ASKS}", columns=ALL),
    Case("--yes covers no other field", 'fields = ["progress", "status", "expected"]', yes=True,
         columns=BOTH, code=4),
    Case("standing consent covers all fields listed",
         f'{STANDING}\nfields = ["status", "expected"]', columns=("expected", "status")),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_consent(box: Sandbox, case: Case) -> None:
    box.write([*ROWS, OUTPUT])
    box.configure(f'[workspace]\nname = "Acme"\n[write_back]\n{case.settings}\n')
    before = box.file.read_bytes()
    person = Person(case.answers) if case.answers else None
    options = Options(yes=case.yes)
    if case.columns is None:
        with pytest.raises(ConsentNeeded) as needed:
            box.sync(options, person or SILENT)
        assert explain(needed.value).exit_code == 4
        assert "okrsync sync plan.csv --yes" in (needed.value.hint or "")
        assert box.file.read_bytes() == before
    else:
        result = box.sync(options, person or SILENT)
        added = {column.field for source in result.sources for column in source.columns_added}
        assert added == set(case.columns)
        assert result.exit_code == case.code
        assert bool(result.undone) == (case.code == 4)
        assert len(box.read()[0]) == 5 + len(case.columns)
    assert len(person.questions if person else ()) == case.questions


def test_columns_that_are_there_are_filled_without_asking(box: Sandbox) -> None:
    header = ("Objective", "Key result", "Start", "Current", "Target", STATUS)
    box.write([(*row, "") for row in ROWS], header)
    result = box.sync(Options())
    assert result.exit_code == 4
    assert PROGRESS in result.undone[0]
    assert "okrsync sync plan.csv --yes" in result.undone[1]
    assert box.column(STATUS) == ["needs attention", "on track", "on track"]
    assert PROGRESS not in box.read()[0]


def test_another_machine_just_fills(box: Sandbox) -> None:
    box.sync()
    elsewhere = Sandbox(box.folder, today=box.today)
    (box.folder / "state.db").unlink()
    text = box.file.read_text(encoding="utf-8")
    box.file.write_text(text.replace(",25,", ",70,"), encoding="utf-8")
    result = elsewhere.sync(Options())
    assert (result.exit_code, result.written) == (0, 2)


def test_a_question_names_the_columns_and_the_tab(box: Sandbox) -> None:
    person = Person((True,))
    box.sync(Options(), person)
    (question, *_) = person.questions
    assert PROGRESS in question
    assert STATUS in question
    assert "plan" in question


def test_a_no_to_the_finding_is_remembered(box: Sandbox) -> None:
    box.write([*ROWS, OUTPUT])
    box.sync(Options(), Person((True, False)))
    rows = [row[:5] for row in box.read()[1:]]
    box.write(rows)
    again = Person((True,))
    box.sync(Options(), again)
    assert len(again.questions) == 1


def test_a_dry_run_needs_no_consent_and_remembers_nothing(box: Sandbox) -> None:
    before = box.file.read_bytes()
    result = box.sync(Options(dry_run=True))
    assert (result.dry_run, result.written, result.run_id) == (True, 0, None)
    assert len(result.changes) == 6
    assert [c.header for c in result.sources[0].columns_added] == [PROGRESS, STATUS]
    assert box.file.read_bytes() == before
    assert not (box.folder / "state.db").exists()


def test_line_ends_of_the_configuration_stay(box: Sandbox) -> None:
    path = box.folder / "okrsync.toml"
    path.write_bytes(b'[workspace]\r\nname = "Acme"\r\n[write_back]\r\ncreate_columns = true\r\n')
    box.sync(Options())
    text = path.read_bytes()
    assert b"OKR status" in text
    assert text.startswith(
        b'[workspace]\r\nname = "Acme"\r\n[write_back]\r\ncreate_columns = true\r\n'
    )


def test_a_configuration_that_cant_be_changed_is_no_reason_to_stop(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.configure('[workspace]\nname = "Acme"\n')
    real = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == "okrsync.toml":
            raise PermissionError(13, "Permission denied")
        real(source, target)

    monkeypatch.setattr("os.rename", refuse)
    monkeypatch.setattr("os.replace", refuse)
    result = box.sync()
    assert (result.exit_code, result.written) == (0, 6)
    assert "okrsync.toml" in result.undone[0]
    assert not list(box.folder.glob(".okrsync-*"))


def test_headers_and_words_are_fixed_in_the_configuration(box: Sandbox) -> None:
    box.configure('# ours\n[workspace]\nname = "Acme"\nlanguage = "nl"\n')
    box.sync()
    text = (box.folder / "okrsync.toml").read_text(encoding="utf-8")
    assert text.startswith("# ours\n")
    assert '"OKR voortgang"' in text
    assert '"op schema"' in text
    box.configure(text.replace('"nl"', '"de"'))
    assert box.sync(Options()).written == 0
