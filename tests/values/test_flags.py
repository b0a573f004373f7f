"""Yes and no, done and not done."""

from datetime import date

import pytest

from okrsync.table import CellError, Scalar
from okrsync.values import Unreadable, read_flag


@pytest.mark.parametrize("value", [True, 1, 1.0, "TRUE", "true", "yes", "Ja", "oui", "sí", "Si",
    "sim", "x",
                                   "X", "✓", "✔", "✔️", "☑", "✅", "1", "done", "klaar", "Afgerond",
                                   "erledigt", "terminé", "hecho", "concluído", "WAAR", "[x]",
                                   " done ", "100%", "Ja."[:2]])  # fmt: skip
def test_yes(value: Scalar) -> None:
    assert read_flag(value) is True


@pytest.mark.parametrize("value", [False, 0, 0.0, "FALSE", "no", "nee", "Nein", "non", "não",
    "☐", "0",
                                   "❌", "✗", "todo", "bezig", "offen", "en cours", "en curso",
                                   "em andamento", "not done", "pendiente", "ONWAAR",
                                   "0%"])  # fmt: skip
def test_no(value: Scalar) -> None:
    assert read_flag(value) is False


@pytest.mark.parametrize("value", [None, "", " ", "-", "n.v.t.", "?", "n/a"])
def test_nothing(value: Scalar) -> None:
    assert read_flag(value) is None


@pytest.mark.parametrize("value", ["maybe", 0.5, 2, "50%", date(2026, 1, 1), float("nan")])
def test_neither(value: Scalar) -> None:
    found = read_flag(value)
    assert isinstance(found, Unreadable)
    assert found.code == "DAT01"


def test_a_formula_error() -> None:
    for value in (CellError("#REF!"), "#REF!"):
        found = read_flag(value)
        assert isinstance(found, Unreadable)
        assert found.code == "DAT11"
