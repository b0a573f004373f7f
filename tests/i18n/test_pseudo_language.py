"""A made-up language in which every sentence stands between ⟦ and ⟧: what stands outside of
them is data, or a sentence that nobody can translate."""

from __future__ import annotations

import re
from gettext import NullTranslations
from pathlib import Path

import pytest

from okrsync.i18n import catalogues
from tests.cli import books
from tests.cli.conftest import Cli

SENTENCE = re.compile(r"[A-Za-zÀ-ÿ’']{2,}(?:[ ,:;]+[A-Za-zÀ-ÿ’']{2,}){2,}")
"""Three words in a row."""


class Bracketed(NullTranslations):
    """Wraps what it is asked to translate."""

    def gettext(self, message: str) -> str:
        """The sentence between its marks."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for this number between its marks."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture
def pseudo(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    monkeypatch.setattr(catalogues, "_catalogue", lambda language: Bracketed())
    monkeypatch.setenv("COLUMNS", "400")
    return cli


def outside(text: str) -> str:
    """What stands in no brackets, with a mark for each sentence that was left out."""
    depth, kept = 0, []
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        kept.append(letter if not depth and letter != "⟧" else "\n")
    return "".join(kept)


def untranslated(text: str, data: set[str]) -> list[str]:
    """Sentences outside of the brackets that are no data either."""
    rest = outside(text)
    for known in sorted(data, key=len, reverse=True):
        rest = rest.replace(known, "\n")
    return SENTENCE.findall(rest)


LINES = (
    "",
    *(
        f"{name} --help"
        for name in (
            "init", "check", "status", "plan", "sync", "summary", "undo", "export", "schema",
            "classify", "rule", "history", "runs", "explain-score", "connectors", "mappings",
            "doctor", "auth", "config", "forget",
        )
    ),
    "status plan.xlsx", "status plan.xlsx --all", "status plan.xlsx --behaviour",
    "plan plan.xlsx", "plan plan.xlsx --team Sales", "sync plan.xlsx --dry-run --yes",
    "sync plan.xlsx --yes", "sync plan.xlsx --yes", "runs", "undo --yes", "undo --yes",
    "history nothing", "explain-score nothing plan.xlsx", "mappings", "connectors",
    "chekc", "status --al", "history", "status plan.xlsx --team Salse", "status plan",
    "status plam.xlsx", "status .", "status plan.doc", "plan plan.xlsx --format jsn",
    "check plan.xlsx", "check plan.xlsx --format concise", "check plan.xlsx --fix",
    "check plan.xlsx --fail-on eror", "status plan.xlsx --as-of today", "mappings xx",
    "rule OUT99", "config shw", "sync plan.xlsx --to", "sync plan.xlsx --yes=1",
    "connectors a b", "--deadline x status", "--log-format x status", "check --out x.json",
    "classify --lang xx a", "classify --file none.txt", "auth google --forget --read-only",
)  # fmt: skip
DATA_ONLY = ("connectors",)
"""What prints names and nothing else."""


def test_no_command_says_a_sentence_that_nobody_can_translate(pseudo: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx")
    (tmp_path / "okrsync.toml").write_text('[workspace]\nlanguage = "nl"\n', encoding="utf-8")
    data = {str(cell) for row in (books.HEADER, *books.ROWS) for cell in row}
    data |= {"en, nl, de, fr, es, pt", "notion"}
    loose = {}
    for line in LINES:
        said = pseudo(*line.split())
        assert said.out or said.err, line
        assert "⟦" in said.out + said.err or line in DATA_ONLY, line
        found = untranslated(said.out + said.err, data)
        if found:
            loose[line] = found
    assert loose == {}


def test_this_test_finds_what_it_looks_for() -> None:
    assert untranslated("⟦Read {rows} rows⟧ and this is loose", set()) == ["and this is loose"]
    assert untranslated("⟦a ⟦b⟧ c d e⟧ Net promoter score", {"Net promoter score"}) == []
