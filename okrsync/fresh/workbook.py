"""An outline as the bytes of a workbook: one tab to work in, one that explains it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from okrsync.fresh.outline import Action, Audience, Goal, Outline, Result
from okrsync.fresh.words_of import SheetWords

Cell = str | float | date | None
Line = Mapping[str, Cell]
"""Field → what stands in the cell."""

WIDTHS = {"type": 19, "title": 52, "team": 15, "owner": 16, "cadence": 16, "notes": 34}
TEXTS = ("title", "cadence", "done", "notes")
NUMBERS = ("baseline", "target", "current")
NARROW = 15
"""Wide enough for the header beside the arrow of its filter."""
LEFT_OUT = {Audience.SOLO: ("team", "owner"), Audience.TEAM: ("team",), Audience.COMPANY: ()}
"""Columns that are of no use to somebody of this kind, unless something stands in them."""
SPARE = 100
"""Empty rows below the last that have their lists and formats too."""
HEAD_COLOUR, GOAL_COLOUR = "#1F4E78", "#DDEBF7"
A4 = 9
"""As the file format numbers sizes of paper."""
CREATED = datetime(2000, 1, 1)
"""No moment of making stands in the file: the same answers give the same bytes."""


@dataclass(frozen=True, slots=True)
class _Row:
    level: str
    unit: str | None
    cells: Line


def workbook(outline: Outline, words: SheetWords, file_name: str) -> bytes:
    """The whole file. `file_name` is what the explanation's commands name."""
    out = BytesIO()
    # What people typed is text: never a formula, a number or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": CREATED})
    _plan_tab(book, outline, words)
    _help_tab(book, words, file_name)
    book.close()
    return out.getvalue()


def _plan_tab(book: Any, outline: Outline, words: SheetWords) -> None:
    sheet = book.add_worksheet(words.tab)
    rows = list(_rows(outline, words))
    fields = [
        each
        for each in words.headers
        if each not in LEFT_OUT[outline.kind] or any(row.cells.get(each) for row in rows)
    ]
    head = _above(book, sheet, outline, words)
    style = book.add_format(
        {"bold": True, "bg_color": HEAD_COLOUR, "font_color": "#FFFFFF", "valign": "top"}
    )
    for column, each in enumerate(fields):
        sheet.set_column(column, column, WIDTHS.get(each, NARROW))
        sheet.write_string(head, column, words.headers[each], style)
    for offset, row in enumerate(rows, start=1):
        _write(book, sheet, head + offset, fields, row)
    last = head + len(rows)
    sheet.autofilter(head, 0, last, len(fields) - 1)
    sheet.freeze_panes(head + 1, fields.index("title") + 1)
    _lists(sheet, head + 1, last + SPARE, fields, words)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def _above(book: Any, sheet: Any, outline: Outline, words: SheetWords) -> int:
    """North star, theme and period on top; the row of the header, counted from 0."""
    said = {
        "north_star": outline.north_star,
        "theme": outline.theme,
        "period": outline.period.label,
    }
    bold, text = book.add_format({"bold": True}), book.add_format({"font_size": 12})
    shown = [(words.labels[key], value) for key, value in said.items() if value]
    for row, (label, value) in enumerate(shown):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, value, text)
    return len(shown) + 1


def _rows(outline: Outline, words: SheetWords) -> Iterator[_Row]:
    due = outline.period.end
    for goal in outline.goals:
        if goal.title:
            yield _Row("objective", None, _goal(goal, words))
        yield from (_action(each, words, goal, due) for each in goal.actions)
        for result in goal.results:
            yield _Row("key_result", result.unit, _result(result, words, goal, due))
            yield from (_action(each, words, goal, due) for each in result.actions)


def _goal(goal: Goal, words: SheetWords) -> Line:
    return {
        "type": words.levels["objective"],
        "title": goal.title,
        "team": goal.team,
        "owner": goal.owner,
    }


def _result(result: Result, words: SheetWords, goal: Goal, due: date) -> Line:
    return {
        "type": words.levels["key_result"],
        "title": result.title,
        "team": result.team or goal.team,
        "owner": result.owner or goal.owner,
        "baseline": result.start,
        "target": result.target,
        "current": result.start if result.current is None else result.current,
        "due": due,
        "notes": result.notes,
    }


def _action(action: Action, words: SheetWords, goal: Goal, due: date) -> _Row:
    cells: Line = {
        "type": words.levels["initiative"],
        "title": action.title,
        "team": action.team or goal.team,
        "owner": action.owner or goal.owner,
        "due": due,
        "cadence": words.cadences[action.cadence],
        "amount": action.amount,
        "minutes": action.minutes,
        "done": words.flags["no"],
        "notes": action.notes,
    }
    return _Row("initiative", None, cells)


def _write(book: Any, sheet: Any, at: int, fields: Sequence[str], row: _Row) -> None:
    """A row; its blank cells too have their format, so that typing into them looks the same."""
    for column, each in enumerate(fields):
        style = book.add_format(_look(each, row))
        value = row.cells.get(each)
        if value is None:
            sheet.write_blank(at, column, None, style)
        elif isinstance(value, date):
            sheet.write_datetime(at, column, value, style)
        elif isinstance(value, str):
            sheet.write_string(at, column, value, style)
        else:
            sheet.write_number(at, column, value, style)


def _look(name: str, row: _Row) -> dict[str, object]:
    look: dict[str, object] = {"valign": "top"}
    if name in ("title", "notes"):
        look["text_wrap"] = True
    if name in TEXTS:
        # An indent shows only where the side that it is from is said.
        look |= {"align": "left", "indent": _INDENT[row.level] if name == "title" else 1}
    if name == "due":
        look["num_format"] = "yyyy-mm-dd"
    if row.unit and name in NUMBERS:
        look["num_format"] = _number_format(row.unit, row.cells)
    if row.level == "objective":
        look |= {"bold": True, "bg_color": GOAL_COLOUR}
    return look


def _number_format(unit: str, cells: Line) -> str:
    """A percent, or money by its code: in the cell stands the number alone."""
    numbers = [value for value in map(cells.get, NUMBERS) if isinstance(value, float | int)]
    if unit == "%":
        return "0%" if all(round(each, 2) == each for each in numbers) else "0.0#%"
    return f"[${unit}] #,##0.##" if _MONEY.fullmatch(unit) else "General"


_MONEY = re.compile("[A-Z]{3}")
_INDENT = {"objective": 0, "key_result": 1, "initiative": 2}


def _lists(sheet: Any, first: int, last: int, fields: Sequence[str], words: SheetWords) -> None:
    """The words that a cell may hold, to choose from."""
    choices = {"type": words.levels, "cadence": words.cadences, "done": words.flags}
    for name, known in choices.items():
        column = fields.index(name)
        allowed = {"validate": "list", "source": list(known.values())}
        sheet.data_validation(first, column, last, column, allowed)


def _help_tab(book: Any, words: SheetWords, file_name: str) -> None:
    sheet = book.add_worksheet(words.help_tab)
    sheet.set_column(0, 0, 72)
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    text = book.add_format({"text_wrap": True, "valign": "top", "font_size": 12})
    title = book.add_format({"bold": True, "font_size": 16})
    sheet.write_string(0, 0, words.help_tab, title)
    for row, line in enumerate(words.explanation, start=2):
        sheet.write_string(row, 0, line.replace("{file}", file_name), text)
        # Excel makes a row higher for wrapped text only when somebody types into it.
        sheet.set_row(row, 18 * (1 + len(line) // 72) + 6)
