"""One read of a location: what stands there, and each data source of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from connectors.notion.address import locate, tab_of
from connectors.notion.read import lookup
from connectors.notion.read.cache import KnownPlace, KnownSource, recall
from connectors.notion.read.data_source import DAY, SourceReading, again, read
from connectors.notion.read.tables import revision_of, table_of
from connectors.notion.schema import Property
from okrsync.connector import Location, Memory, Missing, Snapshot, UnknownTab, Want
from okrsync.http import current

if TYPE_CHECKING:
    from connectors.notion.api import Notion


def fetch(notion: Notion, location: Location, want: Want, memory: Memory) -> Snapshot:
    """A snapshot of the data sources that are meant. Raises the connectors' errors."""
    where = locate(location)
    reading = SourceReading(notion, want, recall(memory), _now(), location.text)
    place, sources = _located(reading, where)
    kept = reading.known.sources
    for source in sources:
        kept.pop(source.id, None)  # the last ones are those that were read last
        kept[source.id] = source
    _roll_codes(kept)
    reading.known.place = place
    return Snapshot(
        location=location,
        tables=[table_of(source) for source in sources],
        memory=reading.known.stored(),
        revision=revision_of(sources),
        document=place.document,
        complete=all(source.id in reading.fully for source in sources),
        notes=tuple(reading.notes),
    )


def _now() -> int:
    return round(current().clock.now().timestamp() * 1000)


def _located(reading: SourceReading, where: Location) -> tuple[KnownPlace, list[KnownSource]]:
    """What stands there, and what it holds. A remembered place may be out of date."""
    known = reading.known.place
    if known is not None and 0 <= reading.now - known.on < DAY:
        try:
            return known, _sources(reading, known, where)
        except (UnknownTab, Missing):
            pass
    place = lookup.look_up(reading.notion, where.address, reading.text, reading.now)
    return place, _sources(reading, place, where)


def _sources(reading: SourceReading, place: KnownPlace, where: Location) -> list[KnownSource]:
    named = (where.tab,) if where.tab else [tab_of(tab) for tab in reading.want.tabs] or (None,)
    meant = [found for tab in named for found in lookup.chosen(place, tab, reading.text)]
    sources = [read(reading, found) for found in dict.fromkeys(meant)]
    sources = [again(reading, source) for source in sources]
    for source in sources:
        # A row that was moved from one to another shows in its new one only.
        at = reading.home
        mine = [p for p in source.pages if at.get(p.id, source.id) == source.id]
        if len(mine) < len(source.pages):
            source.pages, source.packed = mine, None
    return sources


def _roll_codes(sources: Mapping[str, KnownSource]) -> None:
    """A rollup's numbers are of the kind of those that it goes over: a percent stays one."""
    for source in sources.values():
        by_id = {one.id: one for one in source.properties}
        source.properties = [_rolled(one, by_id, sources) for one in source.properties]


def _rolled(
    one: Property, here: Mapping[str, Property], sources: Mapping[str, KnownSource]
) -> Property:
    if not one.over:
        return one
    along, over = one.over
    far = sources.get(here[along].target or "") if along in here else None
    found = [each.code for each in far.properties if each.id == over] if far else []
    return replace(one, code=found[0]) if found else one
