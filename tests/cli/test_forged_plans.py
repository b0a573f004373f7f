"""Any JSON whatsoever as a saved plan: one clear message in the person's language, no cell."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli import books
from tests.cli.conftest import Cli

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=12)
    | st.sampled_from(
        ["OKRs", "plan.xlsx", "H2", "progress", "2026-05-18", "../x", "=1+1", "\x1b[1m"]
    )
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@st.composite
def forgeries(draw: st.DrawFn, plan: Any) -> Any:
    """A plan with one thing in it that nobody saved there, at any depth."""
    body = json.loads(json.dumps(plan))
    at = body
    while True:
        keys = sorted(at) if isinstance(at, dict) else range(len(at))
        key = draw(st.sampled_from(keys))
        if isinstance(at[key], dict | list) and at[key] and draw(st.booleans()):
            at = at[key]
            continue
        if isinstance(at, dict) and draw(st.booleans()):
            del at[key]
        else:
            at[key] = draw(ANYTHING)
        return body


@pytest.fixture
def saved(cli: Cli, tmp_path: Path) -> dict[str, Any]:
    plan = books.book(tmp_path / "plan.xlsx")
    assert cli("plan", plan.name, "--out", "saved.json").code == 0
    body: dict[str, Any] = json.loads((tmp_path / "saved.json").read_text(encoding="utf-8"))
    return body


def refused(cli: Cli, folder: Path, body: Any) -> str:
    """What is said of a plan that reaches no cell. One in which only what decides nothing was
    changed (the version that wrote it, the day) is carried out: then exactly as it was."""
    plan, state = folder / "plan.xlsx", folder / "state"
    before, text = plan.read_bytes(), json.dumps(body)
    (folder / "saved.json").write_text(text, encoding="utf-8")
    said = cli("sync", "--apply", "saved.json", "--yes")
    assert "Traceback" not in said.err
    assert "\x1b" not in said.err
    if said.code == 0:
        assert books.headers(plan) == [*books.HEADER, "OKR progress", "OKR status"]
        assert books.column(plan, "OKR status") == list(books.STATUS)
        plan.write_bytes(before)
        shutil.rmtree(state)
        return ""
    assert said.code in (2, 3, 4), (said, text)
    assert said.out == ""
    assert len([line for line in said.err.splitlines() if line.startswith("okrsync: ")]) == 1
    assert plan.read_bytes() == before
    return said.err


@pytest.mark.parametrize("machine", ["C.UTF-8", "nl_NL.UTF-8"])
def test_whatever_was_forged(
    cli: Cli, saved: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    monkeypatch.setenv("LC_ALL", machine)

    @settings(max_examples=60, deadline=None, suppress_health_check=SHARED)
    @given(body=forgeries(saved))
    def forged(body: Any) -> None:
        refused(cli, tmp_path, body)

    forged()


@pytest.mark.parametrize("machine", ["C.UTF-8", "nl_NL.UTF-8"])
def test_any_json(
    cli: Cli, saved: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    monkeypatch.setenv("LC_ALL", machine)
    words = "Er is niets geschreven" if machine.startswith("nl") else "Nothing was written"

    @settings(max_examples=60, deadline=None, suppress_health_check=SHARED)
    @given(body=ANYTHING)
    def any_json(body: Any) -> None:
        assert words in refused(cli, tmp_path, body)

    any_json()


@pytest.mark.parametrize(
    ("machine", "words"),
    [("C.UTF-8", "“as_of” is missing"), ("nl_NL.UTF-8", "“as_of” ontbreekt")],
)
def test_what_is_wrong_is_named(
    cli: Cli,
    saved: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    machine: str,
    words: str,
) -> None:
    monkeypatch.setenv("LC_ALL", machine)
    del saved["as_of"]
    said = refused(cli, tmp_path, saved)
    assert words in re.sub(r"\s+", " ", said)
