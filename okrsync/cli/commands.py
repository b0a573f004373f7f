"""Every command: its name, the file it lives in, and what `--help` says of it.

A command's file is imported when the command runs, so that `--help` costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `module` is a file of this folder that has a function `run`."""

    name: str
    module: str
    help: str


COMMANDS = {
    command.name: command
    for command in (
        Command("init", "init", "Look at a sheet and write okrsync.toml."),
        Command("check", "check", "Say what could be better, row by row."),
        Command("status", "status", "Show objectives and key results as a tree."),
        Command("plan", "plan", "Show each cell that sync would change."),
        Command("sync", "sync", "Read, check, score and write the status columns back."),
        Command("summary", "summary", "Keep a tab with the tree in a Google Sheet."),
        Command("undo", "undo", "Put back the cells that a sync changed."),
        Command("export", "export", "Print the whole plan as JSON."),
        Command("schema", "schema", "Print the JSON Schema of a plan."),
        Command("classify", "classify", "Say of each text whether it is an outcome or an output."),
        Command("rule", "rule", "Explain a finding."),
        Command("history", "history", "Show the check-ins of a key result or KPI."),
        Command("runs", "runs", "List what sync did, and when."),
        Command("explain-score", "explain_score", "Show the sum behind a number, with its cells."),
        Command("connectors", "connectors", "List what can be read and written."),
        Command("mappings", "mappings", "List the known layouts and the words for headers."),
        Command("doctor", "doctor", "Look whether everything is in place."),
        Command("auth", "auth", "Sign in to a service with your own account: auth google."),
        Command("config", "config", "Show the settings that are in force: config show."),
        Command("forget", "forget", "Erase a workspace from what is remembered."),
    )
}
