"""Tables whose rows are all of one kind, with what stands above and below them in columns."""

from __future__ import annotations

import re

from okrsync.mapping.apply.sections import alternate
from okrsync.mapping.layout import Layout
from okrsync.mapping.reader import ColumnReader
from okrsync.mapping.rows import rowfilter
from okrsync.mapping.rows.drafts import Draft, Ref
from okrsync.mapping.rows.walk import Walk, Walked
from okrsync.mapping.vocabulary import codes
from okrsync.mapping.vocabulary.normal import is_filled, same, tokens
from okrsync.table import Scalar
from okrsync.values import is_null

_ABOVE = {
    "objective": (),
    "key_result": ("objective",),
    "kpi": ("objective",),
    "initiative": ("objective", "key_result", "kpi"),
}
_NUMBERS = ("baseline", "target", "current")
_HEADING = 2
"""So many words a heading between the rows of a table has at most."""
_BULLET = re.compile(r"^\s*(?:[-*•–—◦▪‣·]|\(?\d{1,2}[.)]|[a-z][.)])\s+", re.IGNORECASE)
_LINK = re.compile(r"\s*\((?:https?://|\.\./|[^()]*%20)[^()]*\)")


class Uniform(Walk):
    """Each row is one entity; an objective above it may be repeated, filled down or merged."""

    def __init__(self, layout: Layout, table: int, reader: ColumnReader) -> None:
        super().__init__(layout, table, reader)
        self.entity = layout.verdict.entity or "objective"
        self.main = self.columns[self.entity]
        self.above = tuple(name for name in _ABOVE[self.entity] if name in self.columns)
        below = self.entity != "initiative" and "initiative" in self.columns
        self.below = "initiative" if below else None
        self.filled_down = {name: _filled_down(self.titles[name]) for name in self.above}
        self.sections = self._sections()
        self.current: dict[str, Draft | None] = {}
        self.mentions: dict[tuple[object, ...], Draft] = {}
        self.last: Draft | None = None

    def walk(self) -> Walked:
        """The drafts of this table, in row order."""
        for at in range(len(self.rows)):
            if not self._errors or not self.broken(at):
                self._row(at)
        return self.out

    def _sections(self) -> frozenset[int]:
        """Rows that hold nothing but a heading between the others, such as "Marketing".

        Only where every key result repeats its objective: elsewhere such a row is the objective
        of what follows. A longer text is an objective that has no key results yet.
        """
        names, own = self.texts.get("objective"), self.texts[self.entity]
        if names is None and self.entity != "objective":
            return self._headings()
        rows = [at for at, title in enumerate(own) if title]
        if self.entity != "key_result" or names is None or len(rows) < 2:
            return frozenset()
        if not all(names[at] for at in rows):
            return frozenset()
        used = {same(names[at] or "") for at in rows}
        return frozenset(
            at
            for at in range(rows[-1])
            if (text := names[at]) and not own[at] and same(text) not in used
            and len(tokens(text)) <= _HEADING and self.alone(at)
        )  # fmt: skip

    def _headings(self) -> frozenset[int]:
        """Rows with a title alone that take turns with fuller ones: groups, and no objectives."""
        own = self.texts[self.entity]
        filled = [at for at, row in enumerate(self.rows) if any(map(is_filled, row.values))]
        heads = frozenset(at for at in filled if own[at] and self.alone(at))
        return heads if alternate(filled, heads) else frozenset()

    def _row(self, at: int) -> None:
        if at in self.sections:
            self.leave(at, "section")
            return
        title, own = self.texts[self.entity][at], self.reason(at, self.entity)
        action = self.texts[self.below][at] if self.below else None
        texts = [self.texts[name][at] for name in self.above]
        reasons = [self._reason_above(at, name, title or action) for name in self.above]
        if not (title or action or any(texts)):
            self.untitled(at)
            return
        out = next((r for r in (*reasons, own if title else None) if r and r != "template"), None)
        if out:
            self.leave(at, out)
            return
        if title and own:
            self.leave(at, own)
            if not any(text and not codes.bare(text) for text in texts):
                return
        for place, name in enumerate(self.above):
            self._place(at, place, name, None if reasons[place] else texts[place])
        self._fill(at, None if own else title, action)

    def _reason_above(self, at: int, name: str, below: str | None) -> str | None:
        """Why what stands above is none; a code alone refers to it, where a row follows."""
        text = self.texts[name][at]
        reason = self.reason(at, name) if text else None
        return None if reason == "template" and below and codes.bare(text or "") else reason

    def _place(self, at: int, place: int, name: str, text: str | None) -> None:
        """Note which objective (or key result) the row stands under."""
        if text:
            found = self._mention(name, at, text)
            if found is not self.current.get(name):
                self.current[name] = found
                for lower in self.above[place + 1 :]:
                    self.current[lower] = None
                self.last = None
        elif not self.filled_down[name]:
            self.current[name] = None

    def _mention(self, name: str, at: int, text: str) -> Draft:
        parent = self.current.get("objective") if name != "objective" else None
        ref = self._named_id(name, at) if self._refs else None
        ident = ref.text if ref else None
        key = (name, same(text), ident, self.periods[at], id(parent))
        found = self.mentions.get(key)
        if found is None:
            shown = _LINK.sub("", text).strip() if text.endswith(")") else text
            found = self.draft(name, at, shown or text, self.columns[name])
            found.own_row, found.parent, found.ident = False, parent, ident
            found.ident_shown = ref.shown if ref else None
            found.refs = ()
            self.mentions[key] = found
            self.out.drafts.append(found)
        return found

    def _named_id(self, name: str, at: int) -> Ref | None:
        return next((ref for ref in self.refs(self.entity, at) if ref.entity == name), None)

    def _fill(self, at: int, title: str | None, action: str | None) -> None:
        if title and not self._continues(at, title, action):
            self.last = self._own(at, title)
        elif not title and not action:
            self._row_of_its_own(at)
        if action and not is_null(action):
            self._actions(at, action, own_row=not title)

    def _own(self, at: int, title: str) -> Draft:
        draft = self.draft(self.entity, at, title, self.main)
        for name in reversed(self.above):
            above = self.current.get(name)
            if above is not None:
                draft.parent = above
                draft.refs = tuple(ref for ref in draft.refs if not self._said(ref))
                break
        self.out.drafts.append(draft)
        return draft

    def _said(self, ref: Ref) -> bool:
        """Whether a reference only repeats what stands above the row already."""
        mention = self.current.get(ref.entity or "")
        return mention is not None and mention.ident == ref.text

    def _row_of_its_own(self, at: int) -> None:
        """The row holds an objective and no key result: it is the objective's own.

        So is the first row that names it; a later one only where it says something more.
        """
        name = next((name for name in reversed(self.above) if self.texts[name][at]), None)
        draft = self.current.get(name) if name else None
        if draft is None or name is None or draft.own_row:
            return
        column = self.columns[name]
        more = any(
            value is not None and value != ""
            for index, value in enumerate(self.rows[at].values)
            if index != column
        )
        if at == draft.at or (more and not self.reader.continues(at, column)):
            row = self.layout.cell(at, column)[0]
            draft.own_row, draft.at, draft.row = True, at, row
            draft.key = self.rows[at].key
            draft.refs = tuple(ref for ref in self.refs(name, at) if ref.entity is None)

    def _continues(self, at: int, title: str, action: str | None) -> bool:
        """Whether the row goes on about the one above: merged, or repeated for an action."""
        last = self.last
        if last is None:
            return False
        if self.reader.continues(at, self.main):
            return True
        if not action or same(last.title) != same(title):
            return False
        return all(self._equal(name, at, last.at) for name in _NUMBERS)

    def _equal(self, name: str, at: int, before: int) -> bool:
        values: list[Scalar] = self.reader.raw(self.layout.column(name))
        return values[at] is None or values[at] == values[before]

    def _actions(self, at: int, cell: str, *, own_row: bool) -> None:
        column = self.columns["initiative"]
        parent = self.last or next(
            (self.current[name] for name in reversed(self.above) if self.current.get(name)), None
        )
        texts = _bullets(cell)
        for text in texts:
            if rowfilter.reason(text):
                continue
            draft = self.draft("initiative", at, text, column)
            draft.own_row, draft.parent = own_row and len(texts) == 1, parent
            draft.ident = draft.ident if own_row else None
            if not own_row:
                draft.refs, draft.code = (), None
            self.out.drafts.append(draft)


def _filled_down(values: list[Scalar]) -> bool:
    """Whether blanks mean "as above": they do, unless the column repeats its texts itself."""
    filled = [same(value) for value in values if isinstance(value, str) and value.strip()]
    return len(set(filled)) == len(filled) or len(filled) < 0.5 * len(values)


def _bullets(cell: str) -> list[str]:
    """The lines of a cell that lists several actions, each behind a bullet; else the cell."""
    lines = [line for line in cell.splitlines() if line.strip()]
    if len(lines) > 1 and all(_BULLET.match(line) for line in lines):
        return [_BULLET.sub("", line).strip() for line in lines]
    return [cell]
