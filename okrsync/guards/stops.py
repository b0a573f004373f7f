"""What a run may not do before a human has looked (guarantee 4), each tab with its numbers.

`--accept NAME` lets one guard pass for one run, on every tab; the names are those of `Guard`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from okrsync.evaluate.evaluation import Evaluation
from okrsync.evaluate.workspace import Recall
from okrsync.guards.columns import TabFinding, ours, theirs
from okrsync.guards.guard import Guard, GuardStop
from okrsync.guards.reading import not_agreed
from okrsync.guards.upgrade import otherwise
from okrsync.i18n import Message, Percent, joined
from okrsync.mapping.reading import TableReading
from okrsync.sources.job import is_range
from okrsync.state import SeenTable
from okrsync.writeback.cells import Cell, Key, Tables, same
from okrsync.writeback.rows import lines

EMPTY = Message("{source}, tab {tab}: there are no rows now, and there were {rows}.")
GONE = Message("{source}: the tab {tab} is gone; it had {rows} rows.")
UNREAD = Message("{source}, tab {tab}: no OKRs can be read there now, and there were {rows} rows.")
MOST_GONE = Message("{source}, tab {tab}: {gone} of the {rows} rows that were there are gone.")
MANY = Message(
    "{source}, tab {tab}: {count} of the {filled} cells that okrsync filled before in {period} "
    "would change, more than {limit} of them."
)
ALL = Message("all")
NOTHING = Message("Nothing was written.")
HINT = Message("If that is how it should be: {command}")

ENOUGH = 10
"""From so many known rows, or cells filled before, on a mass is looked at."""


@dataclass(frozen=True, slots=True)
class TabStop:
    """Why a tab is left as it is.

    `table` is its key in the job, None where it is gone; `seen` how it looked at the last run.
    `final`: no `--accept` lets it pass.
    """

    source: str
    table: str | None
    seen: SeenTable | None
    guard: Guard
    message: Message
    cell: str | None = None
    final: bool = False


def stops(
    evaluation: Evaluation, recall: Recall, tables: Tables, cells: Sequence[Cell]
) -> list[TabStop]:
    """Every tab that stops and why, accepted or not. To be asked while the state is open."""
    look = _Look(evaluation, recall, tables, cells)
    return [
        TabStop(
            source,
            table.table.key if table else None,
            seen,
            stop.guard,
            stop.text.filled(**stop.values),
            stop.cell,
            stop.final,
        )
        for source, seen, table, stop in look.all()
    ]


def readings(
    evaluation: Evaluation, recall: Recall, tables: Tables, cells: Sequence[Cell]
) -> list[tuple[TableReading, TabFinding]]:
    """The tables that nobody has agreed to read so, and why somebody should: they are not read
    for certain, or otherwise than by the version before."""
    found = _Look(evaluation, recall, tables, cells).readings()
    return [(table, stop) for _, _, table, stop in found if table is not None]


def open_ones(found: Iterable[TabStop], accepted: Collection[Guard]) -> list[TabStop]:
    """Those that nobody accepted."""
    return [stop for stop in found if stop.final or stop.guard not in accepted]


def hint(found: Sequence[TabStop], accepted: Collection[Guard], command: str) -> Message | None:
    """The command that lets all of them pass; None where one of them never does."""
    if any(stop.final for stop in found):
        return None
    names = sorted({*accepted, *(stop.guard for stop in found)})
    options = " ".join(f"--accept {name}" for name in names)
    return HINT.filled(command=f"{command} {options}")


def refusal(found: Sequence[TabStop], accepted: Collection[Guard], command: str) -> GuardStop:
    """What to raise where nothing at all is written."""
    said = {stop.message.say(): stop.message for stop in found}.values()
    return GuardStop(
        joined([*said, NOTHING], " "),
        guard=found[0].guard,
        hint=hint(found, accepted, command),
        cell=found[0].cell,
    )


def require(
    evaluation: Evaluation,
    recall: Recall,
    tables: Tables,
    cells: Sequence[Cell],
    accepted: Collection[Guard],
    command: str,
) -> None:
    """Let a run pass that does all or nothing, or raise GuardStop."""
    found = open_ones(stops(evaluation, recall, tables, cells), accepted)
    if found:
        raise refusal(found, accepted, command)


def pairs(
    source: str, recall: Recall, tables: Tables
) -> Iterator[tuple[SeenTable, TableReading | None]]:
    """Each table of a source with what it is now: of those with its lasting key or its name the
    one with most of its rows, since some programs number the tabs anew; else the only one left
    (a tab that was renamed in a file without lasting keys)."""
    seen = recall.sources.get(source)
    old = list(seen.tables) if seen else []
    left = [t for t in tables.by_key.values() if t.source == source]
    fits = []
    for at, each in enumerate(old):
        known, by_key = frozenset(each.entities or ()), tables.known_as(source, each.key)
        for table in left:
            of_name = table.table.name == each.name and not is_range(each.key)
            if table is by_key or of_name:
                shared = sum(ref.entity_id in known for ref in table.rows)
                fits.append(((shared, table is by_key), at, table))
    found: dict[int, TableReading] = {}
    for _, at, table in sorted(fits, key=lambda fit: fit[0], reverse=True):
        if at not in found and table in left:
            found[at] = table
            left.remove(table)
    # Another range than the one that is read says nothing.
    homeless = [at for at, each in enumerate(old) if at not in found and not is_range(each.key)]
    if len(left) == len(homeless) == 1:
        found[homeless[0]] = left[0]
    for at, each in enumerate(old):
        if at in found or at in homeless:
            yield each, found.get(at)


_Found = tuple[str, SeenTable | None, TableReading | None, TabFinding]


class _Look:
    """One look at everything that a run would do."""

    def __init__(
        self, evaluation: Evaluation, recall: Recall, tables: Tables, cells: Sequence[Cell]
    ) -> None:
        self.evaluation, self.recall, self.tables, self.cells = evaluation, recall, tables, cells
        self.here = {ref.entity_id for t in tables.by_key.values() for ref in t.rows}
        self.pairs = {name: list(pairs(name, recall, tables)) for name in evaluation.job.sources}

    def all(self) -> Iterator[_Found]:
        """Every stop, table by table; mass changes last."""
        for source, found in self.pairs.items():
            for old, table in found:
                values: dict[str, object] = {"source": source, "tab": old.name, "rows": old.rows}
                for stop in self._of_table(source, old, table, values):
                    yield source, old, table, stop
        yield from self.readings()
        yield from self._mass_changes()

    def readings(self) -> Iterator[_Found]:
        """Tables whose reading is not certain or not what it was, and nobody agreed to it."""
        for source, both in self.pairs.items():
            for old, table in both:
                if table is not None:
                    for stop in otherwise(self.evaluation, self.recall, old, table, self.cells):
                        yield source, old, table, stop
        found = (table for each in self.pairs.values() for _, table in each)
        seen = {table.table.key for table in found if table is not None}
        for table, stop in not_agreed(self.evaluation.job, self.recall, self.tables, seen):
            yield table.source, None, table, stop

    def _of_table(
        self, source: str, old: SeenTable, now: TableReading | None, values: dict[str, object]
    ) -> Iterator[TabFinding]:
        yield from self._rows(source, old, now, values)
        if now is not None:
            yield from theirs(old, now, values)
            yield from ours(old, now, self.recall, values)

    def _rows(
        self, source: str, old: SeenTable, now: TableReading | None, values: dict[str, object]
    ) -> Iterator[TabFinding]:
        known = self._known(source, old)
        missing = known - self.here
        if not old.rows or (known and not missing):
            return
        if now is None:
            stands = self._stands(source, old)
            yield TabFinding(Guard.ROWS, UNREAD if stands else GONE, values)
        elif not now.rows:
            yield TabFinding(Guard.ROWS, EMPTY, values)
        elif len(known) >= ENOUGH and 2 * len(missing) > len(known):
            gone = self._without_renamed(missing)
            if 2 * gone > len(known):
                about = {**values, "gone": gone, "rows": len(known)}
                yield TabFinding(Guard.ROWS, MOST_GONE, about)

    def _known(self, source: str, old: SeenTable) -> frozenset[str]:
        """The ids that a table had; a state of before knows them of a lone table only."""
        if old.entities is not None:
            return frozenset(old.entities)
        seen = self.recall.sources[source]
        return seen.entities if len(seen.tables) == 1 else frozenset()

    def _without_renamed(self, missing: frozenset[str]) -> int:
        """How many rows are gone, not counting those that stand there under a new id, since
        what they belong to was renamed."""
        plan, kept = self.evaluation.plan, self.recall.rows()
        new = Counter(
            (type(e), e.title) for e in plan.entities if e.id in self.here and e.id not in kept
        )
        old = Counter((type(kept[e]), kept[e].title) for e in missing if e in kept)
        return len(missing) - (old & new).total()

    def _stands(self, source: str, old: SeenTable) -> bool:
        """Whether a tab is still there, though nothing is read from it."""
        documents = [
            document
            for document in self.evaluation.job.documents
            if any(part.source == source for part in document.parts)
        ]
        tables = [t for d in documents for t in self.evaluation.snapshots[d.key].tables]
        return any(t.key == old.key or t.name == old.name for t in tables)

    def _mass_changes(self) -> Iterator[_Found]:
        limit = self.evaluation.job.config.guards.max_changes
        home = self._homes()
        filled: defaultdict[tuple[str, str], set[Key]] = defaultdict(set)
        for key, written in self.recall.written.items():
            of_now = written.period == self.evaluation.period.label
            if of_now and key[0] in self.pairs and written.value is not None:
                filled[key[0], home(key)].add(key)
        changing: Counter[tuple[str, str]] = Counter()
        for cell in self.cells:
            if cell.entity not in self.here:
                continue  # a value on a row that is gone: rows are another guard's
            place = (cell.table.source, self.tables.lasting(cell.table.table.key))
            there = cell.key in filled[place] and not same(cell.planned().before, None)
            changing[place] += there
        for place, count in changing.items():
            many = len(filled[place])
            if many >= ENOUGH and Decimal(count) > limit * many:
                table = self.tables.known_as(*place)
                old = next((o for o, t in self.pairs[place[0]] if t is table), None)
                yield place[0], old, table, self._many(place[0], table, count, many)

    def _homes(self) -> Callable[[Key], str]:
        """Whose table a cell is of: where its row stands now, else where it stood."""
        now = {
            (table.source, line.main.entity_id): self.tables.lasting(key)
            for key, table in self.tables.by_key.items()
            for line in lines(table)
        }
        before: dict[tuple[str, str], str] = {}
        for source, found in self.pairs.items():
            for old, table in found:
                key = self.tables.lasting(table.table.key) if table else old.key
                before |= {(source, entity): key for entity in self._known(source, old)}
        return lambda key: now.get(key[:2]) or before.get(key[:2], "")

    def _many(self, source: str, table: TableReading | None, count: int, filled: int) -> TabFinding:
        limit = self.evaluation.job.config.guards.max_changes
        values: dict[str, object] = {
            "source": source,
            "tab": table.table.name if table else "",
            "count": count,
            "filled": filled,
            "period": self.evaluation.period.label,
            "limit": Percent(f"{limit * 100:g}") if limit < 1 else ALL,
        }
        return TabFinding(Guard.CHANGES, MANY, values)
