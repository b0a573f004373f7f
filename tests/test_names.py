"""The house as it is drawn: one name one class, small rooms and files, no circle of imports."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("okrsync", "connectors")
MOST_FILES = 25
"""Modules that a folder holds directly, beside its __init__."""
MOST_LINES = 500
TWO_MEANINGS: frozenset[str] = frozenset()
"""Names that two classes may share, each with a reason beside it. None has one so far."""


def _files() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _classes() -> Mapping[str, list[str]]:
    """Public class name → the files that have one."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for path in _files():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(_name(path))
    return homes


def test_a_class_name_means_one_thing() -> None:
    twice = {name: homes for name, homes in _classes().items() if len(homes) > 1}
    assert {name: homes for name, homes in twice.items() if name not in TWO_MEANINGS} == {}
    assert twice.keys() >= TWO_MEANINGS, "no longer shared"


def test_no_room_holds_more_files_than_one_can_look_through() -> None:
    count = Counter(_name(path.parent) for path in _files() if path.name != "__init__.py")
    assert {room: files for room, files in count.items() if files > MOST_FILES} == {}


def test_no_file_is_longer_than_one_reads_in_a_sitting() -> None:
    lines = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _files()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_there_is_no_circle_of_imports() -> None:
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert _circles(imports) == []


def test_a_circle_would_be_seen() -> None:
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [["b", "c"]]


def _circles(imports: Mapping[str, set[str]]) -> list[list[str]]:
    """Modules that reach each other, by Tarjan's strongly connected components."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    circles: list[list[str]] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        stack.append(module)
        for other in sorted(imports[module]):
            if other not in number:
                visit(other)
            if other in stack:
                lowest[module] = min(lowest[module], lowest[other])
        if lowest[module] == number[module]:
            at = stack.index(module)
            if len(stack) - at > 1:
                circles.append(sorted(stack[at:]))
            del stack[at:]

    for module in sorted(imports):
        if module not in number:
            visit(module)
    return circles


@pytest.fixture(autouse=True)
def _deep_enough() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(10_000)
    yield
    sys.setrecursionlimit(before)


def test_the_map_of_the_rooms_is_of_this_house() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*/`[^|]*) \|", text, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([^`]+/)`", row)}
    assert {name for name in named if not (ROOT / name).is_dir()} == set()
    packages = {f"okrsync/{path.parent.name}/" for path in (ROOT / "okrsync").glob("*/__init__.py")}
    assert packages <= named
