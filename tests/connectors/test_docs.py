"""docs/connectors.md speaks of everything that the protocol asks for."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from okrsync import connector
from okrsync.connector import CONNECTORS, LOCATIONS, ConnectorError, TableConnector

DOCS = Path(__file__).parents[2] / "docs"
METHODS = [name for name, _ in inspect.getmembers(TableConnector, inspect.isfunction)
           if not name.startswith("_")]  # fmt: skip
ERRORS = [
    name
    for name, found in inspect.getmembers(connector, inspect.isclass)
    if issubclass(found, ConnectorError) and found is not ConnectorError
]


@pytest.fixture(scope="module")
def page() -> str:
    return (DOCS / "connectors.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", METHODS)
def test_each_method_is_described_with_its_arguments(name: str, page: str) -> None:
    signature = inspect.signature(getattr(TableConnector, name))
    names = [str(p.name) for p in signature.parameters.values() if p.name != "self"]
    described = [f"{n}=None" if n == "to" else n for n in names]
    assert f"`{name}({', '.join(described)})`" in page


@pytest.mark.parametrize("name", ERRORS)
def test_each_error_is_described(name: str, page: str) -> None:
    assert f"\n| `{name}` | " in page


@pytest.mark.parametrize("group", [CONNECTORS, LOCATIONS])
def test_each_entry_point_is_described(group: str, page: str) -> None:
    assert f'[project.entry-points."{group}"]' in page


def test_the_tests_that_it_names_are_there(page: str) -> None:
    here = Path(__file__).parent
    for name in ("contract.py", "memory.py", "broken.py", "test_contract_rejects.py"):
        assert name in page
        assert (here / name).is_file()
