"""How certain a reading is, in a word, and what is said to speak against it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from okrsync.config import Config
from okrsync.mapping import read
from okrsync.mapping.reading import Certainty, TableReading
from okrsync.table import Scalar
from tests.mapping.sheets import TODAY, source, tab

HEADERS = (
    "Objective|Key Result|Start|Target|Current|Owner|Notes|Due",
    "Doel|Kernresultaat|Startwaarde|Doelwaarde|Huidig|Eigenaar|Notities|Deadline",
    "Ziel|Schlüsselergebnis|Ausgangswert|Zielwert|Aktuell|Verantwortlich|Notizen|Fällig",
    "Objectif|Résultat clé|Valeur initiale|Cible|Actuel|Responsable|Notes|Échéance",
    "Objetivo|Resultado clave|Valor inicial|Meta|Actual|Responsable|Notas|Fecha límite",
    "Objetivo|Resultado-chave|Valor inicial|Meta|Atual|Responsável|Notas|Prazo",
)
ROWS: Sequence[Sequence[Scalar]] = (
    ("A library that lives", "Loans a week", 40, 90, 55, "Ada", "counted by hand", "2026-06-30"),
    ("A library that lives", "Members under 20", 12, 60, 20, "Ben", None, "2026-06-15"),
    ("Quiet rooms again", "Complaints a month", 30, 5, 18, "Ada", "see mail", "2026-05-31"),
)


def reading(header: Sequence[str], rows: Sequence[Sequence[Scalar]], **said: str) -> TableReading:
    """The one table of a sheet with this header and these rows; `said` are columns."""
    cells = [list(header), *map(list, rows)]
    (table,) = read([source(tab(cells, "Sheet"), columns=said)], Config(), TODAY).tables
    return table


def why(table: TableReading) -> str:
    return "; ".join(doubt.say("en") for doubt in table.doubts)


@pytest.mark.parametrize("header", HEADERS, ids=("en", "nl", "de", "fr", "es", "pt"))
def test_an_ordinary_table_is_sure(header: str) -> None:
    names = header.split("|")
    assert reading(names, ROWS).certainty is Certainty.SURE
    assert reading(names[:5], [row[:5] for row in ROWS]).certainty is Certainty.SURE
    assert not reading(names, ROWS).doubts


def test_a_table_that_only_its_shape_speaks_for_is_not() -> None:
    rows = [("Rooms", "Seats a day", "Ada", 80, 60), ("Desk", "Calls a day", "Ben", 30, 24)]
    found = reading(("Area", "What", "Who", "Plan", "Real"), rows)
    assert found.certainty is not Certainty.SURE
    assert "only the shape" in why(found)


def test_each_column_of_figures_that_nobody_understands_makes_it_less_certain() -> None:
    def with_columns(*names: str, value: Scalar = 7) -> TableReading:
        rows = [[*row[:5], *[value] * len(names)] for row in ROWS]
        return reading([*HEADERS[0].split("|")[:5], *names], rows)

    strange = [with_columns(*("Zorb", "Quux", "Fnord", "Blarg")[:n]) for n in range(5)]
    words = [table.certainty for table in strange]
    assert words == sorted(words, key=list(Certainty).index)
    assert (words[0], words[2], words[4]) == tuple(Certainty)
    assert "“Zorb” (F1), “Quux” (G1) not read" in why(strange[2])
    # Words that nobody understands hide no measured value.
    assert with_columns("Zorb", "Quux", value="aloe").certainty is Certainty.SURE


def test_what_a_cell_holds_is_no_doubt_about_its_column() -> None:
    rows = [[*row[:3], "a good deal", *row[4:]] for row in ROWS]
    assert reading(HEADERS[0].split("|"), rows).certainty is Certainty.SURE


def test_rows_that_could_not_be_placed_make_it_less_certain() -> None:
    lost = [(None, None, 1, 2, 1, "Ada", None, None)] * 4
    found = reading(HEADERS[0].split("|"), [*ROWS, *lost])
    assert found.certainty is not Certainty.SURE
    assert "4 of 7 rows could not be placed" in why(found)
