"""The part of Drive that spreadsheets need: files and permissions."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from zlib import crc32

from tests.servers.google import masks
from tests.servers.google.book import SPREADSHEET, Book
from tests.servers.google.errors import JSON, file_not_found
from tests.servers.google.protection import may_write
from tests.servers.google.seeding import shown

_CLAUSE = re.compile(r"(name|mimeType)\s*(=|contains)\s*([\"'])((?:\\.|(?!\3).)*)\3")


def file_json(book: Book, who: str) -> JSON:
    """A File, all of it."""
    edit = may_write(book, who)
    return {
        "kind": "drive#file",
        "id": book.id,
        "name": book.title,
        "mimeType": book.mime,
        "version": str(book.version),
        "createdTime": book.clock.stamp(book.created),
        "modifiedTime": book.clock.stamp(book.modified),
        "trashed": False,
        "shared": len(book.roles) > 1,
        "owners": [{"kind": "drive#user", "emailAddress": book.owner, "me": who == book.owner}],
        "capabilities": {"canEdit": edit, "canComment": edit, "canShare": edit},
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
    }


def get(book: Book, who: str, fields: str) -> JSON:
    answer: JSON = masks.parse(fields or "kind,id,name,mimeType").apply(file_json(book, who))
    return answer


def listed(books: Iterable[Book], who: str, query: str, fields: str) -> JSON:
    """files.list: what that account sees, the newest change first."""
    clauses = [(m[1], m[2], re.sub(r"\\(.)", r"\1", m[4])) for m in _CLAUSE.finditer(query)]
    tests: list[Callable[[JSON], bool]] = [
        (lambda file, k=key, v=value: file[k] == v)  # type: ignore[misc]  # mypy cannot infer defaults of a lambda
        if operator == "="
        else (lambda file, k=key, v=value: v.casefold() in file[k].casefold())  # type: ignore[misc]  # the same
        for key, operator, value in clauses
    ]
    files = [
        file_json(book, who)
        for book in sorted(books, key=lambda book: book.modified, reverse=True)
        if who in book.roles
    ]
    found = [file for file in files if all(test(file) for test in tests)]
    mask = masks.parse(fields or "kind,incompleteSearch,files(kind,id,name,mimeType)")
    whole = {"kind": "drive#fileList", "incompleteSearch": False, "files": found}
    answer: JSON = mask.apply(whole)
    return answer


def permissions(book: Book, fields: str) -> JSON:
    whole = {
        "kind": "drive#permissionList",
        "permissions": [permission(who, role) for who, role in book.roles.items()],
    }
    mask = masks.parse(fields or "kind,permissions(kind,id,type,role)")
    answer: JSON = mask.apply(whole)
    return answer


def permission(who: str, role: str) -> JSON:
    kind = "anyone" if who == "anyone" else "user"
    number = "anyoneWithLink" if who == "anyone" else str(crc32(who.encode()))
    whole = {"kind": "drive#permission", "id": number, "type": kind, "role": role}
    return whole | ({} if who == "anyone" else {"emailAddress": who})


def share(book: Book, body: JSON) -> JSON:
    """permissions.create."""
    who = "anyone" if body.get("type") == "anyone" else body.get("emailAddress") or ""
    book.roles[who] = body.get("role") or "reader"
    whole = permission(who, book.roles[who])
    return {key: whole[key] for key in ("kind", "id", "type", "role")}


def unshare(book: Book, permission_id: str) -> None:
    for who, role in list(book.roles.items()):
        if permission(who, role)["id"] == permission_id:
            del book.roles[who]
            return
    raise file_not_found(permission_id)


def export_csv(book: Book) -> str:
    """The first tab as CSV, as it is shown."""
    text = io.StringIO()
    if book.mime == SPREADSHEET:
        rows = shown(book, book.tabs[0].title)
        width = max(map(len, rows), default=0)
        padded = [row + [""] * (width - len(row)) for row in rows]
        csv.writer(text, lineterminator="\r\n").writerows(padded)
    return text.getvalue().removesuffix("\r\n")
