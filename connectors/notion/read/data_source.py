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

from connectors.notion.errors import Rejected
from connectors.notion.read import blanked_options
from connectors.notion.read.cache import Found, Known, KnownSource
from connectors.notion.read.complete_rows import complete, reread
from connectors.notion.read.missing_rows import what_became_of
from connectors.notion.read.outdated import is_outdated, set_current
from connectors.notion.read.pages import Misfit, Page, PageReader
from connectors.notion.read.query import PAGE, Scan
from connectors.notion.schema import COMPUTED, TITLE, properties_of
from okrsync.connector import Want
from okrsync.i18n import Message

if TYPE_CHECKING:
    from connectors.notion.api import Notion

DAY = 24 * 3600 * 1000
MOST_RUNS = 20
MINUTE = 60 * 1000
OVERLAP = 2 * MINUTE
"""Edits show up in queries a little late, and their stamps are whole minutes."""
SETTLED = 3 * MINUTE


@dataclass(slots=True)
class SourceReading:
    """One read while it is made.

    `changed` are the sources of which a row's content changed, `fully` those read in full;
    `home` is the source in which a row was seen. `text` is what was typed.
    """

    notion: Notion
    want: Want
    known: Known
    now: int
    text: str
    notes: list[Message] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    fully: set[str] = field(default_factory=set)
    home: dict[str, str] = field(default_factory=dict)
    rows: int = 0

    def progress(self, done: int) -> None:
        """Tell how far it is."""
        if self.want.progress is not None:
            self.want.progress(self.rows + done, None)


def read(reading: SourceReading, found: Found) -> KnownSource:
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


def _is_fresh(reading: SourceReading, known: KnownSource) -> bool:
    """Whether what was edited since is enough."""
    return not (
        reading.want.full
        or is_outdated(known.id, known.properties)
        or not 0 <= reading.now - known.full_on < DAY
        or known.runs >= MOST_RUNS
    )


def _incremental(reading: SourceReading, known: KnownSource) -> KnownSource | None:
    """The source with what was edited since, None where that can't be told."""
    before = {page.id: page for page in known.pages}
    since = max(0, known.since - OVERLAP)
    again = sum(page.edited >= since for page in known.pages)
    if known.settled and again > PAGE:
        # Nothing of those minutes can be missing: what was edited after them is enough.
        since, again = known.since + MINUTE, 0
    blank = blanked_options.asked_along(known, again)
    if blank is None and not _keeps_its_words(reading, known):
        return None
    scan = _scan(reading, known, strict=True, blank=blank or ())
    try:
        edited = _newest(before, scan.since(since))
    except (Misfit, Rejected):
        return None
    if blanked_options.were_emptied(known, before, edited) and not _looked_at(reading, known):
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


def _keeps_its_words(reading: SourceReading, known: KnownSource) -> bool:
    """Whether the schema, looked at, has all words of ours; else it is read anew with the rows."""
    now = properties_of(reading.notion.data_source(known.id))
    if not blanked_options.lost_words(known, now):
        return True
    known.full_on = 0
    return False


def _looked_at(reading: SourceReading, known: KnownSource) -> bool:
    """Take the words that the selects have by now; False where the properties are others."""
    now = properties_of(reading.notion.data_source(known.id))
    if blanked_options.is_shaped_alike(known, now):
        known.properties = now
        return True
    known.full_on = 0
    return False


def _ordered(pages: Iterable[Page], before: Sequence[Page]) -> list[Page]:
    """In the order of creation. The service orders those of one minute anyhow: they keep the
    order in which they are known, else have that of their ids."""
    known = {page.id: place for place, page in enumerate(before)}
    last = len(known)
    return sorted(pages, key=lambda page: (page.created, known.get(page.id, last), page.id))


def _newest(before: Mapping[str, Page], read: Iterable[Page]) -> list[Page]:
    """The rows, each as it was last seen: a query may still show one as it was before a write
    whose answer is remembered."""
    return [
        old if (old := before.get(page.id)) is not None and old.edited > page.edited else page
        for page in read
    ]


