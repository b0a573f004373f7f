"""One data source: all its rows, or those edited since the last time.

It is read in full the first time, when that is asked for, once a day, after twenty incremental
reads, and whenever its rows don't fit the remembered schema. Rollups and formulas may change
without a trace on their own row: where a source has them, a change of content anywhere in the
location leads to a full read of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.notion.completing import complete
from connectors.notion.failures import Rejected
from connectors.notion.missing import what_became_of
from connectors.notion.pages import Misfit, Page, Reader
from connectors.notion.querying import PAGE, Scan
from connectors.notion.remembering import OUTDATED, Found, Known, Source
from connectors.notion.schema import COMPUTED, TITLE, Property, properties_of
from okrsync.connector import Want

if TYPE_CHECKING:
    from connectors.notion.client import Notion

DAY = 24 * 3600 * 1000
MOST_RUNS = 20
OVERLAP = 2 * 60 * 1000
"""Edits show up in queries a little late, and their stamps are whole minutes."""
SETTLED = 3 * 60 * 1000


@dataclass(slots=True)
class Reading:
    """One read while it is made.

    `changed` are the sources of which a row's content changed, `fully` those read in full;
    `home` is the source in which a row was seen. `text` is what was typed.
    """

    notion: Notion
    want: Want
    known: Known
    now: int
    text: str
    notes: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    fully: set[str] = field(default_factory=set)
    home: dict[str, str] = field(default_factory=dict)
    rows: int = 0

    def progress(self, done: int) -> None:
        """Tell how far it is."""
        if self.want.progress is not None:
            self.want.progress(self.rows + done, None)


def read(reading: Reading, found: Found) -> Source:
    """A data source as it is now, by what was edited where that is enough."""
    known = reading.known.sources.get(found.id)
    if known is not None and _is_fresh(reading, known):
        known.name = found.name
        read = _incremental(reading, known)
        if read is not None:
            reading.rows += len(read.pages)
            return read
    read = _in_full(reading, found, known)
    reading.rows += len(read.pages)
    return read


def _is_fresh(reading: Reading, known: Source) -> bool:
    """Whether what was edited since is enough."""
    return not (
        reading.want.full
        or known.id in OUTDATED
        or not 0 <= reading.now - known.full_on < DAY
        or known.runs >= MOST_RUNS
        or known.only != _only(reading.want, known.properties)
    )


def _only(want: Want, properties: Iterable[Property]) -> tuple[str, ...] | None:
    """The ids of the wanted properties, None where all are."""
    if want.columns is None:
        return None
    return tuple(
        one.id for one in properties if one.type == TITLE or {one.id, one.name} & want.columns
    )


def _incremental(reading: Reading, known: Source) -> Source | None:
    """The source with what was edited since, None where that can't be told."""
    before = {page.id: page for page in known.pages}
    since = max(0, known.since - OVERLAP)
    again = sum(page.edited >= since for page in known.pages)
    scan = _scan(reading, known, strict=True)
    try:
        if known.settled and again > PAGE:
            edited = scan.latest(since, lambda found: _are_old(found, known.since, before))
        else:
            edited = scan.since(since)
    except (Misfit, Rejected):
        return None
    _complete(reading, known, edited)
    if not all(_same(before.get(page.id), page) for page in edited):
        reading.changed.add(known.id)
    reading.home |= {page.id: known.id for page in edited}
    merged = {**before, **{page.id: page for page in edited}}
    if not all(_untouched(before.get(page.id), page) for page in edited):
        known.pages = _ordered(merged.values(), known.pages)
        known.packed = None
    known.runs += 1
    _stamp(known, edited, scan)
    return known


def _ordered(pages: Iterable[Page], before: Sequence[Page]) -> list[Page]:
    """In the order of creation. The service orders those of one minute anyhow: they keep the
    order in which they are known, else have that of their ids."""
    known = {page.id: place for place, page in enumerate(before)}
    last = len(known)
    return sorted(pages, key=lambda page: (page.created, known.get(page.id, last), page.id))


