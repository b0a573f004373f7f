"""A workbook as a zip of parts, opened with suspicion: sizes, names and relations are checked.

`open_package` reads the file's bytes once; everything after that (reading, patching) works on
those bytes, so that what was parsed and what was hashed are the same.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from connectors.excel import errors, file, xml
from connectors.excel.book import Book, Relation, SheetPart, read_book

MAX_PART = 256 * 1024 * 1024
"""The largest part that is unpacked, in bytes: a sheet."""
SMALL_PART = 32 * 1024 * 1024
"""The largest of those that hold no cells: styles, relations, tables."""
MAX_RATIO = 200
"""How many times smaller than its content a large part may be: a bomb is over 1000."""
RATIO_FROM = 16 * 1024 * 1024
"""Parts below this size may be as dense as they like."""
MAX_UNPACKED = 512 * 1024 * 1024
"""How much is unpacked in all, in bytes."""
MAX_ENTRIES = 20_000

__all__ = ["Book", "Package", "Relation", "SheetPart", "open_package"]

_ODS = b"application/vnd.oasis.opendocument"
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
    IndexError,
)


class Package:
    """The parts of a workbook, by name, whatever case, slashes or `./` the zip wrote them with."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Opens the bytes' zip directory. Raises Denied, Refused, Malformed."""
        self.path = path
        self.file = str(path)
        self.data = data
        self.sha256 = hashlib.sha256(data).hexdigest()
        file.require_zip(data, self.file)
        self._zip = _open_zip(data, self.file)
        self.entries: Sequence[zipfile.ZipInfo] = self._zip.infolist()
        self._parts = _by_name(self.entries, self.file)
        self._unpacked = 0
        self._book: Book | None = None

    @property
    def is_ods(self) -> bool:
        """Whether this is an OpenDocument spreadsheet."""
        return "mimetype" in self._parts and self.read("mimetype").startswith(_ODS)

    @property
    def sheets(self) -> Sequence[SheetPart]:
        """All tabs with cells, in the workbook's order."""
        return self.book.sheets

    @property
    def date1904(self) -> bool:
        """Whether day 0 is 1904-01-01 instead of 1899-12-30."""
        return self.book.date1904

    @property
    def book(self) -> Book:
        """What workbook.xml says, read at the first need. Raises Malformed, Refused."""
        if self._book is None:
            self._book = read_book(self)
        return self._book

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._parts

    def entry(self, part: str) -> zipfile.ZipInfo:
        """The zip's entry of a part. Raises Malformed where it is absent."""
        found = self._parts.get(part.lower())
        if found is None:
            raise errors.broken(self.file, f"the part {part} is missing")
        return found

    def read(self, part: str, most: int = MAX_PART) -> bytes:
        """A part's content, unpacked within bounds (`most` bytes). Raises Malformed."""
        info = self.entry(part)
        self._unpacked += info.file_size
        _check_size(info, most, self._unpacked, self.file)
        try:
            return self._zip.read(info)
        except _BROKEN_ZIP as error:
            raise errors.broken(self.file, f"the part {part} is damaged ({error})") from error

    def rels(self, part: str) -> Mapping[str, Relation]:
        """A part's relations by id, their targets as part names. Raises Malformed."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            return {}
        found: dict[str, Relation] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element.rpartition(xml.SEPARATOR)[2] == "Relationship":
                found[attributes.get("Id", "")] = _relation(folder, attributes)

        xml.walk(self.read(rels, SMALL_PART), self.file, rels, start)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """The names of the parts of one kind that a part points to and that are there."""
        relations = self.rels(part).values()
        return [r.target for r in relations if r.kind == kind and self.has(r.target)]


def open_package(path: Path) -> Package:
    """The workbook at a path, its tabs found. Raises Missing, Denied, Refused, Malformed."""
    package = Package(path, file.read_bytes(path))
    _ = package.book
    return package


def _open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN_ZIP as error:
        raise errors.broken(
            name,
            f"the file is damaged or was not copied whole ({error})",
            "copy or download it again, or open a version from before",
        ) from error
    if len(opened.infolist()) > MAX_ENTRIES:
        raise errors.broken(name, f"it holds more than {MAX_ENTRIES} parts")
    return opened


def _by_name(entries: Sequence[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    """Each entry under its part name in lower case: part names are equal whatever their case."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in entries:
        part = info.filename.replace("\\", "/").lstrip("/")
        if ".." in part.split("/") or part[1:2] == ":":
            raise errors.broken(name, f"it holds an entry that leaves its folder: {part!r}")
        if part.endswith("/"):
            continue
        key = posixpath.normpath(part).lower()
        if key in found:
            raise errors.broken(name, f"it holds two parts called {part!r}")
        found[key] = info
    return found


def _check_size(info: zipfile.ZipInfo, most: int, total: int, name: str) -> None:
    if info.flag_bits & 0x1:
        raise errors.locked(name)
    dense = info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size
    if info.file_size > most or total > MAX_UNPACKED or dense:
        raise errors.broken(
            name,
            f"the part {info.filename} would unpack to {info.file_size // 1024**2} MB, "
            "more than a workbook needs",
            "check where the file comes from; a real one gets smaller when its "
            "empty formatted rows are deleted",
        )


def _relation(folder: str, attributes: xml.Attributes) -> Relation:
    kind = attributes.get("Type", "").rpartition("/")[2]
    target = attributes.get("Target", "")
    if attributes.get("TargetMode") == "External":
        return Relation(kind, target, external=True)
    target = unquote(target.replace("\\", "/"))
    return Relation(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