def _untouched(old: Page | None, new: Page) -> bool:
    return old is not None and old.edited == new.edited and _same(old, new)


def _same(old: Page | None, new: Page) -> bool:
    """Whether a row holds what is remembered, as far as it was shown."""
    return old is not None and all(
        one == other or at in new.partial
        for at, (one, other) in enumerate(zip(old.values, new.values, strict=True))
    )


def _stamp(source: KnownSource, read: Sequence[Page], scan: Scan) -> None:
    """Note up to when the source's edits are known."""
    source.since = max([source.since, *(page.edited for page in read)])
    source.settled = scan.began - source.since >= SETTLED


def _scan(
    reading: SourceReading, source: KnownSource, *, strict: bool, blank: Sequence[str] = ()
) -> Scan:
    reader = PageReader(source.properties, strict=strict, shown=source.shown)
    return Scan(reading.notion, source.id, reader, blank, reading.progress)


def _in_full(reading: SourceReading, found: Found, known: KnownSource | None) -> KnownSource:
    """Every row; where they no longer fit what is known of the schema, under a fresh one."""
    if known is not None and _is_recent(reading, known):
        scan = _scan(reading, known, strict=True)
        try:
            read = _newest({page.id: page for page in known.pages}, scan.all())
            return _whole(reading, known, known, read, scan)
        except (Misfit, Rejected):
            pass  # such as a property that was asked for and is gone
    fresh = _looked_up(reading, found)
    if known is not None:
        fresh.watched, fresh.made = known.watched, known.made
    scan = _scan(reading, fresh, strict=False)
    return _whole(reading, fresh, known, scan.all(), scan)


def _is_recent(reading: SourceReading, known: KnownSource) -> bool:
    """Whether the schema need not be asked for: formats and options don't show on rows."""
    outdated = is_outdated(known.id, known.properties)
    return not outdated and 0 <= reading.now - known.full_on < DAY


def _looked_up(reading: SourceReading, found: Found) -> KnownSource:
    told = reading.notion.data_source(found.id)
    properties = properties_of(told)
    set_current(found.id, properties)
    return KnownSource(found.id, found.name, properties)


def _whole(
    reading: SourceReading,
    source: KnownSource,
    known: KnownSource | None,
    pages: Sequence[Page],
    scan: Scan,
) -> KnownSource:
    reread(reading.notion, source, pages, scan.reader)
    _complete(reading, source, pages)
    before = known.pages if known is not None else []
    rows = _ordered(pages, before)
    read = KnownSource(source.id, source.name, source.properties, rows)
    read.watched, read.made = source.watched, source.made
    read.full_on, read.shown = reading.now, len(scan.reader.met)
    _stamp(read, pages, scan)
    reading.home |= {page.id: read.id for page in pages}
    reading.fully.add(read.id)
    if [(p.id, p.values) for p in before] != [(p.id, p.values) for p in rows]:
        reading.changed.add(read.id)
    reading.notes += what_became_of(reading.notion, read, before)
    return read


def _complete(reading: SourceReading, source: KnownSource, pages: Sequence[Page]) -> None:
    for page, one in complete(reading.notion, pages, source.properties):
        reading.notes.append(
            Message(
                "“{database}”: Notion does not give the whole value of “{property}” of “{row}”, "
                "so it is left empty",
                {"database": source.name, "property": one.name, "row": title_of(source, page)},
            )
        )


def title_of(source: KnownSource, page: Page) -> str:
    """A row's title, for people."""
    index = next((i for i, one in enumerate(source.properties) if one.type == TITLE), None)
    return str(page.values[index] or page.id) if index is not None else page.id


def again(reading: SourceReading, source: KnownSource) -> KnownSource:
    """The source; in full where a change elsewhere may have changed what its rows compute."""
    computes = any(one.type in COMPUTED for one in source.properties)
    if source.id in reading.fully or not (computes and reading.changed):
        return source
    found = Found(source.id, source.name, "")
    return _in_full(reading, found, source)
