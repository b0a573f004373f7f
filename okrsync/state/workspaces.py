"""Workspaces and what is remembered of their documents and sources."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from okrsync.state.checked_reads import checked_read
from okrsync.state.database import Database
from okrsync.state.records import SeenDocument, SeenSource, SeenTable, Workspace
from okrsync.state.schema import OF_A_WORKSPACE


class Workspaces:
    """Who there is. A workspace is never known by a path alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Workspace]:
        """Every workspace, by name."""
        found = self._database.rows("SELECT id, identity, name FROM workspaces ORDER BY name, id")
        return [Workspace(*row) for row in found]

    def known_by(self, identity: str) -> Workspace | None:
        """The workspace with this identity."""
        found = self._database.rows(
            "SELECT id, identity, name FROM workspaces WHERE identity = ?", (identity,)
        )
        return Workspace(*found[0]) if found else None

    def last_at(self, connector: str, address: str) -> list[Workspace]:
        """Workspaces that had a document at this address, the newest first: hints."""
        found = self._database.rows(
            "SELECT w.id, w.identity, w.name FROM workspaces w"
            " JOIN documents d ON d.workspace = w.id"
            " WHERE d.connector = ? AND d.address = ? ORDER BY w.created DESC, w.id",
            (connector, address),
        )
        return [Workspace(*row) for row in found]

    def create(self, identity: str, name: str, now: str) -> Workspace:
        """The workspace of this identity, made where there is none."""
        with self._database.transaction():
            known = self.known_by(identity)
            if known:
                return known
            made = Workspace(uuid.uuid4().hex, identity, name)
            self._database.run(
                "INSERT INTO workspaces (id, identity, name, created) VALUES (?, ?, ?, ?)",
                (made.id, identity, name, now),
            )
            return made

    def forget(self, workspace: str) -> None:
        """Erase everything about a workspace."""
        with self._database.transaction():
            for table in ("run_changes", "run_columns"):
                self._database.run(
                    f"DELETE FROM {table} WHERE run IN"  # noqa: S608 -- a name of ours
                    " (SELECT id FROM runs WHERE workspace = ?)",
                    (workspace,),
                )
            for table in OF_A_WORKSPACE:
                self._database.run(
                    f"DELETE FROM {table} WHERE workspace = ?",  # noqa: S608 -- a name of ours
                    (workspace,),
                )
            self._database.run("DELETE FROM workspaces WHERE id = ?", (workspace,))

    @checked_read
    def documents(self, workspace: str) -> list[SeenDocument]:
        """Every document of a workspace as it was last seen."""
        found = self._database.rows(
            "SELECT connector, address, document, revision, memory FROM documents"
            " WHERE workspace = ? ORDER BY connector, address",
            (workspace,),
        )
        return [
            SeenDocument(connector, address, document, revision, _object(memory))
            for connector, address, document, revision, memory in found
        ]

    def see_documents(self, workspace: str, documents: Iterable[SeenDocument]) -> None:
        """Remember documents; one that moved replaces what stood at its old address."""
        for seen in documents:
            self._database.run(
                "INSERT INTO documents (workspace, connector, address, document, revision,"
                " memory) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, connector, address)"
                " DO UPDATE SET document = excluded.document, revision = excluded.revision,"
                " memory = excluded.memory",
                (
                    workspace,
                    seen.connector,
                    seen.address,
                    seen.document,
                    seen.revision,
                    json.dumps(dict(seen.memory)),
                ),
            )

    def lose_document(self, workspace: str, connector: str, address: str) -> None:
        """A document is no longer at this address."""
        self._database.run(
            "DELETE FROM documents WHERE workspace = ? AND connector = ? AND address = ?",
            (workspace, connector, address),
        )

    @checked_read
    def sources(self, workspace: str) -> dict[str, SeenSource]:
        """Every source of a workspace as it was last seen, by name."""
        found = self._database.rows(
            "SELECT name, location, seen FROM sources WHERE workspace = ?", (workspace,)
        )
        return {name: _seen(name, location, seen) for name, location, seen in found}

    def see_source(self, workspace: str, seen: SeenSource) -> None:
        """Remember how a source looks."""
        of_tables = {entity for table in seen.tables for entity in table.entities or ()}
        facts = {
            "tables": [asdict(table) for table in seen.tables],
            "entities": sorted(seen.entities - of_tables),
        }
        self._database.run(
            "INSERT INTO sources (workspace, name, location, seen) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (workspace, name) DO UPDATE SET location = excluded.location,"
            " seen = excluded.seen",
            (workspace, seen.name, seen.location, json.dumps(facts)),
        )

    @checked_read
    def fixed(self, workspace: str) -> dict[str, object]:
        """What was settled once and stays: language, headers, words, period."""
        found = self._database.rows(
            "SELECT name, value FROM fixed WHERE workspace = ?", (workspace,)
        )
        return {name: json.loads(value) for name, value in found}

    def fix(self, workspace: str, facts: Mapping[str, object]) -> None:
        """Settle these; what is settled already is replaced."""
        self._database.many(
            "INSERT INTO fixed (workspace, name, value) VALUES (?, ?, ?)"
            " ON CONFLICT (workspace, name) DO UPDATE SET value = excluded.value",
            [(workspace, name, json.dumps(value)) for name, value in facts.items()],
        )


def _seen(name: str, location: str, text: str) -> SeenSource:
    facts = _object(text)
    tables, entities = facts.get("tables"), facts.get("entities")
    if not isinstance(tables, list) or not isinstance(entities, list):
        raise ValueError(f"what was seen of {name!r} can't be read")
    found = tuple(SeenTable(**table) for table in tables)
    of_tables = (entity for table in found for entity in table.entities or ())
    return SeenSource(name, location, found, frozenset((*entities, *of_tables)))


def _object(text: str) -> dict[str, object]:
    value = json.loads(text)
    return value if isinstance(value, dict) else {}
