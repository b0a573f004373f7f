"""A company of three levels, with formulas, a chart and conditional formats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from examples.sheet import Book, Formula, Value

HEADERS = (
    "ID",
    "Type",
    "Level",
    "Parent",
    "Title",
    "Owner",
    "Team",
    "Start",
    "Target",
    "Current",
    "Weight",
    "Progress",
    "Due",
)
COMPANY, TEAM, PERSON = "Company", "Team", "Individual"


def _objective(
    code: str, level: str, parent: str | None, title: str, owner: str, team: str
) -> tuple[Value, ...]:
    return (
        code,
        "Objective",
        level,
        parent,
        title,
        owner,
        team,
        None,
        None,
        None,
        None,
        None,
        None,
    )


def _result(
    code: str,
    parent: str,
    title: str,
    who: tuple[str, str],
    numbers: Sequence[Value],
    weight: int = 1,
) -> tuple[Value, ...]:
    return (code, "Key Result", None, parent, title, *who, *numbers, weight, None, None)


ROWS: tuple[tuple[Value, ...], ...] = (
    _objective("O1", COMPANY, None, "Clinics choose us first and stay", "Ruth", "Board"),
    _result(
        "KR1.1",
        "O1",
        "Net revenue retention from 96% to 108%",
        ("Ruth", "Board"),
        ("%0.96", "%1.08", "%1.01"),
        2,
    ),
    _result("KR1.2", "O1", "NPS of clinic managers from 31 to 45", ("Ruth", "Board"), (31, 45, 36)),
    _objective("O2", TEAM, "O1", "New clinics are productive within a week", "Sam", "Onboarding"),
    _result(
        "KR2.1",
        "O2",
        "Days until the first booked appointment from 21 to 7",
        ("Sam", "Onboarding"),
        (21, 7, 15),
    ),
    _result(
        "KR2.2",
        "O2",
        "Clinics active in week 2 from 54% to 80%",
        ("Sam", "Onboarding"),
        ("%0.54", "%0.8", "%0.62"),
    ),
    _result("KR2.3", "O2", "Publish 12 onboarding videos", ("Lee", "Onboarding"), (0, 12, 12)),
    _objective("O3", TEAM, "O1", "Clinics trust the calendar", "Ines", "Platform"),
    _result(
        "KR3.1", "O3", "Failed bookings a week from 140 to 20", ("Ines", "Platform"), (140, 20, 38)
    ),
    _result(
        "KR3.2",
        "O3",
        "Page load at the 95th percentile from 4.2 to 1.5 seconds",
        ("Ines", "Platform"),
        (4.2, 1.5, 2.1),
    ),
    _objective(
        "O4", PERSON, "O2", "Clinic managers solve questions without me", "Lee", "Onboarding"
    ),
    _result(
        "KR4.1",
        "O4",
        "Support tickets per new clinic from 9 to 4",
        ("Lee", "Onboarding"),
        (9, 4, 6.5),
    ),
)
INITIATIVE_HEADERS = ("Initiative", "Supports", "Owner", "Due", "Status", "Done")
INITIATIVES: tuple[tuple[Value, ...], ...] = (
    ("Ship the guided first booking", "KR2.1", "Sam", "2026-05-30", "in progress", "no"),
    ("Call every clinic on day three", "KR2.2", "Lee", "2026-06-30", "in progress", "no"),
    ("Move the calendar to the new queue", "KR3.1", "Ines", "2026-05-01", "finished", "yes"),
    ("Rewrite the ten most asked help pages", "KR4.1", "Lee", "2026-06-15", "not begun", "no"),
)
KPI_HEADERS = ("KPI", "Frequency", "Target", "Current", "Unit")
KPIS: tuple[tuple[Value, ...], ...] = (
    ("Active clinics", "monthly", 420, 388, "clinics"),
    ("Monthly recurring revenue", "monthly", "€310000", "€284500", "EUR"),
    ("Uptime of booking", "weekly", "%0.999", "%0.9993", "%"),
)
FIRST = 3  # the first data row, counted from 0


def _with_progress() -> list[list[Value | Formula]]:
    """The rows with the team's own progress formula and the result Excel would show."""
    rows: list[list[Value | Formula]] = []
    for offset, row in enumerate(ROWS):
        cells: list[Value | Formula] = list(row)
        start, target, current = (_plain(value) for value in row[7:10])
        if start is not None and target is not None and current is not None:
            line = FIRST + offset + 1
            text = f"=(J{line}-H{line})/(I{line}-H{line})"
            cells[11] = Formula(text, (current - start) / (target - start))
        rows.append(cells)
    return rows


def _plain(value: Value) -> float | None:
    if isinstance(value, str):
        return float(value.lstrip("%€"))
    return float(value) if isinstance(value, int | float) else None


def build(path: Path) -> None:
    """Write the workbook: an Excel table under a filter, a chart, data bars and a colour rule."""
    book = Book(path, "Company OKRs")
    sheet = book.tab("OKRs", (8, 12, 12, 8, 50, 9, 13, 9, 9, 9, 8, 10, 12))
    sheet.write_string(0, 0, "OKRs Q2 2026", book.title)
    sheet.write_string(1, 0, "North star: every patient seen within a week", book.note)
    last = FIRST + len(ROWS) - 1
    columns = [{"header": header} for header in HEADERS]
    sheet.add_table(2, 0, last, len(HEADERS) - 1, {"name": "OKRs", "columns": columns})
    book.rows(sheet, FIRST, _with_progress())
    sheet.conditional_format(FIRST, 11, last, 11, {"type": "data_bar", "bar_color": "#63BE7B"})
    low = book.file.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE"})
    sheet.conditional_format(
        FIRST, 9, last, 9, {"type": "formula", "criteria": "=$L4<0.3", "format": low}
    )
    actions = book.tab("Initiatives", (44, 10, 10, 12, 14, 8))
    book.header(actions, 0, INITIATIVE_HEADERS)
    book.rows(actions, 1, INITIATIVES)
    kpis = book.tab("KPIs", (30, 12, 12, 12, 10))
    book.header(kpis, 0, KPI_HEADERS)
    book.rows(kpis, 1, KPIS)
    _dashboard(book, last)
    book.close()


def _dashboard(book: Book, last: int) -> None:
    sheet = book.tab("Dashboard", (36, 12))
    chart = book.file.add_chart({"type": "bar"})
    chart.add_series(
        {"categories": ["OKRs", FIRST, 0, last, 0], "values": ["OKRs", FIRST, 11, last, 11]}
    )
    chart.set_title({"name": "Progress by key result"})
    chart.set_legend({"none": True})
    sheet.write_string(0, 0, "Mean progress of key results", book.title)
    mean = [c[11].result for c in _with_progress() if isinstance(c[11], Formula)]
    numbers = [m for m in mean if isinstance(m, float)]
    book.rows(
        sheet, 1, [("Mean", Formula(f"=AVERAGE(OKRs!L4:L{last + 1})", sum(numbers) / len(numbers)))]
    )
    sheet.insert_chart("A4", chart)
