"""A workbook as a zip of parts, opened with suspicion: sizes, names and relations are checked.

The file's bytes are read once; everything after that (reading, patching) works on those
bytes, so that what was parsed and what was hashed are the same.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from connectors.excel import errors, xml
from okrsync.i18n import Message

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

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part: its kind (`worksheet`, `table` …) and the part it points to."""

    kind: str
    target: str
    external: bool = False


class Package:
    """The parts of a workbook, by name, whatever case, slashes or `./` the zip wrote them with."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Opens the bytes' zip directory. Raises Denied, Refused, Malformed."""
        self.path = path
        self.file = str(path)
        self.data = data
        self.sha256 = hashlib.sha256(data).hexdigest()
        _require_zip(data, self.file)
        self._zip = _open_zip(data, self.file)
        self.entries: Sequence[zipfile.ZipInfo] = self._zip.infolist()
        self._parts = _by_name(self.entries, self.file)
        self._unpacked = 0

    @property
    def is_ods(self) -> bool:
        """Whether this is an OpenDocument spreadsheet."""
        return "mimetype" in self._parts and self.read("mimetype").startswith(_ODS)

    @property
    def names(self) -> Sequence[str]:
        """The names of all parts, in lower case."""
        return list(self._parts)

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._parts

    def entry(self, part: str) -> zipfile.ZipInfo:
        """The zip's entry of a part. Raises Malformed where it is absent."""
        found = self._parts.get(part.lower())
        if found is None:
            raise errors.broken(self.file, Message("the part {part} is missing").filled(part=part))
        return found

    def read(self, part: str, most: int = MAX_PART) -> bytes:
        """A part's content, unpacked within bounds (`most` bytes). Raises Malformed."""
        info = self.entry(part)
        self._unpacked += info.file_size
        _check_size(info, most, self._unpacked, self.file)
        try:
            return self._zip.read(info)
        except _BROKEN_ZIP as error:
            raise errors.broken(
                self.file,
                Message("the part {part} is damaged ({reason})").filled(part=part, reason=error),
            ) from error

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


def _open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN_ZIP as error:
        raise errors.broken(
            name,
            Message("the file is damaged or was not copied whole ({reason})").filled(reason=error),
            Message("copy or download it again, or open an earlier version"),
        ) from error
    if len(opened.infolist()) > MAX_ENTRIES:
        said = Message("it holds more than {most} parts")
        raise errors.broken(name, said.filled(most=MAX_ENTRIES))
    return opened


def _by_name(entries: Sequence[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    """Each entry under its part name in lower case: part names are equal whatever their case."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in entries:
        part = info.filename.replace("\\", "/").lstrip("/")
        if ".." in part.split("/") or part[1:2] == ":":
            said = Message("it holds an entry that leaves its folder: “{part}”")
            raise errors.broken(name, said.filled(part=part))
        if part.endswith("/"):
            continue
        key = posixpath.normpath(part).lower()
        if key in found:
            raise errors.broken(
                name, Message("it holds two parts called “{part}”").filled(part=part)
            )
        found[key] = info
    return found


def _check_size(info: zipfile.ZipInfo, most: int, total: int, name: str) -> None:
    if info.flag_bits & 0x1:
        raise errors.locked(name)
    dense = info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size
    if info.file_size > most or total > MAX_UNPACKED or dense:
        raise errors.broken(
            name,
            Message("the part {part} would unpack to {size} MB, more than a workbook needs").filled(
                part=info.filename, size=info.file_size // 1024**2
            ),
            Message(
                "check where the file comes from; a real one gets smaller when you delete its "
                "empty formatted rows"
            ),
        )


def _relation(folder: str, attributes: xml.Attributes) -> Relation:
    kind = attributes.get("Type", "").rpartition("/")[2]
    target = attributes.get("Target", "")
    if attributes.get("TargetMode") == "External":
        return Relation(kind, target, external=True)
    target = unquote(target.replace("\\", "/"))
    return Relation(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))


def _require_zip(data: bytes, file: str) -> None:
    """Let a zip pass, and say kindly what anything else is. Raises Denied, Refused, Malformed."""
    if data.startswith(_ZIP):
        return
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise errors.locked(file)
        raise errors.old_format(file, OLD_XLS)
    if data.startswith(_OLD_BIFF):
        raise errors.old_format(file, OLD_XLS)
    raise errors.not_a_workbook(file, _looks_like(data))


OLD_XLS = Message("a workbook of the old .xls kind")


def _looks_like(data: bytes) -> Message:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        return Message("a web page or an XML file")
    if head.startswith(b"%pdf"):
        return Message("a PDF")
    if b"\x00" not in head and any(mark in head for mark in (b",", b";", b"\t")):
        return Message("a text file (CSV, perhaps: give it the suffix .csv)")
    return Message("something else")
