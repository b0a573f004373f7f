"""No pattern holds what only some of the Pythons that we promise can match.

Possessive repeats (`a*+`) and atomic groups (`(?>a)`) came with Python 3.11, and around
alternatives they never match before 3.11.5: a part of a workbook was silently not seen there.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from okrsync.lazy import pattern

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "okrsync",
    "connectors",
    "tests",
    "benchmarks",
    "evaluation",
    "examples",
    "training",
    "docs",
)
_FORBIDDEN = re.compile(r"""(?x)
    (?: ^ | [^\\] ) (?: \\\\ )*          # what follows is not escaped
    (?: [*+?] \+                         # a++  a*+  a?+
      | \{ [0-9]* ,? [0-9]* \} \+        # a{2,3}+
      | \( \? > )                        # (?>a)
""")


def forbidden(pattern: str) -> bool:
    """Whether a text holds such a construct; signs in a class of characters mean themselves."""
    return _FORBIDDEN.search(re.sub(r"(?<!\\)\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern)) is not None


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Each text and bytes of a source that is no docstring, with its line; `x` for a place."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
              for part in node.values}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (one.value if isinstance(one, ast.Constant) else "x" for one in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and id(node) not in said | inside:
            if isinstance(node.value, bytes):
                yield node.lineno, node.value.decode("latin-1")
            elif isinstance(node.value, str):
                yield node.lineno, node.value


def sources(suffix: str) -> list[Path]:
    found = [path for room in (*ROOMS, "mappings") for path in (ROOT / room).rglob(f"*{suffix}")]
    return [path for path in found if path != Path(__file__)]


@pytest.mark.parametrize("pattern", ["a*+b", "[^>]++", "(?:a|b)*+", "a?+", "a{2,3}+", "(?>a|b)"])
def test_the_search_finds_each_construct(pattern: str) -> None:
    assert forbidden(pattern)
    doubled = pattern.replace("{", "{{").replace("}", "}}")
    for written in (f"f(r'{pattern}')", f"X = rb'{pattern}'", f"f(rf'{{a}}{doubled}', b)"):
        assert any(forbidden(text) for _, text in texts(written))


@pytest.mark.parametrize(
    "pattern", [r"a+", r"\++", r"[*+]+", r"C\+\+", r"a*?", "(?:a)+", r"[*]\+", r"\(?>"]
)
def test_the_search_lets_others_pass(pattern: str) -> None:
    assert not forbidden(pattern)


def test_no_source_holds_such_a_construct() -> None:
    files, seen, found = sources(".py"), 0, []
    for path in files:
        for line, text in texts(path.read_text("utf-8")):
            seen += 1
            if forbidden(text):
                found.append(f"{path.relative_to(ROOT)}:{line}: {text[:60]!r}")
    assert found == []
    assert len(files) > 300
    assert seen > 10_000


def test_no_lexicon_or_mapping_holds_such_a_construct() -> None:
    files = sources(".toml")
    loaded = {path: tomllib.loads(path.read_text("utf-8")) for path in files}
    assert [path.name for path, data in loaded.items() if any(map(forbidden, strings(data)))] == []
    assert len(files) > 5


def strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from (key, *strings(value))
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


def test_no_pattern_is_put_together_to_such_a_construct() -> None:
    """`X + "+"` shows in no literal, so the patterns that modules hold are looked at too."""
    patterns = [one for module in modules() for one in vars(module).values()
                if isinstance(one, re.Pattern | type(pattern("")))]  # fmt: skip
    spelled = [one.pattern if isinstance(one.pattern, str) else one.pattern.decode("latin-1")
               for one in patterns]  # fmt: skip
    assert [one for one in spelled if forbidden(one)] == []
    assert len(spelled) > 100


def modules() -> Iterator[ModuleType]:
    for path in sources(".py"):
        room = path.relative_to(ROOT).parts[0]
        if room in {"okrsync", "connectors"} and path.name not in {"__main__.py"}:
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield sys.modules.get(name) or importlib.import_module(name)
