"""Roles and protected ranges: who may read, write, and write here."""

from __future__ import annotations

from tests.servers.google import a1
from tests.servers.google.book import Book
from tests.servers.google.errors import JSON, PROTECTED, invalid
from tests.servers.google.tab import Tab

WRITERS = frozenset({"owner", "writer"})


def may_read(book: Book, who: str) -> bool:
    return who in book.roles or "anyone" in book.roles


def may_write(book: Book, who: str) -> bool:
    return book.roles.get(who, book.roles.get("anyone")) in WRITERS


def may_edit(book: Book, protected: JSON, who: str) -> bool:
    """Whether the range's protection lets that account through."""
    users = (protected.get("editors") or {}).get("users") or []
    return who == book.owner or who in users


def protected_json(book: Book, protected: JSON, who: str) -> JSON:
    """A ProtectedRange as that account gets to see it."""
    warning = bool(protected.get("warningOnly"))
    seen = dict(protected)
    if warning or may_edit(book, protected, who):
        seen["requestingUserCanEdit"] = True
    else:
        seen.pop("editors", None)  # shown only to those who may edit
    return seen


def guard(book: Book, tab: Tab, row: int, column: int, who: str) -> None:
    """Raise 400 where a protected range keeps that account from the cell."""
    for protected in tab.protected:
        closed = not protected.get("warningOnly") and not may_edit(book, protected, who)
        inside = a1.from_grid_range(protected.get("range") or {}).holds(row, column)
        opened = any(
            a1.from_grid_range(each).holds(row, column)
            for each in protected.get("unprotectedRanges", ())
        )
        if closed and inside and not opened:
            raise invalid(PROTECTED)


def guard_grid(book: Book, tab: Tab, who: str) -> None:
    """Raise 400 where a fully protected tab keeps its rows and columns as they are."""
    for protected in tab.protected:
        grid = protected.get("range") or {}
        whole = not any(key.endswith("Index") for key in grid)
        if whole and not protected.get("warningOnly") and not may_edit(book, protected, who):
            raise invalid(PROTECTED)
