"""The text of an `okrsync.toml`: what was found, column by column, with comments that explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tomlkit
from tomlkit.exceptions import ParseError
from tomlkit.items import Table as TomlTable

from okrsync.config import ConfigError
from okrsync.mapping import words
from okrsync.mapping.fields import FIELDS
from okrsync.mapping.proposal import Proposal, ProposedColumn, ProposedTable
from okrsync.text import Text
from okrsync.values import safe

HEAD = Text(
    en="How okrsync reads this workspace. Everything here may be changed by hand.",
    nl="Hoe okrsync deze werkplek leest. Alles hier mag je met de hand aanpassen.",
)
WORKSPACE = Text(
    en="The period that is scored, the language of messages and columns.",
    nl="De periode die telt, en de taal van meldingen en kolommen.",
)
PERIOD = Text(
    en='Not in the sheet: fill in a period such as "2026-Q3", or leave it out for the quarter '
    "of the first sync.",
    nl='Staat niet in de sheet: vul een periode in zoals "2026-Q3", of laat het weg voor het '
    "kwartaal van de eerste sync.",
)
NORTH_STAR = Text(
    en="In line with what? One sentence, if there is one.",
    nl="In lijn waarmee? Eén zin, als die er is.",
)
COLUMNS = Text(
    en="Field = header. A wrong one: write the right header. One that is missing: add it.",
    nl="Veld = kop. Klopt er een niet, schrijf dan de goede kop. Ontbreekt er een, voeg die toe.",
)
FOUND = Text(
    en="Found in {tab}, header in row {row}, {sure} sure.",
    nl="Gevonden in {tab}, koppen in rij {row}, {sure} zeker.",
)
FOUND_DATABASE = Text(en="Found in {tab}, {sure} sure.", nl="Gevonden in {tab}, {sure} zeker.")
KEPT = Text(
    en="Kept as they are, without a field: {headers}.",
    nl="Blijven zoals ze zijn, zonder veld: {headers}.",
)
DIFFER = Text(
    en="The tabs name their columns differently, so each header is recognised by its words. "
    'To correct one, add columns = {{ field = "header" }}.',
    nl="De tabbladen noemen hun kolommen verschillend, dus elke kop wordt aan zijn woorden "
    'herkend. Om er een te verbeteren: columns = {{ veld = "kop" }}.',
)
WRITE_BACK = Text(
    en="okrsync adds these columns after you agree, and never writes in any other.",
    nl="okrsync voegt deze kolommen toe als je dat goed vindt, en schrijft nooit in een andere.",
)
CREATE = Text(
    en="true: add missing columns without asking.", nl="true: voeg ontbrekende kolommen toe."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the file is for: the sources by name with their locations, and the language."""

    name: str | None
    locations: Mapping[str, str]
    language: str


def text(wanted: Wanted, proposal: Proposal, existing: str | None = None) -> str:
    """The file's text. What an existing one says stays as it is, comments too: only sections
    and keys that it lacks are added. Raises ConfigError where `existing` is no TOML."""
    try:
        document = tomlkit.parse(existing or "")
    except ParseError as error:
        raise ConfigError(f"okrsync.toml is no valid TOML: {error}") from error
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
        if name not in sources:
            tables = [table for table in proposal.tables if table.source == name]
            sources.add(name, _source(location, tables, wanted.language))
    if "write_back" not in document:
        document.add("write_back", _write_back(wanted.language))
    return tomlkit.dumps(document)


def _workspace(wanted: Wanted, proposal: Proposal) -> TomlTable:
    section, plan, language = tomlkit.table(), proposal.reading.plan, wanted.language
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


def _source(location: str, tables: Sequence[ProposedTable], language: str) -> TomlTable:
    section = tomlkit.table()
    section.add("location", location)
    section.add("mapping", "auto")
    for table in tables:
        found = FOUND if table.header_row else FOUND_DATABASE
        said = found.say(
            language, tab=safe(table.tab), row=table.header_row, sure=f"{table.sure:.0%}"
        )
        section.add(tomlkit.comment(said))
        kept = [
            safe(column.header) for column in table.columns if not (column.field or column.ours)
        ]
        if kept:
            section.add(tomlkit.comment(KEPT.say(language, headers=", ".join(kept))))
    chosen = _agreed(tables)
    if chosen is None:
        section.add(tomlkit.comment(DIFFER.say(language)))
    elif chosen:
        section.add(tomlkit.nl())
        section.add("columns", _columns(chosen, language))
    return section


def _agreed(tables: Sequence[ProposedTable]) -> dict[str, ProposedColumn] | None:
    """Field → column where all tabs agree on its header, None where any two differ."""
    chosen: dict[str, ProposedColumn] = {}
    for table in tables:
        for column in table.columns:
            if column.field is None or column.about or column.field not in FIELDS:
                continue
            known = chosen.setdefault(column.field, column)
            if known.header != column.header:
                return None
    return chosen


def _columns(chosen: Mapping[str, ProposedColumn], language: str) -> TomlTable:
    section = tomlkit.table()
    section.add(tomlkit.comment(COLUMNS.say(language)))
    for name, column in chosen.items():
        item = tomlkit.item(column.header)
        about = FIELDS[name].about.say(language)
        item.comment(f"{about} ({column.cell}, {column.sure:.0%})" if column.cell else about)
        section.add(name, item)
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
