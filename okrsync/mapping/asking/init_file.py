"""The text of an `okrsync.toml`: what was found, column by column, with comments that explain."""

from __future__ import annotations

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import ParseError
from tomlkit.items import Table as TomlTable

from okrsync.errors import ConfigError
from okrsync.i18n import Message
from okrsync.mapping.asking.source_section import Wanted, answer_source, source_section
from okrsync.mapping.proposal import ReadingProposal
from okrsync.mapping.vocabulary import words
from okrsync.model import Plan
from okrsync.values import safe

HEAD = Message("How okrsync reads this workspace. Everything here may be changed by hand.")
WORKSPACE = Message("The period that is scored, the language of messages and columns.")
PERIOD = Message(
    'Not in the sheet: fill in a period such as "2026-Q3", or leave it out for the quarter '
    "of the first sync."
)
NORTH_STAR = Message("In line with what? One sentence, if there is one.")
WRITE_BACK = Message("okrsync adds these columns after you agree, and never writes in any other.")
CREATE = Message("true: add missing columns without asking.")


def text(wanted: Wanted, proposal: ReadingProposal | None, existing: str | None = None) -> str:
    """The file's text. What an existing one says stays as it is, comments too: only sections
    and keys that it lacks are added, and what a person answered of a source's columns. Raises
    ConfigError where `existing` is no TOML."""
    document = parsed(existing)
    if not existing:
        document.add(tomlkit.comment(HEAD.say(wanted.language)))
        document.add(tomlkit.nl())
    if "workspace" not in document:
        document.add("workspace", _workspace(wanted, proposal))
    sources = document.get("sources")
    if sources is None:
        sources = tomlkit.table(is_super_table=True)
        document.add("sources", sources)
    for name, location in wanted.locations.items():
        tables = [each for each in proposal.tables if each.source == name] if proposal else []
        if name not in sources:
            sources.add(name, source_section(name, location, tables, wanted))
        elif name in wanted.settled and wanted.settled[name].answered:
            answer_source(sources[name], name, wanted)
    if "write_back" not in document:
        document.add("write_back", _write_back(wanted.language))
    return tomlkit.dumps(document)


def parsed(existing: str | None) -> TOMLDocument:
    """A file that is there already. Raises ConfigError where it is no TOML."""
    try:
        return tomlkit.parse(existing or "")
    except ParseError as error:
        raise ConfigError(
            Message("{file} is not valid TOML: {reason}", {"file": "okrsync.toml", "reason": error})
        ) from error


def _workspace(wanted: Wanted, proposal: ReadingProposal | None) -> TomlTable:
    section, language = tomlkit.table(), wanted.language
    plan = proposal.reading.plan if proposal else Plan()
    section.add(tomlkit.comment(WORKSPACE.say(language)))
    if wanted.name:
        section.add("name", wanted.name)
    if plan.period:
        section.add("period", plan.period.label)
    else:
        section.add(tomlkit.comment(PERIOD.say(language)))
        section.add(tomlkit.comment('period = ""'))
    section.add("language", language)
    if plan.north_star:
        section.add("north_star", safe(plan.north_star))
    else:
        section.add(tomlkit.comment(NORTH_STAR.say(language)))
        section.add(tomlkit.comment('north_star = ""'))
    if plan.theme:
        section.add("theme", safe(plan.theme))
    return section


def _write_back(language: str) -> TomlTable:
    section = tomlkit.table()
    section.add(tomlkit.comment(WRITE_BACK.say(language)))
    create = tomlkit.item(False)
    create.comment(CREATE.say(language))
    section.add("create_columns", create)
    headers = words.load(language if language in words.LANGUAGES else "en").managed
    own = tomlkit.inline_table()
    for name in ("progress", "status"):
        own.append(name, headers[name])
    section.add("columns", own)
    return section
