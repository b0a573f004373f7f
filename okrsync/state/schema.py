"""The tables, as migrations: each brings a state from one version to the next.

Only what SQLite and PostgreSQL both understand. Times are ISO 8601 in UTC, days ISO 8601,
decimals and JSON are text; a flag is 0 or 1. `entity` is always the id of the row's own
entity. A migration that was released never changes; a new one is added below it.
"""

from __future__ import annotations

FIRST = (
    """CREATE TABLE workspaces (
        id TEXT PRIMARY KEY, identity TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        created TEXT NOT NULL)""",
    """CREATE TABLE documents (
        workspace TEXT NOT NULL, connector TEXT NOT NULL, address TEXT NOT NULL,
        document TEXT, revision TEXT NOT NULL, memory TEXT NOT NULL,
        PRIMARY KEY (workspace, connector, address))""",
    """CREATE TABLE sources (
        workspace TEXT NOT NULL, name TEXT NOT NULL, location TEXT NOT NULL,
        seen TEXT NOT NULL, PRIMARY KEY (workspace, name))""",
    """CREATE TABLE fixed (
        workspace TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (workspace, name))""",
    """CREATE TABLE locks (
        workspace TEXT PRIMARY KEY, token TEXT NOT NULL, who TEXT NOT NULL, host TEXT NOT NULL,
        pid INTEGER NOT NULL, since TEXT NOT NULL, expires TEXT NOT NULL)""",
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY, workspace TEXT NOT NULL, command TEXT NOT NULL,
        started TEXT NOT NULL, ended TEXT, as_of TEXT NOT NULL, state TEXT NOT NULL,
        checker TEXT NOT NULL, settings TEXT NOT NULL, job TEXT NOT NULL,
        counts TEXT NOT NULL, undoes INTEGER, undone_by INTEGER)""",
    "CREATE INDEX runs_by_workspace ON runs (workspace, id)",
    """CREATE TABLE run_changes (
        run INTEGER NOT NULL, seq INTEGER NOT NULL, source TEXT NOT NULL, tab TEXT NOT NULL,
        cell TEXT NOT NULL, header TEXT NOT NULL, entity TEXT NOT NULL, entity_id TEXT NOT NULL,
        title TEXT NOT NULL, field TEXT NOT NULL, shown TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL, landed INTEGER NOT NULL,
        PRIMARY KEY (run, seq))""",
    """CREATE TABLE run_columns (
        run INTEGER NOT NULL, seq INTEGER NOT NULL, source TEXT NOT NULL, tab TEXT NOT NULL,
        field TEXT NOT NULL, header TEXT NOT NULL, landed INTEGER NOT NULL,
        PRIMARY KEY (run, seq))""",
    """CREATE TABLE entities (
        workspace TEXT NOT NULL, entity TEXT NOT NULL, run INTEGER NOT NULL,
        kind TEXT NOT NULL, body TEXT,
        PRIMARY KEY (workspace, entity, run))""",
    """CREATE TABLE check_ins (
        workspace TEXT NOT NULL, entity TEXT NOT NULL, seq INTEGER NOT NULL,
        on_day TEXT NOT NULL, value TEXT, confidence TEXT, status TEXT, note TEXT,
        author TEXT, run INTEGER NOT NULL, PRIMARY KEY (workspace, entity, seq))""",
    """CREATE TABLE written (
        workspace TEXT NOT NULL, source TEXT NOT NULL, entity TEXT NOT NULL,
        field TEXT NOT NULL, value TEXT NOT NULL, period TEXT NOT NULL, run INTEGER NOT NULL,
        PRIMARY KEY (workspace, source, entity, field))""",
    """CREATE TABLE closed (
        workspace TEXT NOT NULL, entity TEXT NOT NULL, ended TEXT NOT NULL,
        PRIMARY KEY (workspace, entity))""",
)

MIGRATIONS = (FIRST,)
VERSION = len(MIGRATIONS)

OF_A_WORKSPACE = (
    "documents", "sources", "fixed", "locks", "entities", "check_ins", "written", "closed", "runs"
)  # fmt: skip
"""Tables with a `workspace` column: what `forget` erases, besides the runs' changes."""
