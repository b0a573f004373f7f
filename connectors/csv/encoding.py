"""From a file's bytes to its text and back, to the same bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from okrsync.connector import Malformed
from okrsync.i18n import Message

_AS_CSV = Message("open it in the program that made it and save it as CSV (UTF-8)")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_KINDS = (
    (b"PK\x03\x04", Message("a workbook or another zip file")),
    (b"\xd0\xcf\x11\xe0", Message("an old Office file")),
    (b"%PDF-", Message("a PDF")),
    (b"{\\rtf", Message("a text document")),
    (b"\x1f\x8b", Message("a compressed file")),
)
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_JUNK_SHARE = 10
"""One control character in so many characters is no text that people typed."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file's text is stored: the codec, and the mark before it (BOM)."""

    codec: str
    mark: bytes = b""

    def bytes_of(self, text: str) -> bytes:
        """The file's bytes for this text. Raises UnicodeEncodeError."""
        return self.mark + text.encode(self.codec)

    def holds(self, text: str) -> bool:
        """Whether every character of a text exists in this encoding."""
        try:
            text.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return True


def decode(data: bytes, file: str) -> tuple[str, Encoding]:
    """The text and how it was stored: a mark decides, else UTF-8, else Windows-1252.

    Raises Malformed, naming the line, for what is not text or whose encoding can't be known.
    """
    _refuse_other_kinds(data, file)
    mark, codec = next((m for m in _MARKS if data.startswith(m[0])), (b"", "utf-8"))
    body = data[len(mark) :]
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        if mark:
            raise _not_text(file, body[: error.start].decode(codec, "replace")) from error
        text, codec = _windows(body, error, file), "cp1252"
    _refuse_junk(text, file)
    return text, Encoding(codec, mark)


def _windows(body: bytes, error: UnicodeDecodeError, file: str) -> str:
    before = body[: error.start].decode("utf-8")
    if not before.isascii():
        # What stands before is UTF-8 that no other encoding gives by chance: the file is broken.
        raise _not_text(file, before) from error
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as unknown:
        raise _not_text(file, body[: unknown.start].decode("cp1252")) from unknown


def _refuse_other_kinds(data: bytes, file: str) -> None:
    kind = next((kind for start, kind in _OTHER_KINDS if data.startswith(start)), None)
    if kind is None and _WEB_PAGE.match(data):
        kind = Message("a web page or an XML file")
    if kind:
        raise Malformed(
            Message("{file}: this is {kind}, not a CSV file").filled(file=file, kind=kind),
            hint=_AS_CSV,
        )


def _refuse_junk(text: str, file: str) -> None:
    zero = text.find("\0")
    if zero >= 0:
        raise _not_text(file, text[:zero])
    controls = _CONTROLS.findall(text)
    if len(controls) * _JUNK_SHARE > len(text):
        raise _not_text(file, text[: text.index(controls[0])])


def _not_text(file: str, before: str) -> Malformed:
    line = line_at(before, len(before))
    said = Message("{file}: line {line} holds bytes that are not text")
    return Malformed(said.filled(file=file, line=line), hint=_AS_CSV)


def line_at(text: str, position: int) -> int:
    """The line, as a text editor counts it, of a position in a text."""
    return len(re.findall(r"\r\n?|\n", text[:position])) + 1
