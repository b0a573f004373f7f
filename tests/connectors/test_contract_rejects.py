"""The contract suite can fail: it accepts a right connector and rejects each broken one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.connectors.broken import BROKEN, FAULTS, Broken, Fault
from tests.connectors.contract import Contract
from tests.connectors.memory import MemoryConnector, MemorySubject
from tests.connectors.subject import Subject
from tests.connectors.test_contract_csv import CsvSubject
from tests.connectors.test_contract_excel import ExcelSubject

TESTS = [name for name in dir(Contract) if name.startswith("test_")]
SUBJECTS: dict[str, Callable[[Path], Subject]] = {
    "memory": lambda _: MemorySubject(MemoryConnector()),
    "csv": CsvSubject,
    "excel": ExcelSubject,
}


class TestMemory(Contract):
    @pytest.fixture
    def subject(self) -> Subject:
        return MemorySubject(MemoryConnector())


def passes(name: str, subject: Subject) -> bool:
    """Whether a test of the suite accepts this subject (a skipped one does)."""
    try:
        getattr(Contract(), name)(subject)
    except pytest.skip.Exception:
        return True
    except (Exception, pytest.fail.Exception):
        return False
    return True


def test_the_suite_accepts_a_right_connector() -> None:
    assert [n for n in TESTS if not passes(n, MemorySubject(MemoryConnector()))] == []


@pytest.mark.parametrize("connector", BROKEN, ids=lambda connector: connector.__name__)
def test_the_suite_rejects_a_broken_connector(connector: type[Broken]) -> None:
    assert not passes(connector.caught_by, MemorySubject(connector()))


@pytest.mark.parametrize("kind", SUBJECTS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_suite_rejects_a_fault(fault: type[Fault], kind: str, tmp_path: Path) -> None:
    subject = SUBJECTS[kind](tmp_path)
    subject.connector = fault(subject.connector)
    assert not passes(fault.caught_by, subject)


@pytest.mark.parametrize("kind", SUBJECTS)
def test_it_is_the_fault_that_is_rejected(kind: str, tmp_path: Path) -> None:
    for number, name in enumerate({fault.caught_by for fault in FAULTS}):
        (folder := tmp_path / str(number)).mkdir()
        subject = SUBJECTS[kind](folder)
        subject.connector = Fault(subject.connector)
        assert passes(name, subject)


def test_there_are_faults_of_many_kinds() -> None:
    named = {fault.caught_by for fault in FAULTS} | {broken.caught_by for broken in BROKEN}
    assert named <= set(TESTS)
    assert len(FAULTS) + len(BROKEN) >= 8
    assert len(named) >= 8