def _are_old(found: Sequence[Page], since: int, before: Mapping[str, Page]) -> bool:
    """Whether the latest edits end here: the older ones are known, and all are as they were."""
    old = [page for page in found if page.edited <= since]
    return bool(old) and all(_untouched(before.get(page.id), page) for page in old)


def _untouched(old: Page | None, new: Page) -> bool:
    return old is not None and old.edited == new.edited and _same(old, new)


def _same(old: Page | None, new: Page) -> bool:
    """Whether a row holds what is remembered, as far as it was shown."""
    return old is not None and all(
        one == other or at in new.partial
        for at, (one, other) in enumerate(zip(old.values, new.values, strict=True))
    )


def _stamp(source: Source, read: Sequence[Page], scan: Scan) -> None:
    """Note up to when the source's edits are known."""
    source.since = max((page.edited for page in read), default=source.since)
    source.settled = scan.began - source.since >= SETTLED


def _scan(reading: Reading, source: Source, *, strict: bool) -> Scan:
    reader = Reader(source.properties, strict=strict, shown=source.shown)
    return Scan(reading.notion, source.id, reader, source.only or (), reading.progress)


def _in_full(reading: Reading, found: Found, known: Source | None) -> Source:
    """Every row; where they no longer fit what is known of the schema, under a fresh one."""
    if known is not None and _is_recent(reading, known):
        only = _only(reading.want, known.properties)
        known.shown = known.shown if only == known.only else 0
        known.only = only
        scan = _scan(reading, known, strict=True)
        try:
            return _whole(reading, known, known, scan.all(), scan)
        except (Misfit, Rejected):
            pass  # such as a property that was asked for and is gone
    fresh = _looked_up(reading, found)
    fresh.only = _only(reading.want, fresh.properties)
    scan = _scan(reading, fresh, strict=False)
    return _whole(reading, fresh, known, scan.all(), scan)


def _is_recent(reading: Reading, known: Source) -> bool:
    """Whether the schema need not be asked for: formats and options don't show on rows."""
    return known.id not in OUTDATED and 0 <= reading.now - known.full_on < DAY


def _looked_up(reading: Reading, found: Found) -> Source:
    told = reading.notion.data_source(found.id)
    OUTDATED.discard(found.id)
    return Source(found.id, found.name, properties_of(told))


def _whole(
    reading: Reading, source: Source, known: Source | None, pages: Sequence[Page], scan: Scan
) -> Source:
    _complete(reading, source, pages)
    before = known.pages if known is not None else []
    rows = _ordered(pages, before)
    read = Source(source.id, source.name, source.properties, rows, only=source.only)
    read.full_on, read.shown = reading.now, len(scan.reader.met)
    _stamp(read, pages, scan)
    reading.home |= {page.id: read.id for page in pages}
    reading.fully.add(read.id)
    if [(p.id, p.values) for p in before] != [(p.id, p.values) for p in rows]:
        reading.changed.add(read.id)
    reading.notes += what_became_of(reading.notion, read, before)
    return read


def _complete(reading: Reading, source: Source, pages: Sequence[Page]) -> None:
    for page, one in complete(reading.notion, pages, source.properties):
        reading.notes.append(
            f"“{source.name}”: the value of “{one.name}” of “{title_of(source, page)}” can't be "
            "had completely, and is left empty"
        )


def title_of(source: Source, page: Page) -> str:
    """A row's title, for people."""
    index = next((i for i, one in enumerate(source.properties) if one.type == TITLE), None)
    return str(page.values[index] or page.id) if index is not None else page.id


def again(reading: Reading, source: Source) -> Source:
    """The source; in full where a change elsewhere may have changed what its rows compute."""
    computes = any(one.type in COMPUTED for one in source.properties)
    if source.id in reading.fully or not (computes and reading.changed):
        return source
    found = Found(source.id, source.name, "")
    return _in_full(reading, found, source)
