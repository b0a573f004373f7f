"""What is kept between runs, so that an unchanged database costs one request.

A remembered data source is its schema, its rows (compressed: about a tenth of their JSON), and
up to when its edits are known. All of it is JSON; what can't be read is as if never kept.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.notion import cell_values as cells
from connectors.notion.read.pages import Page
from connectors.notion.schema import Property, property_of
from okrsync.connector import Memory

FORM = 1
"""The version of this shape: what another version kept is read anew."""
LARGEST = 12_000_000
"""Characters of one data source's rows: more is not kept, and read in full each time."""
MOST_SOURCES = 100


@dataclass(slots=True)
class KnownSource:
    """One data source as it is known.

    `since` is the latest edit that a read has shown (milliseconds since 1970); `settled` says
    that this was long enough ago then, and that nothing was written since: no edit of that
    minute can be missing. `full_on` is our own time at the last complete read and `runs` how
    many others came after it. `shown` is how many properties each row showed, 0 if there was
    none. `watched` are the selects that we write to, with the colours of our words, `made` the
    properties that we added. `packed` is how the rows were kept, as long as none has changed.
    """

    id: str
    name: str
    properties: list[Property]
    pages: list[Page] = field(default_factory=list)
    since: int = 0
    settled: bool = False
    full_on: int = 0
    runs: int = 0
    shown: int = 0
    watched: dict[str, dict[str, str]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    packed: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A data source at an address, and the database that it is in."""

    id: str
    name: str
    database: str


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """What an address led to: the document's lasting id and the data sources there.

    `choose` says that one of them has to be named. `on` is our own time when it was looked up.
    """

    document: str
    found: Sequence[Found]
    choose: bool = False
    on: int = 0


@dataclass(slots=True)
class Known:
    """All that is remembered of a location."""

    place: KnownPlace | None = None
    sources: dict[str, KnownSource] = field(default_factory=dict)

    def stored(self) -> Memory:
        """As JSON."""
        kept = list(self.sources.values())[-MOST_SOURCES:]
        return {
            "form": FORM,
            "place": _stored_place(self.place) if self.place else None,
            "sources": [_stored_source(source) for source in kept],
        }


def recall(memory: Memory) -> Known:
    """What an earlier run kept; nothing where it can't be read."""
    if memory.get("form") != FORM:
        return Known()
    try:
        place: Any = memory.get("place")
        sources: Any = memory.get("sources") or ()
        recalled = [_source(one) for one in sources]
        return Known(_place(place) if place else None, {one.id: one for one in recalled})
    except (ValueError, TypeError, KeyError, LookupError, AttributeError, zlib.error):
        return Known()


def _stored_place(place: KnownPlace) -> dict[str, Any]:
    found = [[one.id, one.name, one.database] for one in place.found]
    return {
        "document": place.document,
        "found": found,
        "choose": place.choose,
        "on": place.on,
    }


def _place(stored: Mapping[str, Any]) -> KnownPlace:
    found = tuple(Found(str(i), str(name), str(base)) for i, name, base in stored["found"])
    return KnownPlace(str(stored["document"]), found, bool(stored["choose"]), int(stored["on"]))


def _stored_source(source: KnownSource) -> dict[str, Any]:
    rows = source.packed or _packed(source.pages)
    fits = len(rows) <= LARGEST
    return {
        "id": source.id,
        "name": source.name,
        "properties": [one.stored() for one in source.properties],
        "rows": rows if fits else None,
        "since": source.since,
        "settled": source.settled,
        "full_on": source.full_on if fits else 0,
        "runs": source.runs,
        "shown": source.shown,
        "watched": source.watched,
        "made": sorted(source.made),
    }


def _source(stored: Mapping[str, Any]) -> KnownSource:
    return KnownSource(
        id=str(stored["id"]),
        name=str(stored["name"]),
        properties=[property_of(one) for one in stored["properties"]],
        pages=_unpacked(stored["rows"]) if stored["rows"] else [],
        since=int(stored["since"]),
        settled=bool(stored["settled"]),
        full_on=int(stored["full_on"]),
        runs=int(stored["runs"]),
        shown=int(stored["shown"]),
        watched={
            str(ident): {str(word): str(colour) for word, colour in words.items()}
            for ident, words in stored.get("watched", {}).items()
        },
        made={str(ident) for ident in stored.get("made", ())},
        packed=stored["rows"],
    )


def _packed(pages: Sequence[Page]) -> str:
    rows = [[p.id, p.created, p.edited, *p.values] for p in pages]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=cells.kept)
    packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 6)
    return base64.b64encode(packed).decode("ascii")


def _unpacked(stored: str) -> list[Page]:
    text = zlib.decompress(base64.b64decode(stored)).decode("utf-8", "surrogatepass")
    return [
        Page(str(ident), int(created), int(edited), [cells.recalled(one) for one in values])
        for ident, created, edited, *values in json.loads(text)
    ]
