"""`okrsync init [LOCATION …]`: look at a sheet, show what was found, write okrsync.toml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okrsync.cli.output import print_text, say
from okrsync.cli.work import Locations, keyboard, open_job
from okrsync.sync import Usage
from okrsync.text import Text
from okrsync.values import safe

if TYPE_CHECKING:
    from okrsync.sync.proposing import Proposed

WROTE = Text(
    en="Wrote okrsync.toml. Look it over, then: okrsync sync",
    nl="okrsync.toml geschreven. Kijk het na, en dan: okrsync sync",
)
SEEN = (".xlsx", ".xlsm", ".csv", ".tsv")


def run(
    ctx: typer.Context,
    locations: Locations = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print the file instead of writing it.")
    ] = False,
) -> None:
    """Look at a sheet, say how each column is understood, and write okrsync.toml for it."""
    from okrsync.mapping.init_file import Wanted, text  # noqa: PLC0415 -- only when it works
    from okrsync.sync.proposing import propose  # noqa: PLC0415

    found = propose(open_job(ctx, locations or _here(Path.cwd())), dialogue=keyboard(ctx))
    path = Path("okrsync.toml")
    existing = path.read_text(encoding="utf-8") if path.is_file() else None
    wanted = Wanted(next(iter(found.locations), None), found.locations, found.language)
    written = text(wanted, found.proposal, existing)
    if show:
        print_text(written)
        return
    _tell(found)
    path.write_text(written, encoding="utf-8")
    say(WROTE.say(found.language))


def _here(folder: Path) -> Sequence[str]:
    """The one sheet of this folder. Raises Usage where there are none or several."""
    if (folder / "okrsync.toml").is_file():
        return ()
    sheets = [p.name for p in sorted(folder.iterdir()) if _is_sheet(p)]
    if len(sheets) == 1:
        return sheets
    seen = f"there are several: {', '.join(sheets)}" if sheets else "there is none in this folder"
    raise Usage(f"which sheet? {seen}", hint="okrsync init plan.xlsx")


def _is_sheet(path: Path) -> bool:
    return path.suffix.lower() in SEEN and not path.name.startswith(("~$", "."))


def _tell(found: Proposed) -> None:
    for table in found.proposal.tables:
        kind = table.kind.value.replace("_", " ") if table.kind else "check-ins"
        row = f"row {table.header_row}, " if table.header_row else ""
        print_text(f"{safe(table.tab)}: {kind}, {row}{table.sure:.0%}")
        for column in table.columns:
            meaning = column.field or column.ours
            about = f" ({column.about})" if column.about else ""
            if meaning:
                print_text(f"  {column.cell:<5} {safe(column.header):<28} {meaning}{about}")
