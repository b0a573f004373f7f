"""Each way to end has its exit code, and with several sources the gravest wins."""

from __future__ import annotations

import pytest

from okrsync import connector as c
from okrsync.errors import ConfigError
from okrsync.http.waiting import OutOfTime
from okrsync.i18n import verbatim
from okrsync.mapping.reading import MappingError
from okrsync.pipeline import (
    ConsentNeeded,
    Guard,
    GuardStop,
    PlanRefused,
    SeveralFailed,
    Usage,
    explain,
    gravest,
)
from okrsync.pipeline.saved_plan import NOT_THERE
from okrsync.state import Locked, StateBusy, StateError

NO_TITLE = NOT_THERE.filled(name="title")

ENDS = (
    (c.UnknownLocation(verbatim("x")), 2, "unknown-location"),
    (c.UnknownTab(verbatim("x")), 2, "unknown-tab"),
    (ConfigError(verbatim("x")), 2, "config"),
    (Usage(verbatim("x")), 2, "usage"),
    (c.Missing(verbatim("x")), 3, "missing"),
    (c.Malformed(verbatim("x")), 3, "malformed"),
    (c.Denied(verbatim("x")), 3, "denied"),
    (c.Refused(verbatim("x")), 3, "refused"),
    (StateError(verbatim("x")), 3, "state"),
    (c.Moved(verbatim("x")), 4, "moved"),
    (c.Busy(verbatim("x")), 4, "busy"),
    (MappingError(NO_TITLE), 4, "mapping"),
    (GuardStop(verbatim("x"), guard=Guard.ROWS), 4, "guard"),
    (ConsentNeeded(verbatim("x")), 4, "consent"),
    (PlanRefused(verbatim("x")), 4, "plan-refused"),
    (c.Unreachable(verbatim("x")), 75, "unreachable"),
    (OutOfTime(verbatim("x")), 75, "deadline"),
    (StateBusy(verbatim("x")), 75, "state-busy"),
    (Locked("an@host", "9:00"), 75, "locked"),
)


@pytest.mark.parametrize(("error", "exit_code", "code"), ENDS, ids=[e[2] for e in ENDS])
def test_every_end_has_a_code(error: Exception, exit_code: int, code: str) -> None:
    failure = explain(error)
    assert (failure.exit_code, failure.code) == (exit_code, code)
    assert failure.message


def test_hint_and_cell_are_kept() -> None:
    failure = explain(
        c.Malformed(verbatim("no date"), hint=verbatim("write 2026-05-01"), cell="OKRs!C7")
    )
    assert (failure.message, failure.hint, failure.cell) == (
        "no date",
        "write 2026-05-01",
        "OKRs!C7",
    )


def test_a_mapping_error_speaks_the_language() -> None:
    error = MappingError(NO_TITLE, hint=NO_TITLE)
    assert explain(error, "nl").message == "“title” ontbreekt"
    assert explain(error, "nl").hint == "“title” ontbreekt"


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
        SeveralFailed(
            [("a", c.Unreachable(verbatim("down"))), ("b", c.Moved(verbatim("moved"), cell="B2"))]
        )
    )
    assert (failure.exit_code, failure.code, failure.cell) == (4, "moved", "B2")
    assert failure.message == "a: down; b: moved"
