"""An XML part as bytes to be patched: where its elements stand, and edits by position.

Nothing is serialised again, so whatever is not edited stays as its author wrote it. Parts
in another encoding are worked on as UTF-8 and turned back at the end.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from okrsync.connector import Malformed
from okrsync.i18n import Message

INSIDE = rb"""[^<>"'/]*(?:(?:"[^"<]*"|'[^'<]*'|/(?!>))[^<>"'/]*){0,1000}"""
"""What a tag holds behind its name: no element has a thousand attributes. There is one way to
match it, and none past the next `<`, so that a part that was made to be slow is not. Plain repeats
only: possessive ones around alternatives never match before Python 3.11.5."""
_TAG = re.compile(rb"<(/?)([^\s/<>!?]+)(?=[\s/>])(" + INSIDE + rb")(/?)>")
_ATTRIBUTE = re.compile(rb"""\s([^\s=<>/"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


class Element(NamedTuple):
    """Where an element stands: its tags from `start` to `open_end` and `close` to `end`.

    An element written as one tag has `close` equal to `open_end`.
    """

    name: bytes
    start: int
    open_end: int
    close: int
    end: int

    @property
    def empty_tag(self) -> bool:
        """Whether it is written as one tag, `<row/>`."""
        return self.open_end == self.end


class XmlBytes:
    """One part's bytes, with `source` as UTF-8 and `scan` the same with asides blanked.

    Raises Malformed where the bytes hold no element, or a document type.
    """

    def __init__(self, data: bytes, part: str) -> None:
        self.part = part
        self._mark, self._encoding = _encoding(data)
        self.source = self._decoded(data)
        plain = b"<!" not in self.source and self.source.find(b"<?", 2) < 0
        self.scan = self.source if plain else _without_asides(self.source)
        self.plain = plain and self._encoding == "utf-8"
        self.prefix = b""
        if b"<!DOCTYPE" in self.scan[:4096]:
            said = Message("{part} declares a document type, which workbooks never do")
            raise Malformed(said.filled(part=part))
        self.root = self._root()
        self.prefix = self.root.name.rpartition(b":")[0]
        self._edits: list[tuple[int, int, int, bytes]] = []

    def _decoded(self, data: bytes) -> bytes:
        body = data[len(self._mark) :]
        if self._encoding == "utf-8":
            return body
        try:
            return body.decode(self._encoding).encode()
        except (LookupError, UnicodeError) as error:
            raise Malformed(
                Message("{part} is not written in {encoding}").filled(
                    part=self.part, encoding=self._encoding
                )
            ) from error

    def _root(self) -> Element:
        found = _TAG.search(self.scan)
        if not found or found[1]:
            raise Malformed(Message("{part} holds no XML").filled(part=self.part))
        name, start, open_end = found[2], found.start(), found.end()
        if found[4]:
            return Element(name, start, open_end, open_end, open_end)
        close = self.scan.rfind(b"</" + name)
        if close < 0:
            raise Malformed(Message("{part} is cut off: it never ends").filled(part=self.part))
        return Element(name, start, open_end, close, self.scan.index(b">", close) + 1)

    def name(self, local: bytes) -> bytes:
        """The name as this part writes it, with the root's prefix."""
        return self.prefix + b":" + local if self.prefix else local

    def element_at(self, start: int) -> Element:
        """The element whose tag begins here. Raises Malformed where it does not end."""
        found = _TAG.match(self.scan, start)
        if not found:
            raise Malformed(
                Message("{part} is damaged at byte {byte}").filled(part=self.part, byte=start)
            )
        if found[4]:
            return Element(found[2], start, found.end(), found.end(), found.end())
        close, end = self._closing(found[2], found.end())
        return Element(found[2], start, found.end(), close, end)

    def _closing(self, name: bytes, at: int) -> tuple[int, int]:
        opened, depth = at, 1
        while depth:
            close = self.find_close(name, at)
            end = self.scan.index(b">", close) + 1
            depth += self._opened(name, opened, close) - 1
            opened = at = end
        return close, end

    def find_close(self, name: bytes, at: int) -> int:
        """Where the next closing tag of this name begins. Raises Malformed without one."""
        tag = b"</" + name
        close = self.scan.find(tag, at)
        while close >= 0 and self.scan[close + len(tag) : close + len(tag) + 1] not in b"> \t\r\n":
            close = self.scan.find(tag, close + 1)
        if close < 0:
            raise Malformed(
                Message("{part} is cut off: {element} never ends").filled(
                    part=self.part, element=name.decode(errors="replace")
                )
            )
        return close

    def _opened(self, name: bytes, start: int, end: int) -> int:
        tag, count, at = b"<" + name, 0, self.scan.find(b"<" + name, start, end)
        while at >= 0:
            found = _TAG.match(self.scan, at)
            count += bool(found and found[2] == name and not found[4])
            at = self.scan.find(tag, at + 1, end)
        return count

    def children(self, parent: Element) -> Iterator[Element]:
        """The elements directly inside another, in order."""
        at = parent.open_end
        while at < parent.close:
            found = _TAG.search(self.scan, at, parent.close)
            if not found:
                return
            child = self.element_at(found.start())
            yield child
            at = child.end

    def child(self, parent: Element, local: bytes) -> Element | None:
        """The first child of this local name, None without one."""
        wanted = self.name(local)
        return next((child for child in self.children(parent) if child.name == wanted), None)

    def attribute_span(self, element: Element, name: bytes) -> tuple[int, int] | None:
        """Where an attribute's value stands between its quotes, None without it."""
        for found in _ATTRIBUTE.finditer(self.source, element.start, element.open_end):
            if found[1] == name:
                return found.span(2 if found[2] is not None else 3)
        return None

    def attribute(self, element: Element, name: bytes) -> str | None:
        """An attribute's value, unescaped, None without it."""
        span = self.attribute_span(element, name)
        return None if span is None else unescaped(self.source[slice(*span)])

    def set_attribute(self, element: Element, name: bytes, value: str) -> None:
        """Plan an attribute's new value; it is added where it lacks."""
        span = self.attribute_span(element, name)
        raw = escaped(value)
        if span is not None:
            self.edit(*span, raw)
            return
        at = element.start + 1 + len(element.name)
        self.edit(at, at, b" " + name + b'="' + raw + b'"')

    def append(self, parent: Element, xml: bytes) -> None:
        """Plan new children behind the last one of an element."""
        if not parent.empty_tag:
            self.edit(parent.close, parent.close, xml)
            return
        slash = self.scan.rindex(b"/", parent.start, parent.end)
        self.edit(slash, parent.end, b">" + xml + b"</" + parent.name + b">")

    def edit(self, start: int, end: int, replacement: bytes) -> None:
        """Plan to replace a span; insertions at one place keep the order of the calls."""
        self._edits.append((start, end, len(self._edits), replacement))

    @property
    def changed(self) -> bool:
        """Whether anything is planned that differs from what stands there."""
        return any(self.source[start:end] != new for start, end, _, new in self._edits)

    def patched(self) -> bytes:
        """The part with every planned edit, in its own encoding."""
        pieces, at = [], 0
        for start, end, _, replacement in sorted(self._edits):
            if start < at:
                raise Malformed(
                    Message("{part}: two edits meet at byte {byte}").filled(
                        part=self.part, byte=start
                    )
                )
            pieces += [self.source[at:start], replacement]
            at = end
        body = b"".join([*pieces, self.source[at:]])
        if self._encoding != "utf-8":
            body = body.decode().encode(self._encoding, "xmlcharrefreplace")
        return self._mark + body


def _encoding(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (b"", encoding) if mark[:1] in b"<\0" else (mark, encoding)
    declared = _DECLARED.match(data[:200])
    name = declared[1].decode().lower() if declared else "utf-8"
    return b"", "utf-8" if name in {"utf8", "us-ascii", "ascii"} else name


def _without_asides(source: bytes) -> bytes:
    """The same length, with comments, CDATA and instructions as spaces: they hold no markup."""
    return _ASIDE.sub(lambda found: b" " * len(found[0]), source)


def escaped(text: str) -> bytes:
    """Text for an attribute or an element."""
    for raw, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(raw, entity)
    return text.replace("'", "&apos;").encode()


_ENTITY = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def unescaped(raw: bytes) -> str:
    """The text of an attribute's or an element's bytes."""
    return _ENTITY.sub(_character, raw.decode("utf-8", "replace"))


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in _NAMED:
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if code <= 0x10FFFF else "\ufffd"
