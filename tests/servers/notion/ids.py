"""Ids as Notion makes them: UUIDs, and four odd characters for a property."""

from __future__ import annotations

import random
import re
import string
from dataclasses import dataclass, field
from urllib.parse import quote, unquote
from uuid import UUID

_UNRESERVED = "-_.!~*'()"
_CHARACTERS = string.ascii_letters + "?~\\<>@[]^_{|}:;=`"
_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.I)
FIRST = "?~\\w"
"""The first property's id: it tells clients apart that encode once, twice or never."""


def encoded(property_id: str) -> str:
    """A property's id as it stands in answers and paths."""
    return quote(property_id, safe=_UNRESERVED)


def decoded(property_id: str) -> str:
    return unquote(property_id)


def dashed(text: str) -> str | None:
    """A UUID in its usual spelling; None where the text is none."""
    return str(UUID(text)) if _UUID.fullmatch(text) else None


@dataclass
class Ids:
    """New ids, the same ones in each run of the same seed."""

    seed: int = 0
    _random: random.Random = field(init=False)
    _first: bool = True

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 the same ids each run

    def uuid(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def property(self) -> str:
        if self._first:
            self._first = False
            return FIRST
        return "".join(self._random.choice(_CHARACTERS) for _ in range(4))
