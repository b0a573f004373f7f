"""Check-ins, the rows as each run found them, and what was scored for the last time."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from decimal import Decimal

from okrsync.model import CheckIn, Entity, Initiative, KeyResult, Kpi, Objective, Plan
from okrsync.state.checked_reads import checked_read
from okrsync.state.database import Database

KINDS: Mapping[str, type[Entity]] = {
    "objectives": Objective,
    "key_results": KeyResult,
    "initiatives": Initiative,
    "kpis": Kpi,
}


class Memories:
    """What was known of a workspace's entities, and when. It only grows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @checked_read
    def check_ins(self, workspace: str, entity: str | None = None) -> list[CheckIn]:
        """All check-ins, of one entity or of all, oldest first."""
        found = self._database.rows(
            "SELECT entity, on_day, value, confidence, status, note, author FROM check_ins"
            " WHERE workspace = ? AND (entity = ? OR ? IS NULL) ORDER BY on_day, entity, seq",
            (workspace, entity, entity),
        )
        return [_check_in(*row) for row in found]

    def check_in(self, workspace: str, run: str, check_ins: Iterable[CheckIn]) -> None:
        """Add check-ins below those that there are."""
        last = dict(
            self._database.rows(
                "SELECT entity, MAX(seq) FROM check_ins WHERE workspace = ? GROUP BY entity",
                (workspace,),
            )
        )
        rows = []
        for new in check_ins:
            last[new.entity_id] = last.get(new.entity_id, 0) + 1
            rows.append(
                (
                    workspace,
                    new.entity_id,
                    last[new.entity_id],
                    new.on.isoformat(),
                    _text(new.value),
                    _text(new.confidence),
                    new.status,
                    new.note,
                    new.author,
                    int(run),
                )
            )
        self._database.many(
            "INSERT INTO check_ins (workspace, entity, seq, on_day, value, confidence, status,"
            " note, author, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def keep_rows(self, workspace: str, run: str, plan: Plan, before: Container[str]) -> int:
        """Keep each entity that differs from how it was last kept, and note as gone those of
        `before` (ids that the same sources had) that the plan lacks; how many."""
        known = self._latest(workspace)
        rows: list[tuple[str | int | None, ...]] = []
        for kind in KINDS:
            for entity in getattr(plan, kind):
                # Where a row stands is no part of it: a sort changes nothing.
                body = entity.model_dump_json(exclude_defaults=True, exclude={"source"})
                if known.pop(entity.id, None) != (kind, body):
                    rows.append((workspace, entity.id, int(run), kind, body))
        rows += [
            (workspace, entity, int(run), kind, None)
            for entity, (kind, body) in known.items()
            if body is not None and entity in before
        ]
        self._database.many(
            "INSERT INTO entities (workspace, entity, run, kind, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, entity, run)"
            " DO UPDATE SET kind = excluded.kind, body = excluded.body",
            rows,
        )
        return len(rows)

    def plan(self, workspace: str, run: str) -> Plan:
        """The Plan as a run found it, so that its day can be computed again."""
        kept = self._latest(workspace, int(run))
        found: dict[str, list[Entity]] = {kind: [] for kind in KINDS}
        for kind, body in kept.values():
            if body is not None:
                found[kind].append(KINDS[kind].model_validate_json(body))
        check_ins = self._database.rows(
            "SELECT entity, on_day, value, confidence, status, note, author FROM check_ins"
            " WHERE workspace = ? AND run <= ? ORDER BY on_day, entity, seq",
            (workspace, int(run)),
        )
        return Plan.model_validate({**found, "check_ins": [_check_in(*row) for row in check_ins]})

    def carry(self, workspace: str, ids: Mapping[str, str]) -> None:
        """Go on with what is known of entities under other ids (old → new)."""
        for table in ("entities", "check_ins", "closed"):
            self._database.many(
                f"UPDATE {table} SET entity = ? WHERE workspace = ? AND entity = ?",  # noqa: S608 -- ours
                [(new, workspace, old) for old, new in ids.items()],
            )

    def revalue(self, workspace: str, factors: Mapping[str, Decimal]) -> None:
        """Multiply the values of these entities' check-ins: what they were read from reads as
        another number now."""
        for entity, factor in factors.items():
            found = self._database.rows(
                "SELECT value, seq FROM check_ins"
                " WHERE workspace = ? AND entity = ? AND value IS NOT NULL",
                (workspace, entity),
            )
            self._database.many(
                "UPDATE check_ins SET value = ? WHERE workspace = ? AND entity = ? AND seq = ?",
                [(str(Decimal(value) * factor), workspace, entity, seq) for value, seq in found],
            )

    def rows(self, workspace: str, ids: Container[str] | None = None) -> dict[str, Entity]:
        """Every entity as it was last kept, or those of these ids; not those that are gone."""
        return {
            entity: KINDS[kind].model_validate_json(body)
            for entity, (kind, body) in self._latest(workspace).items()
            if body is not None and (ids is None or entity in ids)
        }

    def titles(self, workspace: str) -> dict[str, str]:
        """The last known title of every entity there ever was."""
        found = self._database.rows(
            "SELECT entity, kind, body FROM entities WHERE workspace = ? AND body IS NOT NULL"
            " ORDER BY run",
            (workspace,),
        )
        return {e: KINDS[kind].model_validate_json(body).title for e, kind, body in found}

    @checked_read
    def closed(self, workspace: str) -> dict[str, date]:
        """Entities that were scored after their period's end, and that end."""
        found = self._database.rows(
            "SELECT entity, ended FROM closed WHERE workspace = ?", (workspace,)
        )
        return {entity: date.fromisoformat(ended) for entity, ended in found}

    def close(self, workspace: str, ended: Mapping[str, date]) -> None:
        """Note entities that have now been scored for the last time."""
        self._database.many(
            "INSERT INTO closed (workspace, entity, ended) VALUES (?, ?, ?)"
            " ON CONFLICT (workspace, entity) DO UPDATE SET ended = excluded.ended",
            [(workspace, entity, day.isoformat()) for entity, day in ended.items()],
        )

    def reopen(self, workspace: str, entities: Iterable[str]) -> None:
        """These may be scored and written again."""
        self._database.many(
            "DELETE FROM closed WHERE workspace = ? AND entity = ?",
            [(workspace, entity) for entity in entities],
        )

    @checked_read
    def _latest(self, workspace: str, run: int | None = None) -> dict[str, tuple[str, str | None]]:
        found = self._database.rows(
            "SELECT e.entity, e.kind, e.body FROM entities e JOIN"
            " (SELECT entity, MAX(run) AS run FROM entities WHERE workspace = ? AND run <= ?"
            "  GROUP BY entity) l ON l.entity = e.entity AND l.run = e.run"
            " WHERE e.workspace = ? ORDER BY e.entity",
            (workspace, run if run is not None else 2**62, workspace),
        )
        return {entity: (kind, body) for entity, kind, body in found}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _check_in(
    entity: str,
    on: str,
    value: str | None,
    confidence: str | None,
    status: str | None,
    note: str | None,
    author: str | None,
) -> CheckIn:
    return CheckIn(
        entity_id=entity,
        on=date.fromisoformat(on),
        value=None if value is None else Decimal(value),
        confidence=None if confidence is None else Decimal(confidence),
        status=status,
        note=note,
        author=author,
    )
