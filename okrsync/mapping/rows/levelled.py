"""Tables whose rows stand on several levels, told apart by a column's words or by codes."""

from __future__ import annotations

from okrsync.mapping.fields import TITLES
from okrsync.mapping.layout import Layout
from okrsync.mapping.reader import ColumnReader, of
from okrsync.mapping.rows import parentage
from okrsync.mapping.rows.drafts import Draft
from okrsync.mapping.rows.walk import OddCell, Walk, Walked
from okrsync.mapping.vocabulary import types
from okrsync.mapping.vocabulary.codes import LevelCode
from okrsync.mapping.vocabulary.normal import is_filled, phrase, same, tokens
from okrsync.table import Scalar

_BY_DEPTH = ("objective", "key_result", "initiative")
_ABOVE = {
    "key_result": ("objective",),
    "kpi": ("objective",),
    "initiative": ("key_result", "objective"),
}
"""The columns that say what a row of a kind belongs to, the nearest first."""
_NUMBERS = ("baseline", "target", "current", "lower", "upper", "progress")
_WHOLE = (1, 100)
_RANKS = {"company": 0, "team": 1, "individual": 2}


class Levelled(Walk):
    """Each row says what it is; what stands above it is what it belongs to."""

    def __init__(self, layout: Layout, table: int, reader: ColumnReader) -> None:
        super().__init__(layout, table, reader)
        self.level = layout.types.get("level")
        self.words = reader.raw(self.level)
        self.scopes = reader.raw(layout.types.get("scope"))
        said = layout.mapping.levels
        self.by_parent = self._by_parent() if said is not None and said.by == "parent" else None
        self.by_numbers = said is not None and said.by == "numbers"
        self.measured = [reader.raw(layout.column(name)) for name in _NUMBERS]
        self.objectives: list[tuple[int, Draft]] = []
        self.result: Draft | None = None
        self.mentions: dict[tuple[str, str], Draft] = {}

    def walk(self) -> Walked:
        """The drafts of this table, in row order."""
        for at in range(len(self.rows)):
            if not self.broken(at):
                self._row(at)
        return self.out

    def _row(self, at: int) -> None:
        found = self._title(at)
        if found is None:
            self.untitled(at)
            return
        name, title = found
        reason = self.reason(at, name)
        if reason:
            self.leave(at, reason)
            return
        code = self.code(at, title)
        entity = self._entity(at, code)
        if entity is None:
            self._unknown(at, title)
            return
        own = entity if entity in self.columns and self.text(entity, at) else name
        draft = self.draft(entity, at, self.text(own, at) or title, self.columns[own])
        draft.scope = self._scope(at)
        if self.by_parent is not None and entity == "objective":
            self._number_of_objective(at)
        draft.parent = self._named_above(draft, own) or self._parent(draft)
        self._descend(draft)
        self.out.drafts.append(draft)

    def _title(self, at: int) -> tuple[str, str] | None:
        for name in ("title", *TITLES):
            text = self.text(name, at) if name in self.columns else None
            if text:
                return name, text
        return None

    def _by_parent(self) -> list[str]:
        """What each row is, from the rows that name it as theirs."""
        columns, reader = self.layout.columns, self.reader
        names = [self.columns[name] for name in TITLES if name in self.columns]
        texts = [reader.codes(columns.get("id")), *map(reader.texts, names)]
        target = reader.raw(columns.get("target"))
        current = reader.raw(columns.get("current"))
        return parentage.levels(
            [
                frozenset(text.casefold() for text in row if text)
                for row in zip(*texts, strict=True)
            ],
            [parentage.references(text) for text in reader.codes(columns.get("parent"))],
            [is_filled(a) or is_filled(b) for a, b in zip(target, current, strict=True)],
        )

    def _entity(self, at: int, code: LevelCode | None) -> str | None:
        if self.by_parent is not None:
            return self.by_parent[at]
        if self.by_numbers:
            told = any(is_filled(column[at]) for column in self.measured)
            return "key_result" if told else "objective"
        if self.level is not None:
            said = self._own_words(self.words[at]) or types.level_of(self.words[at])
            if said or self.words[at] not in (None, ""):
                return said
        if code is None:
            return None
        return code.entity or _BY_DEPTH[min(max(code.depth, 1), len(_BY_DEPTH)) - 1]

    def _own_words(self, value: Scalar) -> str | None:
        """What the mapping says that a word means."""
        levels = self.layout.mapping.levels
        if levels is None or not levels.words or not isinstance(value, str):
            return None
        return {phrase(word): entity for word, entity in levels.words.items()}.get(phrase(value))

    def _unknown(self, at: int, title: str) -> None:
        """A row whose level nobody can tell: noted at its level's cell."""
        word = self.words[at]
        if self.level is not None:
            shown = str(word) if word is not None else ""
            self.out.odd.append(OddCell(at, self.level, "level", shown, "level"))
        else:
            self.leave(at, "no level")

    def _number_of_objective(self, at: int) -> None:
        """A number to reach on a row that others belong to is asked about: it counts nowhere.

        But 100 and 1 are its own progress over again, as tools write it.
        """
        column = self.layout.column("target")
        cell = self.reader.raw(column)[at]
        number = of(self.reader.numbers(column)[at])
        if column is not None and is_filled(cell) and number not in _WHOLE:
            self.out.odd.append(OddCell(at, column, "target", str(cell), "objective"))

    def _scope(self, at: int) -> str | None:
        said = types.meaning("scope", self.scopes[at])
        word = self.words[at]
        if said or not isinstance(word, str):
            return said
        parts = (types.meaning("scope", part) for part in tokens(word))
        return next((part for part in parts if part), None)

    def _named_above(self, draft: Draft, own: str) -> Draft | None:
        """What stands above a row, where a column beside its title names it."""
        if draft.refs:
            return None
        for name in _ABOVE.get(draft.entity, ()):
            text = self.text(name, draft.at) if name in self.columns and name != own else None
            if text and same(text) != same(draft.title) and not self.reason(draft.at, name):
                return self._mention(name, draft.at, text)
        return None

    def _mention(self, name: str, at: int, text: str) -> Draft:
        found = self.mentions.get((name, same(text)))
        if found is None:
            found = self.draft(name, at, text, self.columns[name])
            found.own_row, found.ident, found.refs, found.code = False, None, (), None
            found.ident_column = None
            self.mentions[name, same(text)] = found
            self.out.drafts.append(found)
        return found

    def _parent(self, draft: Draft) -> Draft | None:
        if self.by_parent is not None:
            # What is above a row is what it names, and nothing where it names nothing.
            return None
        objective = self.objectives[-1][1] if self.objectives else None
        if draft.entity == "objective":
            rank = _RANKS.get(draft.scope or "", -1)
            above = [each for known, each in self.objectives if -1 < known < rank]
            return above[-1] if above else None
        if draft.entity == "initiative":
            return self.result or objective
        return objective

    def _descend(self, draft: Draft) -> None:
        if draft.entity == "objective":
            rank = _RANKS.get(draft.scope or "", -1)
            self.objectives = [each for each in self.objectives if -1 < each[0] < rank]
            self.objectives.append((rank, draft))
            self.result = None
        elif draft.entity == "key_result":
            self.result = draft
