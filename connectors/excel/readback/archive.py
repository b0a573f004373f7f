"""The new file as a zip: opened anew, with the parts that were meant and no other one touched."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping

from connectors.excel.readback.difference import Difference
from okrsync.i18n import Message

ARCHIVE = Message("the file would not hold its parts as it should: {what}")

_HEADER = struct.Struct("<26x2H")
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)


class Archive:
    """One file's parts, by the zip's own names. Raises Difference where it can't be opened."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Difference(ARCHIVE, error) from error
        self.count = len(self._zip.infolist())
        self.entries = {entry.orig_filename: entry for entry in self._zip.infolist()}

    def read(self, name: str) -> bytes:
        """A part's content. Raises Difference where its sum or its size is wrong."""
        try:
            return self._zip.read(self.entries[name])
        except (*_BROKEN, KeyError) as error:
            raise Difference(ARCHIVE, name) from error

    def packed(self, name: str) -> bytes:
        """A part's content as it is packed."""
        entry = self.entries[name]
        at = entry.header_offset
        lengths = _HEADER.unpack_from(self.data, at)
        start = at + _HEADER.size + sum(lengths)
        return self.data[start : start + entry.compress_size]


def require_parts(
    old: Archive, new: Archive, parts: Mapping[str, bytes], gone: Collection[str] = ()
) -> None:
    """Each rewritten part holds what was made, every other one is as it was but for those that
    are `gone`. Raises Difference."""
    names = [name for name in dict.fromkeys([*old.entries, *parts]) if name not in gone]
    if list(new.entries) != names or len(new.entries) != new.count:
        raise Difference(ARCHIVE, ", ".join(sorted(set(names) ^ set(new.entries))) or "zip")
    for name in names:
        if name in parts:
            if new.read(name) != parts[name]:
                raise Difference(ARCHIVE, name)
        elif _about(old, name) != _about(new, name) or old.packed(name) != new.packed(name):
            raise Difference(ARCHIVE, name)


def _about(archive: Archive, name: str) -> tuple[object, ...]:
    entry = archive.entries[name]
    return entry.CRC, entry.file_size, entry.compress_size, entry.compress_type, entry.date_time
