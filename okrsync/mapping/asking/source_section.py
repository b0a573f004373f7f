"""A source's section of `okrsync.toml`, and the mapping file beside it where one is needed."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field

import tomlkit
from tomlkit.items import Table as TomlTable

from okrsync.i18n import Message
from okrsync.mapping.asking.question import About, Question
from okrsync.mapping.asking.settled import SettledAnswers, agreed
from okrsync.mapping.fields import FIELDS
from okrsync.mapping.files import toml_dump
from okrsync.mapping.proposal import ProposedColumn, ProposedTable, ReadingProposal
from okrsync.values import safe

COLUMNS = Message(
    "Field = header. A wrong one: write the right header. One that is missing: add it."
)
NOT_AGREED = Message(
    "Nobody has agreed to this yet: take the # away before each line that is right. Field = header."
)
FOUND = Message("Found in {tab}, header in row {row} ({certainty}).")
FOUND_DATABASE = Message("Found in {tab} ({certainty}).")
NOTHING = Message("Nothing was recognised here by itself: name the columns below.")
KEPT = Message("Kept as they are, without a field: {headers}.")
DIFFER = Message(
    "The tabs name their columns differently, so each header is recognised by its words. "
    'To correct one, add columns = {{ field = "header" }}.'
)
IN_A_FILE = Message("Every column of it stands in this file, beside this one.")
WHOLE = Message(
    "How okrsync reads {location}: exactly so, nothing else is guessed. Everything here may be "
    "changed by hand."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the file is for: the sources by name with their locations, and the language.

    `settled` says how each source is said, `files` in which mapping file where its columns are
    not enough. `questions` are open still; where nobody has `agreed` to a reading that is not
    sure, its columns stand there as remarks, or where nothing was found those of a `guess`.
    """

    name: str | None
    locations: Pairs[str, str]
    language: str
    settled: Pairs[str, SettledAnswers] = field(default_factory=dict)
    files: Pairs[str, str] = field(default_factory=dict)
    questions: Sequence[Question] = ()
    guess: ReadingProposal | None = None
    agreed: bool = True


def source_section(
    name: str, location: str, tables: Sequence[ProposedTable], wanted: Wanted
) -> TomlTable:
    """What is said of a source that the file doesn't name yet."""
    language, file = wanted.language, wanted.files.get(name)
    section = tomlkit.table()
    section.add("location", location)
    mapping = tomlkit.item(file or "auto")
    if file:
        mapping.comment(IN_A_FILE.say(language))
    section.add("mapping", mapping)
    for line in _found(tables, language):
        section.add(tomlkit.comment(line))
    if not tables:
        section.add(tomlkit.comment(NOTHING.say(language)))
    mine = [each for each in wanted.questions if each.source == name]
    _ask(section, [each for each in mine if each.about is not About.COLUMN], language)
    of_columns = [each for each in mine if each.about is About.COLUMN]
    chosen = (
        wanted.settled[name].columns if name in wanted.settled else _guessed(name, tables, wanted)
    )
    if file:
        _ask(section, of_columns, language)
    elif chosen is None:
        section.add(tomlkit.comment(DIFFER.say(language)))
        _ask(section, of_columns, language)
    elif chosen or mine:
        section.add(tomlkit.nl())
        section.add("columns", _columns(chosen, of_columns, wanted))
    return section


def _guessed(
    name: str, tables: Sequence[ProposedTable], wanted: Wanted
) -> dict[str, ProposedColumn] | None:
    """The columns that were found; those of a guess, where that is all there is."""
    guess = wanted.guess.tables if wanted.guess and not tables and not wanted.agreed else ()
    return agreed([*tables, *(table for table in guess if table.source == name)])


def _found(tables: Sequence[ProposedTable], language: str) -> list[str]:
    lines = []
    for table in tables:
        text = FOUND if table.header_row else FOUND_DATABASE
        about = {"tab": safe(table.tab), "certainty": table.certainty.word}
        lines.append(text.say(language, row=table.header_row, **about))
        kept = [
            safe(each.header)
            for each in table.columns
            if not (each.field or each.ours or each.taken_apart)
        ]
        if kept:
            lines.append(KEPT.say(language, headers=", ".join(kept)))
    return lines


def _ask(section: TomlTable, questions: Sequence[Question], language: str) -> None:
    for each in questions:
        section.add(tomlkit.comment(f"? {each.open.say(language)}"))


def _columns(
    chosen: Pairs[str, ProposedColumn], questions: Sequence[Question], wanted: Wanted
) -> TomlTable:
    section, language = tomlkit.table(), wanted.language
    section.add(tomlkit.comment((COLUMNS if wanted.agreed else NOT_AGREED).say(language)))
    for name, column in chosen.items():
        item = tomlkit.item(column.header)
        told = _told(name, column, language)
        if wanted.agreed:
            item.comment(told)
            section.add(name, item)
        elif not column.made:
            section.add(tomlkit.comment(f"{name} = {item.as_string()} # {told}"))
    _ask(section, questions, language)
    return section


def _told(name: str, column: ProposedColumn, language: str) -> str:
    about = FIELDS[name].about.say(language)
    return f"{about} ({column.cell})" if column.cell else about


def answer_source(section: TomlTable, name: str, wanted: Wanted) -> None:
    """Put what was answered of a source where the file says how it is read; all else stays."""
    settled, file = wanted.settled[name], wanted.files.get(name)
    if file:
        section["mapping"] = file
        section.pop("columns", None)
        return
    if "columns" not in section:
        section["columns"] = tomlkit.inline_table()
    columns = section["columns"]
    for own, column in (settled.columns or {}).items():
        if columns.get(own) != column.header:
            columns[own] = column.header


def mapping_file(
    settled: SettledAnswers, location: str, proposal: ReadingProposal, language: str
) -> str:
    """The text of a mapping file that says all of a source, each column with what it is."""
    document = tomlkit.document()
    document.add(tomlkit.comment(WHOLE.say(language, location=safe(location))))
    document.add(tomlkit.nl())
    if settled.whole is None:
        return tomlkit.dumps(document)
    found = toml_dump.tables(settled.whole)
    cells = _cells(proposal, settled.whole.name)
    for table, places in zip(found, cells, strict=True):
        for name in table.get("columns", {}):
            known = FIELDS.get(name)
            told = [known.about.say(language)] if known else []
            told += [f"({places[name]})"] if places.get(name) else []
            if told:
                table["columns"].value.item(name).comment(" ".join(told))
    document.add("tables", found)
    return tomlkit.dumps(document)


def _cells(proposal: ReadingProposal, source: str) -> list[dict[str, str]]:
    """Of each table of a source: field → the cell of its header."""
    return [
        {
            f"{column.about}_{column.field}" if column.about else column.field: column.cell
            for column in table.columns
            if column.field
        }
        for table in proposal.tables
        if table.source == source
    ]
