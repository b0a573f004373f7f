"""The methods of the Drive API."""

from __future__ import annotations

from tests.servers.google import drive
from tests.servers.google.book import Book
from tests.servers.google.call import Call
from tests.servers.google.errors import JSON, file_not_found
from tests.servers.google.protection import may_read, may_write
from tests.servers.google.seeding import add_tab


def book_of(call: Call, *, writing: bool = False) -> Book:
    """Drive says 404 of a file that the caller may not see."""
    book = call.books.get(call.parts["id"])
    if book is None or not may_read(book, call.who) or (writing and not may_write(book, call.who)):
        raise file_not_found(call.parts["id"])
    return book


def get(call: Call) -> JSON:
    return drive.get(book_of(call), call.who, call.request.first("fields"))


def listed(call: Call) -> JSON:
    query, fields = call.request.first("q"), call.request.first("fields")
    return drive.listed(call.books.values(), call.who, query, fields)


def create(call: Call) -> JSON:
    book = call.new_book(call.body.get("name") or "Untitled", call.who)
    book.mime = call.body.get("mimeType") or book.mime
    add_tab(book, "Sheet1")
    return drive.get(book, call.who, call.request.first("fields"))


def copied(call: Call) -> JSON:
    """files.copy: a new file with the same tabs."""
    source = book_of(call)
    book = call.new_book(call.body.get("name") or f"Copy of {source.title}", call.who)
    book.locale, book.time_zone, book.mime = source.locale, source.time_zone, source.mime
    book.tabs = [tab.clone() for tab in source.tabs]
    book.results, book.named = dict(source.results), list(source.named)
    return drive.get(book, call.who, call.request.first("fields"))


def delete(call: Call) -> None:
    del call.books[book_of(call, writing=True).id]


def export(call: Call) -> str:
    return drive.export_csv(book_of(call))


def permissions(call: Call) -> JSON:
    return drive.permissions(book_of(call), call.request.first("fields"))


def share(call: Call) -> JSON:
    return drive.share(book_of(call, writing=True), call.body)


def unshare(call: Call) -> None:
    drive.unshare(book_of(call, writing=True), call.parts["permission"])
