"""A command that a message prints runs as it stands, with its location and in quotes."""

from __future__ import annotations

import re
import shlex
import string
from pathlib import Path

import pytest
import typer
from babel.messages.pofile import read_po

from build_tools.backend import CATALOGUES
from build_tools.messages import found
from okrsync.cli.app import app
from okrsync.cli.commands import COMMANDS
from tests.cli import books
from tests.cli.conftest import Cli

IN_A_SENTENCE = re.compile(r"okrsync ((?:[a-z]+(?:-[a-z]+)?)(?: (?:--?)?[\w{}.#-]+)*)")
PRINTED = re.compile(
    r"okrsync ((?:" + "|".join(COMMANDS) + r")\b.*?)(?:[.;)]? *$|\)|, | (?:lists|shows)\b)"
)
FILLED = {"command": "sync plan.xlsx", "sheet": " plan.xlsx", "code": "OUT01"}


def sentences() -> list[str]:
    """Every message of the code, and what it is in other languages."""
    english = [one for text, _ in found() for one in ((text,) if isinstance(text, str) else text)]
    with (CATALOGUES / "nl" / "LC_MESSAGES" / "okrsync.po").open("rb") as file:
        dutch = [
            form
            for message in read_po(file)
            for form in (
                (message.string,) if isinstance(message.string, str) else message.string or ()
            )
        ]
    return [*english, *dutch]


def commands_of(text: str) -> list[list[str]]:
    """The command lines in a sentence, their places filled."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name]
    except ValueError:
        return []
    filled = text
    for name in names:
        filled = filled.replace(f"{{{name}}}", FILLED.get(name, "word"))
    lines = [match[1].rstrip(".").split() for match in IN_A_SENTENCE.finditer(filled)]
    return [line for line in lines if line[0] in COMMANDS]


LINES = sorted({" ".join(line) for text in sentences() for line in commands_of(text)})


def test_there_are_such_sentences() -> None:
    assert len(LINES) > 10
    assert any(line.startswith("undo") for line in LINES)


@pytest.mark.parametrize("line", LINES)
def test_a_command_in_a_message_is_one_that_there_is(line: str) -> None:
    name, *words = line.split()
    group = typer.main.get_command(app)
    context = group.make_context("okrsync", [], resilient_parsing=True)
    command = group.get_command(context, name)  # type: ignore[attr-defined] # the group
    inner = command.make_context(name, [], resilient_parsing=True)
    known = {"--verbose", "--quiet", "--no-input", "--log-format", "--deadline", "--config"}
    mine = [word for word in words if word not in known]
    command.make_parser(inner).parse_args(args=mine)


def test_what_is_printed_runs_as_it_stands(cli: Cli, tmp_path: Path) -> None:
    rows = [
        *books.ROWS,
        ("Buyers come back", "Send a gift card to 400 buyers", 0, 400, 400, "Dirk", "Shop"),
    ]
    books.book(tmp_path / "Q2 plan & more.xlsx", rows)
    sheet = "Q2 plan & more.xlsx"
    seen = set[str]()
    for words in (
        ("sync", sheet),
        ("sync", sheet, "--yes"),
        ("check", sheet),
        ("check", sheet, "--fix"),
        ("check", sheet, "--out", "moves.json"),
        ("status", sheet),
        ("status", sheet, "--behaviour"),
        ("plan", sheet),
        ("explain-score", "nothing at all", sheet),
        ("rule", "nothing"),
        ("histry",),
        ("config", "shown"),
        ("undo",),
        ("undo", "99"),
        ("forget", "nothing"),
        ("forget", sheet),
    ):
        said = cli(*words)
        for line in (said.out + said.err).splitlines():
            seen |= {match[1].strip() for match in PRINTED.finditer(line)}
    wrong = {}
    for line in sorted(seen):
        said = cli(*shlex.split(line))
        if (said.code == 2 and "--help" in said.err) or "unknown" in said.err:
            wrong[line] = said.err
        if said.code == 2 and "location" in said.err:
            wrong[line] = said.err
    assert wrong == {}
    assert {line.split()[0] for line in seen} >= {"sync", "check", "undo", "rule", "explain-score"}
    assert any(line.startswith("check ") and sheet in line for line in seen)
