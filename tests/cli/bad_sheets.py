"""Sheets that can be opened and hold something bad, each beside a good row that must go on.

The good row is always `Net revenue retention`, 90 → 110, now 98: p = 0.4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook

from tests.cli import books
from tests.cli.books import Row

GOOD = ("Customers stay with us", "Net revenue retention", 90, 110, 98, "Ada", "Sales")
OBJ = "Customers stay with us"


@dataclass(frozen=True, slots=True)
class BadSheet:
    """`build` makes the sheet. `finding` must be among those of `check`, at `cell`.

    `good` is False where the good row has no chance (its objective is lost, say).
    """

    name: str
    build: Callable[[Path], Path]
    finding: str = ""
    cell: str = ""


def beside(*rows: Row, header: Row = books.HEADER) -> Callable[[Path], Path]:
    """A workbook with the good row in row 2 and these below it."""
    return lambda folder: books.book(folder / "plan.xlsx", [GOOD, *rows], header)


def bad(name: str, *values: object, finding: str = "", cell: str = "") -> BadSheet:
    """One bad row, row 3, in the usual columns."""
    row = (OBJ, *values) if len(values) == 4 else values
    return BadSheet(name, beside(row), finding, cell)


def more(header: Sequence[str], good: Row, *rows: Row) -> Callable[[Path], Path]:
    """The same with further columns: what the good row holds there, and whole bad rows."""
    return lambda folder: books.book(
        folder / "plan.xlsx", [(*GOOD, *good), *rows], (*books.HEADER, *header)
    )


def _merged(folder: Path) -> Path:
    path = beside(
        (None, "Churned accounts a month", 40, 20, 30), (None, "Refunds a month", 9, 3, 6)
    )(folder)
    made = load_workbook(path)
    sheet = made.worksheets[0]
    for area in ("A2:A4", "F2:G2", "C8:E12", "H1:L1", "A14:G14"):
        sheet.merge_cells(area)
    made.save(path)
    return path


def _wide(folder: Path) -> Path:
    header = (*books.HEADER, *(f"Week {n}" for n in range(293)))
    return books.book(folder / "plan.xlsx", [(*GOOD, *range(293))], header)


def _blank_rows(folder: Path) -> Path:
    blank: list[Row] = [(None,) * 7] * 10_000
    tail = (OBJ, "Churned accounts a month", 40, 20, 30)
    return books.text(folder / "plan.csv", [GOOD, *blank, tail])


def _two_headers(folder: Path) -> Path:
    group = ("What", None, "Numbers", None, None, "Who", None)
    return books.tabs(folder / "plan.xlsx", {"OKRs": [group, books.HEADER, GOOD]})


def _header_again(folder: Path) -> Path:
    rows = [GOOD, books.HEADER, (OBJ, "Churned accounts a month", 40, 20, 30)]
    return books.book(folder / "plan.xlsx", rows)


def _titles_above(folder: Path) -> Path:
    top: list[Row] = [("OKRs of 2026",), (), ("Draft!", None, "do not share")]
    return books.tabs(folder / "plan.xlsx", {"OKRs": [*top, books.HEADER, GOOD]})


def _duplicate_ids(folder: Path) -> Path:
    header = ("ID", *books.HEADER)
    rows = [
        ("KR-1", *GOOD),
        ("KR-2", OBJ, "Refunds a month", 9, 3, 6),
        ("KR-2", OBJ, "Churn", 9, 3, 6),
    ]
    return books.book(folder / "plan.xlsx", rows, header)


def _cycle(folder: Path) -> Path:
    header = ("Type", "ID", "Title", "Parent", "Start", "Target", "Current")
    rows = [
        ("Objective", "O1", OBJ, "O2", None, None, None),
        ("Objective", "O2", "Buyers come back", "O1", None, None, None),
        ("Key Result", "K1", GOOD[1], "O1", 90, 110, 98),
    ]
    return books.book(folder / "plan.xlsx", rows, header)


def _own_parent(folder: Path) -> Path:
    header = ("Type", "ID", "Title", "Parent", "Start", "Target", "Current")
    rows = [
        ("Objective", "O1", OBJ, "O1", None, None, None),
        ("Key Result", "K1", GOOD[1], "O1", 90, 110, 98),
    ]
    return books.book(folder / "plan.xlsx", rows, header)


def _unknown_parent(folder: Path) -> Path:
    header = ("Type", "ID", "Title", "Parent", "Start", "Target", "Current")
    rows = [
        ("Objective", "O1", OBJ, None, None, None, None),
        ("Key Result", "K1", GOOD[1], "O1", 90, 110, 98),
        ("Key Result", "K2", "Refunds a month", "O7", 9, 3, 6),
    ]
    return books.book(folder / "plan.xlsx", rows, header)


def _long_ids(folder: Path) -> Path:
    rows = [
        ("1234567890123456", *GOOD),
        (1234567890123457, OBJ, "Refunds a month", 9, 3, 6),
        ("0000000000000017", OBJ, "Returns a month", 9, 3, 6),
    ]
    return books.book(folder / "plan.xlsx", rows, ("ID", *books.HEADER))


EVIL = {
    "terminal escapes": "\x1b[31mRefunds\x1b]0;owned\x07 a month\x1b[2J",
    "bidi": "Refunds \u202egnp.exe\u2066 a month",
    "line breaks": "Refunds\r\na month\r::error::owned\n# heading",
    "a formula": '=HYPERLINK("http://example.org","refunds")',
    "html": "<script>alert(1)</script> refunds a month",
    "markdown": "[refunds](javascript:x) `a` month |",
    "zero width": "Ref\u200bunds\ufeff a month",
    "a surrogate's neighbour": "Refunds 🧑‍🧑‍🧒‍🧒 a month 👩🏽‍🚀",
    "right to left": "عدد العملاء الذين يعودون كل شهر",
    "wide": "每月退款数量减少客户满意度提高",
    "rich's markup": "[bold red]Refunds[/] a month [link=x]",
    "braces": "{refunds} {0} %s a month",
}


def _evil(title: str, kind: str) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        rows = [GOOD, (OBJ, title, 9, 3, 6, "Ada", "Sales")]
        if kind == "csv":
            return books.text(folder / "plan.csv", rows)
        clean = "".join(c for c in title if c >= " " or c in "\r\n\t")
        if title.startswith("="):
            clean = f"'{clean}"
        return books.book(folder / "plan.xlsx", [GOOD, (OBJ, clean, 9, 3, 6, "Ada", "Sales")])

    return build


SHEETS: list[BadSheet] = [
    bad("text as current", "Refunds a month", 9, 3, "soon", finding="DAT01", cell="E3"),
    bad("text as target", "Refunds a month", 9, "lots", 6, finding="DAT01", cell="D3"),
    bad("text as start", "Refunds a month", "some", 3, 6, finding="DAT01", cell="C3"),
    bad("text in every number", "Refunds a month", "a", "b", "c", finding="DAT01", cell="D3"),
    bad("NaN", "Refunds a month", 9, 3, "NaN", finding="DAT01", cell="E3"),
    bad("infinite", "Refunds a month", 9, 3, "inf", finding="DAT01", cell="E3"),
    bad("1e999", "Refunds a month", 9, 3, "1e999", finding="DAT01", cell="E3"),
    bad("a date as number", "Refunds a month", 9, 3, date(2026, 5, 1), finding="DAT01", cell="E3"),
    bad("a moment", "Refunds a month", 9, 3, datetime(2026, 5, 1, 12), finding="DAT01", cell="E3"),
    bad("true as number", "Refunds a month", 9, 3, True),
    bad("#REF!", "Refunds a month", 9, 3, "#REF!", finding="DAT11", cell="E3"),
    bad("#DIV/0!", "Refunds a month", "#DIV/0!", 3, 6, finding="DAT11", cell="C3"),
    bad("#N/A as title", "#N/A", 9, 3, 6, finding="DAT11", cell="B3"),
    bad("start is target", "Refunds a month", 5, 5, 5, finding="DAT02", cell="D3"),
    bad("a title of 50,000 letters", "Refunds a month " * 2000, 9, 3, 6),
    bad("a huge number", "Refunds a month", 9, 3, 1e300),
    bad("a tiny number", "Refunds a month", 0, 1e-300, 6),
    bad("a long number", "Refunds a month", 9, 3, "9" * 400),
    bad("an owner of numbers", OBJ, "Refunds a month", 9, 3, 6, 17, 4.5),
    bad("no title", None, 9, 3, 6),
    bad("a title of blanks", " \u00a0 ", 9, 3, 6),
    bad("a number as title", 42, 9, 3, 6),
    bad("no numbers", "Refunds a month", None, None, None),
    bad("so many of so many", "Refunds a month", 9, 3, "6 / 7"),
    bad("the other decimal sign", "Refunds a month", 9, 3, "1.234.567,5"),
    BadSheet(
        "weights that weigh nothing",
        more(["Weight"], (1,), (OBJ, "Refunds a month", 9, 3, 6, None, None, -2)),
        "",
        "",
    ),
    BadSheet(
        "weights of text",
        more(["Weight"], (1,), (OBJ, "Refunds a month", 9, 3, 6, None, None, "heavy")),
        "DAT01",
        "H3",
    ),
    BadSheet(
        "a number as date",
        more(["Due"], (date(2026, 6, 1),), (OBJ, "Refunds a month", 9, 3, 6, None, None, -5)),
        "DAT01",
        "H3",
    ),
    BadSheet(
        "a date of nonsense",
        more(
            ["Due"],
            (date(2026, 6, 1),),
            (OBJ, "Refunds a month", 9, 3, 6, None, None, "31 Feb 2026"),
        ),
        "DAT01",
        "H3",
    ),
    BadSheet(
        "a due date after the end",
        more(
            ["Due"],
            (date(2026, 6, 1),),
            (OBJ, "Refunds a month", 9, 3, 6, None, None, date(2026, 9, 1)),
        ),
        "DAT08",
        "H3",
    ),
    BadSheet(
        "a type against its numbers",
        more(["Type"], ("increase",), (OBJ, "Refunds a month", 3, 9, 6, None, None, "decrease")),
        "DAT03",
        "",
    ),
    BadSheet(
        "a type of nonsense",
        more(["Type"], ("increase",), (OBJ, "Refunds a month", 9, 3, 6, None, None, "sideways")),
    ),
    BadSheet(
        "a mixed scale",
        beside(
            (OBJ, "Share of refunds, %", "45%", "10%", 0.3),
            (OBJ, "Share of returns, %", "45%", "10%", 30),
        ),
    ),
    BadSheet(
        "confidence beyond one",
        more(["Confidence"], (0.5,), (OBJ, "Refunds a month", 9, 3, 6, None, None, 900)),
    ),
    BadSheet("merged chaos", _merged),
    BadSheet("300 columns", _wide),
    BadSheet("10,000 blank rows", _blank_rows),
    BadSheet("two header rows", _two_headers),
    BadSheet("the header again", _header_again),
    BadSheet("titles above", _titles_above),
    BadSheet("duplicate ids", _duplicate_ids, "DAT05", "A3"),
    BadSheet("a loop of objectives", _cycle, "DAT07", ""),
    BadSheet("its own parent", _own_parent),
    BadSheet("an unknown parent", _unknown_parent, "DAT06", "D4"),
    BadSheet("ids of 16 digits", _long_ids),
    BadSheet(
        "duplicate headers",
        lambda folder: books.book(
            folder / "plan.xlsx", [(*GOOD, 7, 8)], (*books.HEADER, "Current", "Target")
        ),
    ),
    BadSheet(
        "a header twice over",
        lambda folder: books.book(
            folder / "plan.xlsx", [(*GOOD, *GOOD)], (*books.HEADER, *books.HEADER)
        ),
    ),
    *(
        BadSheet(f"{name}, {kind}", _evil(title, kind))
        for name, title in EVIL.items()
        for kind in ("xlsx", "csv")
    ),
]
