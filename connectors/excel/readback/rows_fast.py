"""Rows of a large sheet that need no closer look: what is spelled the same is parsed once.

A parser takes as long for what nobody touched as for what was written. Rows are paired by their
place; one that is equal in both versions, byte for byte, is left out of both. One of which only
cells of ours changed is cut where those begin: what stands before is compared byte for byte, its
tag is parsed once for all rows that spell it so, and so is each cell of ours without its address,
all of them in one go at the end. What is left out was parsed when the original was read, so that
what remains tells all of what differs. A sheet that is spelled otherwise is parsed whole.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.excel.readback.cells import CellCheck
from connectors.excel.readback.difference import Difference
from connectors.excel.readback.plan import Intent, Value
from connectors.excel.readback.tree import Element, parsed
from okrsync.table import a1

_CELL, _ROW, _END = b'<c r="', b'<row r="', b"</row>"
_CLOSE = (b"</c>", b"/>")
_ABSENT = object()


class RowCheck:
    """Judges rows one by one; `shown` are the rows, by column, whose cells of ours were judged.

    `space` is the sheet's namespace, so that a cell alone is parsed as it is in the sheet.
    """

    def __init__(self, check: CellCheck, intent: Intent, space: str) -> None:
        self._check = check
        self._head = b'<worksheet xmlns="%s">' % space.encode()
        self._ours = {
            a1(1, column)[:-1].encode(): (
                column,
                intent.values.get(column, {}),
                intent.blank.get(column, range(0)),
            )
            for column in intent.columns
        }
        self._first = _CELL + a1(1, min(intent.columns))[:-1].encode()
        self._indexes: dict[bytes, int] = {}
        self._claims: dict[bytes, Value] = {}
        self._claimed: set[tuple[bytes, Value]] = set()
        self._tags: set[tuple[bytes, bytes, int]] = set()
        self.shown: dict[int, set[int]] = {column: set() for column in intent.columns}

    def settles(self, was: bytes, now: bytes) -> bool:
        """Whether a row, its closing tag left out, is as it should be if `holds`. False: look
        closer."""
        i, j = was.find(_CELL), now.find(_CELL)
        cut = now.find(self._first, j)
        end = i + cut - j
        if i < 0 or not j < cut or was[i:end] != now[j:cut] or not now.startswith(_ROW):
            return False
        begin = now.index(b'"', len(_ROW))
        digits = now[len(_ROW) : begin]
        at = now.rfind(_CELL, j, cut) + len(_CELL)
        letters = now[at : now.index(b'"', at)].removesuffix(digits)
        last = self._indexes.get(letters)
        if last is None:
            last = self._indexes[letters] = self._check.index(letters.decode("latin-1"))
        places = self._cells(now[cut:], digits, last)
        if not places or was[:begin] != now[:begin]:
            return False
        tags = was[begin:i], now[begin:j], self._ours[places[-1]][0]
        if tags not in self._tags and not self._same_tags(*tags):
            return False
        if len(was) > end and not _are_cells(was[end:], places, digits):
            return False
        number = int(digits)
        for letters in places:
            self.shown[self._ours[letters][0]].add(number)
        return True

    def _cells(self, tail: bytes, digits: bytes, last: int) -> list[bytes]:
        """The columns of a row's cells of ours; none if one is not ours, or can't be right."""
        places: list[bytes] = []
        number, width, claims = int(digits), len(digits), self._claims
        for piece in tail[len(_CELL) :].split(_CELL):
            place, _, body = piece.partition(b'"')
            letters = place[:-width]
            ours = self._ours.get(letters)
            if ours is None or place[-width:] != digits or ours[0] <= last:
                return []
            last, values, blank = ours
            value = values.get(number, _ABSENT)
            if value is _ABSENT:
                if number not in blank:
                    return []
                value = None
            if claims.get(body, _ABSENT) != value:
                if not body.endswith(_CLOSE):
                    return []
                claims[body] = value  # type: ignore[assignment] # it is not _ABSENT any more
                self._claimed.add((body, value))  # type: ignore[arg-type] # the same
            places.append(letters)
        return places

    def holds(self) -> bool:
        """Whether each cell that was met, parsed now, holds what a row was settled for."""
        met = list(self._claimed)
        rows = b"".join(b'<row><c r=""%s</row>' % body for body, _ in met)
        try:
            made = parsed(self._head + rows + b"</worksheet>")
        except Difference:
            return False
        return len(made) == len(met) and all(
            len(row) == 1 and self._check.right(row[0], value)
            for row, (_, value) in zip(made, met, strict=True)
        )

    def _same_tags(self, was: bytes, now: bytes, last: int) -> bool:
        """Whether two tags of a row, from behind its number on, say the same but for `spans`.

        Those take in the last cell.
        """
        rows = self._tag(was), self._tag(now)
        if rows[0] is None or rows[1] is None or b"<" in was or b"<" in now:
            return False
        if _but_spans(rows[0].attrib) != _but_spans(rows[1].attrib):
            return False
        _, _, end = rows[1].get("spans", f"1:{last + 1}").partition(":")
        if not end.isdigit() or int(end) < last + 1:
            return False
        self._tags.add((was, now, last))
        return True

    def _tag(self, rest: bytes) -> Element | None:
        try:
            return parsed(self._head + _ROW + rest + b"</row></worksheet>")[0]
        except Difference:
            return None


def _are_cells(tail: bytes, places: list[bytes], digits: bytes) -> bool:
    """Whether what stood there before were cells in the same places, without a formula."""
    pieces = tail.split(_CELL)
    if pieces[0] or len(pieces) - 1 != len(places) or b"<f" in tail:
        return False
    ends = digits + b'"'
    return all(
        piece.startswith(place + ends) and piece.endswith(_CLOSE)
        for piece, place in zip(pieces[1:], places, strict=True)
    )


def _but_spans(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name != "spans"}


def reduced(old: bytes, new: bytes, check: RowCheck) -> tuple[bytes, bytes] | None:
    """Both without the rows that are equal or settled; None if that can't be told."""
    if b"<!" in new or new.find(b"<?", 2) >= 0:  # a comment or its like could hide a tag
        return None
    olds, news = old.split(_END), new.split(_END)
    if len(olds) != len(news) or len(olds) == 1:
        return None
    before, after = [olds[0]], [news[0]]
    for was, now in zip(olds[1:-1], news[1:-1], strict=True):
        # An empty row before this one is part of its tag, which then holds a second one.
        if was.startswith(_ROW) and (was == now or check.settles(was, now)):
            continue
        before.append(was)
        after.append(now)
    if not check.holds():
        return None
    return _END.join([*before, olds[-1]]), _END.join([*after, news[-1]])
