"""Every command: its name, the file it lives in, and what `--help` says of it.

A command's file is imported when the command runs, so that `--help` costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from okrsync.i18n import Message


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `module` is a file below this folder that has a function `run`."""

    name: str
    module: str
    help: Message


_ALL = (
    Command("new", "setup.new", Message("Make a workbook to begin with.")),
    Command("init", "setup.init", Message("Look at a sheet and write okrsync.toml.")),
    Command("check", "look.check", Message("Say what could be better, row by row.")),
    Command("status", "look.status", Message("Show objectives and key results as a tree.")),
    Command("plan", "look.plan", Message("Show each cell that sync would change.")),
    Command(
        "sync",
        "write.sync",
        Message("Read, check, score and write the status columns back."),
    ),
    Command(
        "summary", "write.summary", Message("Keep the tree in a tab, file or database of its own.")
    ),
    Command("undo", "write.undo", Message("Put back the cells that a sync changed.")),
    Command("export", "look.export", Message("Print the whole plan as JSON.")),
    Command("schema", "setup.schema", Message("Print the JSON Schema of a plan.")),
    Command(
        "classify",
        "look.classify",
        Message("Say of each text whether it is an outcome or an output."),
    ),
    Command("rule", "setup.rule", Message("Explain a finding.")),
    Command("history", "look.history", Message("Show the check-ins of a key result or KPI.")),
    Command("runs", "look.runs", Message("List what sync did, and when.")),
    Command(
        "explain-score",
        "look.explain_score",
        Message("Show the sum behind a number, with its cells."),
    ),
    Command("connectors", "setup.connectors", Message("List what can be read and written.")),
    Command(
        "mappings",
        "setup.mappings",
        Message("List the known layouts and the words for headers."),
    ),
    Command(
        "schedule",
        "setup.schedule",
        Message("Print a file that runs sync every morning: schedule cron."),
    ),
    Command("doctor", "setup.doctor", Message("Check the setup.")),
    Command(
        "auth", "setup.auth", Message("Sign in to a service with your own account: auth google.")
    ),
    Command("config", "setup.config", Message("Show the settings that are in force: config show.")),
    Command("forget", "write.forget", Message("Erase a workspace from what is remembered.")),
)
COMMANDS = {command.name: command for command in _ALL}
