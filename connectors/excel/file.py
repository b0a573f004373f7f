"""From a path to bytes: read once, and told apart by what is in them, not by their suffix."""

from __future__ import annotations

import stat
from pathlib import Path

from connectors.excel import errors

MAX_FILE = 200 * 1024 * 1024
"""The largest file that is read, in bytes: a million rows of OKRs stay far below it."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def read_bytes(path: Path) -> bytes:
    """All bytes of a regular file. Raises Missing, Denied, Malformed, Refused."""
    file = str(path)
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise errors.broken(file, "this is a folder, not a workbook", "name a file in it")
        if not stat.S_ISREG(about.st_mode):
            raise errors.broken(file, "this is not a regular file", "name a file on disk")
        if about.st_size > MAX_FILE:
            raise errors.broken(
                file,
                f"it is {about.st_size // 1024**2} MB, more than the {MAX_FILE // 1024**2} MB "
                "that okrsync reads",
                "move the tab with the OKRs to a workbook of its own",
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise errors.from_os(file, error) from error
    if not data:
        raise errors.broken(file, "the file is empty", "look for a version that has content")
    return data


def require_zip(data: bytes, file: str) -> None:
    """Let a zip pass, and say kindly what anything else is. Raises Denied, Refused, Malformed."""
    if data.startswith(_ZIP):
        return
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise errors.locked(file)
        raise errors.old_format(file, "a workbook of the old .xls kind")
    if data.startswith(_OLD_BIFF):
        raise errors.old_format(file, "a workbook of the old .xls kind")
    raise errors.no_workbook(file, _looks_like(data))


def _looks_like(data: bytes) -> str:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        return "a web page or an XML file"
    if head.startswith(b"%pdf"):
        return "a PDF"
    if b"\x00" not in head and any(mark in head for mark in (b",", b";", b"\t")):
        return "a text file (CSV, perhaps: give it the suffix .csv)"
    return "something else"
