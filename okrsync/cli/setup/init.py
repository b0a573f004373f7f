"""`okrsync init [LOCATION …]`: look at a sheet, ask what is uncertain, write okrsync.toml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.language import system_language
from okrsync.cli.output import print_json, print_text, say
from okrsync.cli.work import Format, Locations, keyboard, open_job
from okrsync.errors import OkrsyncError, Usage
from okrsync.i18n import Message
from okrsync.shell import quoted
from okrsync.values import safe

if TYPE_CHECKING:
    from okrsync.cli.dialogue import Keyboard
    from okrsync.evaluate.suggest_mapping import Proposed

WROTE = Message("Wrote {files}. Look it over, then: okrsync sync")
NOTHING_WRITTEN = Message("Nothing was written, as you answered.")
JSON_SHOWS = Message("--format json shows what was found; init without --show writes a file")
NOBODY = Message(
    "Nobody was there to say whether {sheets} is read right, so nothing is taken from it yet."
)
ANSWER = Message(
    "{file} is written, and says what is open where “# ?” stands. Answer it there, or in a "
    "terminal: {command}"
)
IN_A_TERMINAL = Message("{file} stays as it is. In a terminal this asks what is open: {command}")
SEEN = (".xlsx", ".xlsm", ".csv", ".tsv")


def run(
    ctx: typer.Context,
    locations: Locations = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print the file instead of writing it.")
    ] = False,
    output: Format = "text",
) -> None:
    """Look at a sheet, ask about what is uncertain, and write okrsync.toml for it."""
    from okrsync.evaluate.suggest_mapping import propose  # noqa: PLC0415 -- only when it works

    shape = checked(output, Plain)
    if shape is Plain.JSON and not show:
        raise Usage(JSON_SHOWS, hint=Message("okrsync init --show --format json"))
    person, folder = keyboard(ctx), Path.cwd()
    job = open_job(ctx, locations or _here(folder))
    found = propose(job, dialogue=person, language=system_language())
    if show:
        _show(found, shape, folder)
        return
    _settle(found, person, folder)


def _settle(found: Proposed, person: Keyboard, folder: Path) -> None:
    """Ask where somebody can answer, and write. Raises StillOpen where nobody has."""
    from okrsync.cli.setup import asking, init_files  # noqa: PLC0415 -- only when it works

    asking.tell(found)
    there = person.asks
    if there:
        asking.converse(found, person)
    conversation = found.conversation
    if conversation.agreed is False:
        say(NOTHING_WRITTEN.say(found.language))
        return
    left = there and not person.asks
    settled = conversation.agreed or (found.certain and not left)
    files = init_files.texts(found, folder, agreed=settled)
    init_files.write(files, folder)
    if not settled:
        raise _open(found)
    say(WROTE.say(found.language, files=", ".join(reversed(files))))


def _show(found: Proposed, shape: Plain, folder: Path) -> None:
    """The account, or the file as it would be written; nothing is asked and nothing written."""
    from okrsync.cli.setup import init_files  # noqa: PLC0415 -- only when it works

    if shape is Plain.JSON:
        print_json(_account(found))
    else:
        print_text(init_files.texts(found, folder, agreed=found.certain)[init_files.NAME])
    refusal = found.conversation.refusal
    if refusal is not None:
        raise refusal


def _account(found: Proposed) -> dict[str, object]:
    """Every table, column and row, read or not, the mapping that reads them so, and what is
    open."""
    from okrsync.mapping.account import account  # noqa: PLC0415 -- only when it works
    from okrsync.mapping.asking.conversation import open_questions  # noqa: PLC0415
    from okrsync.mapping.files import toml_dump  # noqa: PLC0415 -- only when it works
    from okrsync.mapping.proposal import mapping_found  # noqa: PLC0415

    proposal, language = found.conversation.proposal, found.language
    said: dict[str, object] = {"tables": [], "mapping": ""}
    if proposal is not None:
        said = {
            "tables": account.account(proposal.work, proposal.reading, language),
            "mapping": toml_dump.dump(mapping_found(proposal)),
        }
    questions, _ = open_questions(found.conversation)
    return said | {"questions": [account.question(each, language) for each in questions]}


def _open(found: Proposed) -> OkrsyncError:
    """What to say where somebody has to look first: what is open, and where it stands."""
    from okrsync.evaluate.suggest_mapping import StillOpen  # noqa: PLC0415 -- only when it works

    command = safe(found.job.command("init"))
    path = found.job.config_path
    known = path is not None and path.parent == Path.cwd() and not _new(found)
    hint = (IN_A_TERMINAL if known else ANSWER).filled(file="okrsync.toml", command=command)
    refusal = found.conversation.refusal
    sheets = ", ".join(safe(each) for each in found.locations.values())
    return StillOpen(refusal.message if refusal else NOBODY.filled(sheets=sheets), hint=hint)


def _new(found: Proposed) -> bool:
    """Whether a sheet is not named by the configuration yet."""
    return any(part.typed for part in found.job.parts)


def _here(folder: Path) -> Sequence[str]:
    """The one sheet of this folder. Raises Usage where there are none or several."""
    if (folder / "okrsync.toml").is_file():
        return ()
    sheets = [p.name for p in sorted(folder.iterdir()) if _is_sheet(p)]
    if len(sheets) == 1:
        return sheets
    several = Message("which sheet? There are several: {sheets}", {"sheets": ", ".join(sheets)})
    none = Message("which sheet? There is none in this folder")
    first = quoted(sheets[0]) if sheets else "plan.xlsx"
    raise Usage(several if sheets else none, hint=Message("okrsync init {sheet}", {"sheet": first}))


def _is_sheet(path: Path) -> bool:
    return path.suffix.lower() in SEEN and not path.name.startswith(("~$", "."))
