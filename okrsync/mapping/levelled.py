"""Tables whose rows stand on several levels, told apart by a column's words or by codes."""

from __future__ import annotations

from okrsync.mapping import types
from okrsync.mapping.assign import TITLES
from okrsync.mapping.codes import Code
from okrsync.mapping.drafts import Draft
from okrsync.mapping.layout import Layout
from okrsync.mapping.normal import tokens
from okrsync.mapping.reader import Reader
from okrsync.mapping.walk import Odd, Walk, Walked

_BY_DEPTH = ("objective", "key_result", "initiative")
_RANKS = {"company": 0, "team": 1, "individual": 2}


class Levelled(Walk):
    """Each row says what it is; what stands above it is what it belongs to."""

    def __init__(self, layout: Layout, table: int, reader: Reader) -> None:
        super().__init__(layout, table, reader)
        self.level = layout.types.get("level")
        self.words = reader.raw(self.level)
        self.scopes = reader.raw(layout.types.get("scope"))
        self.objectives: list[tuple[int, Draft]] = []
        self.result: Draft | None = None

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
        draft.parent = self._parent(draft)
        self._descend(draft)
        self.out.drafts.append(draft)

    def _title(self, at: int) -> tuple[str, str] | None:
        for name in ("title", *TITLES):
            text = self.text(name, at) if name in self.columns else None
            if text:
                return name, text
        return None

    def _entity(self, at: int, code: Code | None) -> str | None:
        if self.level is not None:
            said = types.meaning("level", self.words[at])
            if said or self.words[at] not in (None, ""):
                return said
        if code is None:
            return None
        return code.entity or _BY_DEPTH[min(max(code.depth, 1), len(_BY_DEPTH)) - 1]

    def _unknown(self, at: int, title: str) -> None:
        """A row whose level nobody can tell: noted at its level's cell."""
        word = self.words[at]
        if self.level is not None:
            shown = str(word) if word is not None else ""
            self.out.odd.append(Odd(at, self.level, "level", shown, "level"))
        else:
            self.leave(at, "no level")

    def _scope(self, at: int) -> str | None:
        said = types.meaning("scope", self.scopes[at])
        word = self.words[at]
        if said or not isinstance(word, str):
            return said
        parts = (types.meaning("scope", part) for part in tokens(word))
        return next((part for part in parts if part), None)

    def _parent(self, draft: Draft) -> Draft | None:
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
