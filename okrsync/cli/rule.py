"""`okrsync rule [CODE]`: what a finding sees, why it matters and what to write instead."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from okrsync.cli.output import print_text
from okrsync.sync import Usage


def run(
    code: Annotated[
        str, typer.Argument(help="Such as OUT01, or a family such as OUT; else the whole list.")
    ] = "",
) -> None:
    """Explain a finding: what it sees, why it matters, what to write instead."""
    from okrsync.rules import catalogue  # noqa: PLC0415 -- only where it is needed
    from okrsync.rules.page import overview, page  # noqa: PLC0415

    rules = dict(catalogue())
    wanted = code.upper()
    if wanted in rules:
        print_text(page(rules[wanted]))
        return
    family = {c: rule for c, rule in rules.items() if c.rstrip("0123456789") == wanted}
    if not family and code:
        close = difflib.get_close_matches(wanted, rules, n=1, cutoff=0.3)
        hint = f"did you mean {close[0]}?" if close else "okrsync rule lists them all"
        raise Usage(f"there is no rule {code!r}", hint=hint)
    print_text(overview(family or rules))
