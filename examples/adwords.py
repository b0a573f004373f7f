"""A campaign that is 100 % done while the funnel is not: reported against honest progress."""

from __future__ import annotations

from pathlib import Path

from examples.sheet import Book

HEADERS = ("Objective", "Key Result", "Start", "Target", "Current", "Progress", "Owner")
KEY_RESULTS = (
    ("Fuel growth at the top of the funnel", "Generate 1000 leads", 0, 1000, 310, "%1", "Ann"),
    (None, "Run a €200K AdWords campaign", "€0", "€200000", "€200000", "%1", "Ann"),
)
INITIATIVE_HEADERS = ("Initiative", "Supports", "Owner", "Due", "Done")
INITIATIVES = (
    ("Write three landing pages", "Generate 1000 leads", "Ben", "2026-05-15", "yes"),
    (
        "Interview ten people who left without signing up",
        "Generate 1000 leads",
        "Ann",
        "2026-06-20",
        "no",
    ),
)


def build(path: Path) -> None:
    """Write the workbook: objective merged over its key results, initiatives on a tab."""
    book = Book(path, "Marketing OKRs")
    sheet = book.tab("OKRs", (30, 34, 10, 12, 12, 10, 10))
    sheet.write_string(0, 0, "Marketing, OKRs Q2 2026", book.title)
    sheet.write_string(1, 0, "Progress is what the team filled in itself.", book.note)
    book.header(sheet, 3, HEADERS)
    book.rows(sheet, 4, KEY_RESULTS)
    sheet.merge_range(4, 0, 5, 0, KEY_RESULTS[0][0], book.text)
    actions = book.tab("Initiatives", (48, 26, 10, 12, 8))
    book.header(actions, 0, INITIATIVE_HEADERS)
    book.rows(actions, 1, INITIATIVES)
    book.close()
