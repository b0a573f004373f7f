"""One cell's XML: a text as an inline string, so that the shared strings stay as they are."""

from __future__ import annotations

import re
from decimal import Decimal

from connectors.excel.write.xml_bytes import escaped
from okrsync.i18n import Message

MAX_TEXT = 32_767
"""The longest text that a cell can hold, in UTF-16 units."""
MAX_NUMBER = Decimal("9.99999999999999E+307")

_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN_EXPONENTS = range(-15, 16)


class CellWriter:
    """Writes `c` elements under a sheet's prefix; what many cells hold is written once."""

    def __init__(self, prefix: bytes) -> None:
        self._prefix = prefix
        self._name = self._local(b"c")
        self.start = b"<" + self._name
        """How every cell begins; its `r` attribute follows, then its `rest`."""
        self.rests: dict[tuple[int | None, str | Decimal | None], bytes] = {}
        """What `rest` has made, by style and value."""

    def _local(self, local: bytes) -> bytes:
        return self._prefix + b":" + local if self._prefix else local

    def rest(self, style: int | None, value: str | Decimal | None) -> bytes:
        """What follows a cell's `r` attribute, to its end."""
        found = self.rests.get((style, value))
        if found is None:
            look = b' s="%d"' % style if style else b""
            found = look + (b"/>" if value is None else self._body(value))
            self.rests[style, value] = found
        return found

    def _body(self, value: str | Decimal) -> bytes:
        if isinstance(value, Decimal):
            inside, kind = self._element(b"v", b"", number(value).encode()), b""
        else:
            plain = value == value.strip() and "\n" not in value
            space = b"" if plain else b' xml:space="preserve"'
            inside = self._element(b"t", space, escaped(storable(value)))
            inside, kind = self._element(b"is", b"", inside), b' t="inlineStr"'
        return b"%s>%s</%s>" % (kind, inside, self._name)

    def _element(self, local: bytes, attributes: bytes, content: bytes) -> bytes:
        name = self._local(local)
        return b"<%s%s>%s</%s>" % (name, attributes, content, name)


def storable(text: str) -> str:
    """Text with what XML can't hold written as spreadsheets do, `_x0007_`."""
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def number(value: Decimal) -> str:
    """A number as a spreadsheet stores it."""
    if value.adjusted() in _PLAIN_EXPONENTS:
        return format(value.normalize(), "f")
    return repr(float(value))


def unfit(value: str | Decimal | None) -> Message | None:
    """Why a cell can't hold a value, None if it can."""
    if isinstance(value, str) and len(value) > MAX_TEXT // 2:
        units = len(value.encode("utf-16-le", "surrogatepass")) // 2
        if units > MAX_TEXT:
            return Message(
                "the text is longer than the {most} characters that a cell holds"
            ).filled(most=MAX_TEXT)
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value) <= MAX_NUMBER):
        return Message("a cell can't hold this number")
    return None
