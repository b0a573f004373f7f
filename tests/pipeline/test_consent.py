"""Who agreed to what, as a table: answers at a terminal, `--yes`, and the configuration."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from okrsync.pipeline import (
    SILENT,
    ConsentNeeded,
    Declined,
    Options,
    apply,
    explain,
    save_plan,
)
from tests.pipeline.sandbox import PROGRESS, ROWS, STATUS, YES, Person, Sandbox

FINDING = "OKR question"
OUTPUT = ("Earn trust", "Launch the new website", "0", "0", "1")
STANDING = "create_columns = true"
ASKS = "finding = true"


@dataclass(frozen=True)
class Case:
    """`answers` None is nobody at a terminal; `columns` None is exit 4, nothing written; `undone`
    are headers that are named as not added."""

    name: str
    settings: str = ""
    yes: bool = False
    answers: tuple[bool, ...] | None = None
    questions: int = 0
    columns: tuple[str, ...] | None = ()
    code: int = 0
    undone: tuple[str, ...] = ()


BOTH = ("progress", "status")
ALL = (*BOTH, "finding")
CASES = (
    Case("nobody there", columns=None),
    Case("--yes", yes=True, columns=BOTH),
    Case("--yes asks nothing at a terminal", yes=True, answers=(True,), columns=BOTH),
    Case("standing consent", STANDING, columns=BOTH),
    Case("standing consent at a terminal, and a no to the question", STANDING, answers=(False,),
         questions=1, columns=BOTH),
    Case("standing consent at a terminal, and a yes to the question", STANDING, answers=(True,),
         questions=1, columns=ALL),
    Case("standing consent that covers the question asks nothing",
         f'{STANDING}\nfields = ["progress", "status", "finding"]', answers=(False,), columns=ALL),
    Case("yes to the columns only", answers=(True, False), questions=2, columns=BOTH),
    Case("yes to both", answers=(True, True), questions=2, columns=ALL),
    Case("no", answers=(False, False), questions=2, undone=(PROGRESS, STATUS)),
    Case("no to the columns, yes to the question", answers=(False, True), questions=2,
         columns=("finding",), undone=(PROGRESS, STATUS)),
    Case("no to a question that the configuration wants",
         'fields = ["progress", "status", "finding"]', answers=(True, False), questions=2,
         columns=BOTH, undone=(FINDING,)),
    Case("the finding by configuration, no consent to the rest", ASKS,
         columns=("finding",), code=4, undone=(PROGRESS, STATUS)),
    Case("the finding by configuration, and --yes", ASKS, yes=True, columns=ALL),
    Case("standing consent covers what is configured", f"{STANDING}\n{ASKS}", columns=ALL),
    Case("--yes covers no other field", 'fields = ["progress", "status", "expected"]', yes=True,
         columns=BOTH, code=4, undone=("OKR expected",)),
    Case("--yes covers no question", 'fields = ["progress", "status", "finding"]', yes=True,
         columns=BOTH, code=4, undone=(FINDING,)),
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
        assert "okrsync sync plan.csv --yes" in (str(needed.value.hint) or "")
        assert box.file.read_bytes() == before
    else:
        result = box.sync(options, person or SILENT)
        added = {column.field for source in result.sources for column in source.columns_added}
        assert added == set(case.columns)
        assert result.exit_code == case.code
        assert len(result.undone) == (2 if case.undone else 0)
        assert all(f"“{header}”" in result.undone[0] for header in case.undone)
        assert len(box.read()[0]) == 5 + len(case.columns)
    assert len(person.questions if person else ()) == case.questions


def test_a_no_says_what_was_not_done_and_what_does_it_yet(box: Sandbox) -> None:
    before = box.file.read_bytes()
    result = box.sync(Options(), Person((False,)))
    assert (result.exit_code, result.written, result.run_id) == (0, 0, None)
    assert result.undone == [
        f"“{PROGRESS}”, “{STATUS}” not added to plan: you answered no.",
        "To agree: okrsync sync plan.csv --yes",
    ]
    assert box.file.read_bytes() == before
    assert box.sync(YES).written == 6


@pytest.mark.parametrize(
    ("fields", "way"),
    [
        ('["progress", "expected"]', "create_columns = true"),
        ('["progress", "finding"]', "finding = true"),
    ],
)
def test_what_yes_does_not_cover_is_agreed_to_by_its_setting(
    box: Sandbox, fields: str, way: str
) -> None:
    box.write([*ROWS, OUTPUT])
    settings = f'[workspace]\nname = "Acme"\n[write_back]\nfields = {fields}\n'
    box.configure(settings)
    (_, hint) = box.sync(YES).undone
    assert "--yes" not in hint
    assert f"{way} under [write_back]" in hint
    box.configure(f"{settings}{way}\n")
    assert len(box.sync(YES).sources[0].columns_added) == 1


def test_who_leaves_at_the_question_has_not_said_no(box: Sandbox) -> None:
    class Leaving(Person):
        def confirm(self, question: str) -> bool:
            self.asks = False
            return super().confirm(question)

    person = Leaving((False,))
    with pytest.raises(ConsentNeeded) as needed:
        box.sync(Options(), person)
    assert explain(needed.value).exit_code == 4
    assert len(person.questions) == 1


def test_a_no_to_an_undo_is_done_as_they_said(box: Sandbox) -> None:
    box.sync()
    before = box.file.read_bytes()
    with pytest.raises(Declined) as declined:
        box.undo(options=Options(), dialogue=Person((False,)))
    assert explain(declined.value).exit_code == 0
    assert str(declined.value.hint) == "To agree: okrsync undo 1 --yes"
    assert box.file.read_bytes() == before


def test_standing_consent_remembers_a_no_to_the_question_only(box: Sandbox) -> None:
    box.write([*ROWS, OUTPUT])
    box.configure(f'[workspace]\nname = "Acme"\n[write_back]\n{STANDING}\n')
    box.sync(Options(), Person((False,)))
    box.write([*ROWS, OUTPUT])
    again = Person((True,))
    result = box.sync(Options(), again)
    assert again.questions == []
    assert [c.field for c in result.sources[0].columns_added] == ["progress", "status"]


def test_a_saved_plan_is_applied_at_a_terminal_without_another_offer(box: Sandbox) -> None:
    box.write([*ROWS, OUTPUT])
    path = box.folder / "plan.json"
    save_plan(box.plan(), path)
    person = Person((True,))
    assert apply(path, Options(), person, job=box.job()).written == 8
    assert len(person.questions) == 1


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
