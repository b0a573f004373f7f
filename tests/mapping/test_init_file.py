"""The proposal of a mapping, and the okrsync.toml that it becomes."""

from __future__ import annotations

import tomllib

import pytest

from okrsync.config import Config, parse
from okrsync.errors import ConfigError
from okrsync.mapping import propose, read
from okrsync.mapping.asking.init_file import text
from okrsync.mapping.asking.source_section import Wanted
from okrsync.mapping.proposal import ReadingProposal
from okrsync.mapping.reading import Certainty, Kind
from tests.mapping.sheets import TODAY, Cells, source, tab

CELLS: Cells = [
    ["OKRs Q2 2026"],
    ["Doel", "Kernresultaat", "Doelwaarde", "Huidig", "Prioriteit", "OKR status"],
    ['Win de "markt"', "Omzet", 10, 5, "hoog", None],
]
WANTED = Wanted("Acme", {"plan": "plan.xlsx"}, "nl")


def proposal(*cells: Cells) -> ReadingProposal:
    """The proposal for a workbook of these tabs."""
    tabs = [tab(each, f"Tab {number}") for number, each in enumerate(cells or [CELLS])]
    return propose([source(*tabs)], Config(), TODAY)


def test_a_proposal_says_what_each_column_is_and_how_sure() -> None:
    (table,) = proposal().tables
    assert (table.kind, table.header_row, table.language) == (Kind.KEY_RESULTS, 2, "nl")
    assert [
        (column.header, column.cell, column.field, column.ours) for column in table.columns
    ] == [
        ("Doel", "A2", "objective", None),
        ("Kernresultaat", "B2", "key_result", None),
        ("Doelwaarde", "C2", "target", None),
        ("Huidig", "D2", "current", None),
        ("Prioriteit", "E2", None, None),
        ("OKR status", "F2", None, "status"),
    ]
    assert table.certainty is Certainty.SURE


def test_the_file_is_valid_and_reads_the_same() -> None:
    found = proposal()
    written = text(WANTED, found)
    config = parse(tomllib.loads(written), "okrsync.toml")
    assert config.workspace.period == "2026-Q2"
    assert config.workspace.language == "nl"
    columns = config.sources["plan"].columns
    assert columns["key_result"] == "Kernresultaat"
    again = read([source(tab(CELLS, "Tab 0"), columns=columns)], config, TODAY)
    assert again.plan.key_results == found.reading.plan.key_results


def test_comments_explain_in_the_workspace_s_language() -> None:
    dutch, english = text(WANTED, proposal()), text(Wanted(None, {"plan": "p"}, "en"), proposal())
    assert "koppen in rij 2" in dutch
    assert "Prioriteit" in dutch
    assert "header in row 2" in english


def test_other_sections_and_comments_stay_as_they_are() -> None:
    mine = (
        '# mine\n[rules]\nseverity = { STR03 = "off" } # keep\n\n[sources.plan]\nlocation = "x"\n'
    )
    wanted = Wanted("Acme", {"plan": "plan.xlsx", "more": "b.xlsx"}, "nl")
    written = text(wanted, proposal(), mine)
    assert written.startswith(mine.rstrip("\n"))
    config = parse(tomllib.loads(written), "okrsync.toml")
    assert (config.sources["plan"].location, config.sources["more"].location) == ("x", "b.xlsx")
    assert text(wanted, proposal(), written) == written


def test_tabs_that_name_their_columns_differently_get_no_columns() -> None:
    other: Cells = [["Doel", "Resultaat", "Streefwaarde"], ["Win", "Winst", 3]]
    written = text(WANTED, proposal(CELLS, other))
    assert "columns" not in tomllib.loads(written)["sources"]["plan"]


def test_a_broken_file_is_not_touched() -> None:
    with pytest.raises(ConfigError):
        text(WANTED, proposal(), "[workspace")
