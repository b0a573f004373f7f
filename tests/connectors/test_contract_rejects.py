"""The contract suite can fail: it accepts a right connector and rejects each broken one."""

from __future__ import annotations

import pytest

from tests.connectors.broken import BROKEN, Broken
from tests.connectors.contract import Contract
from tests.connectors.memory import MemoryConnector, MemorySubject
from tests.connectors.subject import Subject

TESTS = [name for name in dir(Contract) if name.startswith("test_")]


class TestMemory(Contract):
    @pytest.fixture
    def subject(self) -> Subject:
        return MemorySubject(MemoryConnector())


def rejections(connector: type[MemoryConnector]) -> set[str]:
    """The tests of the suite that a connector does not pass."""
    failed = set()
    for name in TESTS:
        try:
            getattr(Contract(), name)(MemorySubject(connector()))
        except pytest.skip.Exception:
            continue
        except (Exception, pytest.fail.Exception):
            failed.add(name)
    return failed


def test_the_suite_accepts_a_right_connector() -> None:
    assert rejections(MemoryConnector) == set()


@pytest.mark.parametrize("connector", BROKEN, ids=lambda connector: connector.__name__)
def test_the_suite_rejects(connector: type[Broken]) -> None:
    assert connector.caught_by in rejections(connector)


def test_there_are_faults_of_many_kinds() -> None:
    assert len(BROKEN) >= 8
    assert len({connector.caught_by for connector in BROKEN}) >= 8
