"""`okrsync classify` with lines as people have them: some broken, some odd, all others answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli


def answers(out: str) -> list[dict[str, Any]]:
    """The verdicts, in the order of their lines."""
    return [json.loads(line) for line in out.split("\n") if line]


def saved(path: Path, *lines: str) -> Path:
    """A file of these lines."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": ', "not valid JSON"),
        ('{"role": "kr"}', 'no "text"'),
        ('{"text": 5}', 'no "text"'),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "can't be read"),
        ('{"text": ' + "[" * 100_000, "can't be read"),
    ],
    ids=["cut off", "no text", "a number", "a long number", "nested"],
)
def test_a_broken_line_is_named_and_the_others_go_on(
    line: str, said: str, cli: Cli, tmp_path: Path
) -> None:
    path = saved(tmp_path / "t.jsonl", "Launch the app", "", line, '{"text": "Meer omzet"}')
    found = cli("classify", "--file", path)
    assert [verdict["text"] for verdict in answers(found.out)] == ["Launch the app", "Meer omzet"]
    assert found.code == 2
    assert "line 3" in found.err
    assert said in found.err


def test_of_many_broken_lines_some_are_named(cli: Cli, tmp_path: Path) -> None:
    found = cli("classify", "--file", saved(tmp_path / "t.jsonl", *['{"text":'] * 40))
    assert "line 5 (" in found.err
    assert "line 6 " not in found.err
    assert "35 more" in found.err


def test_only_a_line_feed_ends_a_line(cli: Cli, tmp_path: Path) -> None:
    path = saved(tmp_path / "t.jsonl", '{"text": "Grow\u2028revenue"}\r', "Launch\x0bthe app")
    found = cli("classify", "--file", path)
    texts = [verdict["text"] for verdict in answers(found.out)]
    assert (found.code, texts) == (0, ["Grow\u2028revenue", "Launch\x0bthe app"])


@pytest.mark.parametrize(("code", "spoken"), [("NL", "nl"), ("nl-BE", "nl"), ("xx", "en")])
def test_a_line_may_say_its_language_in_many_ways(
    code: str, spoken: str, cli: Cli, tmp_path: Path
) -> None:
    line = json.dumps({"text": "Launch the app", "lang": code})
    assert answers(cli("classify", "--file", saved(tmp_path / "t", line)).out)[0]["lang"] == spoken


def test_an_option_may_not(cli: Cli) -> None:
    found = cli("classify", "--lang", "xx", "Launch the app")
    assert (found.code, found.out) == (2, "")
    assert "nl" in found.err


def test_a_file_that_is_not_there(cli: Cli) -> None:
    assert cli("classify", "--file", "nope.txt").code == 3


def test_texts_or_a_file(cli: Cli, tmp_path: Path) -> None:
    assert cli("classify", "Grow", "--file", saved(tmp_path / "t", "Grow")).code == 2
