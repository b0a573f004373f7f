"""Each way to end has its exit code, and with several sources the gravest wins."""

from __future__ import annotations

import pytest

from okrsync import connector as c
from okrsync.config import ConfigError
from okrsync.history import Locked, StateBusy, StateError
from okrsync.mapping.reading import MappingError
from okrsync.sync import (
    ConsentNeeded,
    Guard,
    GuardStop,
    PlanRefused,
    SeveralFailed,
    Usage,
    explain,
    gravest,
)
from okrsync.text import Text
from okrsync.waiting import OutOfTime

NO_TITLE = Text(en="no column {name}", nl="geen kolom {name}")

ENDS = (
    (c.UnknownLocation("x"), 2, "unknown-location"),
    (c.UnknownTab("x"), 2, "unknown-tab"),
    (ConfigError("x"), 2, "config"),
    (Usage("x"), 2, "usage"),
    (c.Missing("x"), 3, "missing"),
    (c.Malformed("x"), 3, "malformed"),
    (c.Denied("x"), 3, "denied"),
    (c.Refused("x"), 3, "refused"),
    (StateError("x"), 3, "state"),
    (c.Moved("x"), 4, "moved"),
    (c.Busy("x"), 4, "busy"),
    (MappingError(NO_TITLE, values={"name": "title"}), 4, "mapping"),
    (GuardStop("x", guard=Guard.ROWS), 4, "guard"),
    (ConsentNeeded("x"), 4, "consent"),
    (PlanRefused("x"), 4, "plan-refused"),
    (c.Unreachable("x"), 75, "unreachable"),
    (OutOfTime("x"), 75, "deadline"),
    (StateBusy("x"), 75, "state-busy"),
    (Locked("an@host", "9:00"), 75, "locked"),
)


@pytest.mark.parametrize(("error", "exit_code", "code"), ENDS, ids=[e[2] for e in ENDS])
def test_every_end_has_a_code(error: Exception, exit_code: int, code: str) -> None:
    failure = explain(error)
    assert (failure.exit_code, failure.code) == (exit_code, code)
    assert failure.message


def test_hint_and_cell_are_kept() -> None:
    failure = explain(c.Malformed("no date", hint="write 2026-05-01", cell="OKRs!C7"))
    assert (failure.message, failure.hint, failure.cell) == (
        "no date",
        "write 2026-05-01",
        "OKRs!C7",
    )


def test_a_mapping_error_speaks_the_language() -> None:
    error = MappingError(NO_TITLE, values={"name": "title"}, hint=NO_TITLE)
    assert explain(error, "nl").message == "geen kolom title"
    assert explain(error, "nl").hint == "geen kolom title"


def test_a_fault_of_the_program_is_no_end() -> None:
    with pytest.raises(TypeError):
        explain(ZeroDivisionError())


@pytest.mark.parametrize(
    ("codes", "worst"),
    [((75, 4, 3), 4), ((1, 75, 3), 3), ((0, 1, 75), 75), ((0, 1), 1), ((0,), 0), ((), 0)],
)
def test_the_gravest_wins(codes: tuple[int, ...], worst: int) -> None:
    assert gravest(codes) == worst


def test_of_several_failures_all_are_named() -> None:
    failure = explain(
        SeveralFailed([("a", c.Unreachable("down")), ("b", c.Moved("moved", cell="B2"))])
    )
    assert (failure.exit_code, failure.code, failure.cell) == (4, "moved", "B2")
    assert failure.message == "a: down; b: moved"
